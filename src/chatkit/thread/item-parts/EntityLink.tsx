/** An entity of the host page. A click notifies the page; hover or focus shows the page's preview. */
import type { Entity, Widgets } from '@openai/chatkit';
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { EntitySource } from '@chatdock/protocol/thread/sources';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { toChatKitError } from '../../state/failure.ts';
import { useChat } from '../../ui/chat.ts';
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx';
import { InlineButton } from '../../ui/buttons/InlineButton.tsx';
import { HoverCard } from './HoverCard.tsx';
import { WidgetPreview } from './WidgetPreview.tsx';

interface EntityLinkProps {
  entity: Entity;
  children: ComponentChildren;
  class?: string;
  /** Whether punctuation may follow it. */
  isInline?: boolean;
  /** Details of the source. Shown if the page has no preview for the entity. */
  details?: Pick<EntitySource, 'description' | 'label' | 'icon' | 'timestamp'> | undefined;
}

const HOVER_MS = 200;

export function EntityLink({
  entity,
  children,
  class: className = 'entity',
  isInline = false,
  details,
}: EntityLinkProps) {
  const chat = useChat();
  const [card, setCard] = useState<'closed' | 'open'>('closed');
  const [preview, setPreview] = useState<Widgets.BasicRoot | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hasCard =
    (entity.interactive && chat.store.get().options.entities?.onRequestPreview !== undefined) ||
    Boolean(details?.description ?? details?.label);

  async function open() {
    if (!hasCard) return;
    setCard('open');
    const { entities } = chat.store.get().options;
    if (!entity.interactive || !entities?.onRequestPreview || preview) return;
    try {
      const answer = await entities.onRequestPreview(entity);
      setPreview(answer?.preview ?? null);
    } catch (cause) {
      reportPreview(cause);
    }
  }

  const close = () => {
    clearTimeout(timer.current);
    setCard('closed');
  };

  const reportPreview = (cause: unknown) =>
    chat.context.report(toChatKitError(cause, 'ActionError', `The preview of "${entity.title}" failed`));
  const plain = <DefaultCard entity={entity} details={details} />;
  const pressable = {
    class: `${className} interactive`,
    onClick: () => chat.store.get().options.entities?.onClick?.(entity),
    dir: 'auto',
  } as const;

  return (
    <span
      class="entity-place"
      onPointerEnter={() => {
        timer.current = setTimeout(() => void open(), HOVER_MS);
      }}
      onPointerLeave={close}
      onFocusIn={() => void open()}
      onFocusOut={close}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || card === 'closed') return;
        event.stopPropagation();
        close();
      }}
    >
      {!entity.interactive ? (
        <span class={className} dir="auto">
          {children}
        </span>
      ) : isInline ? (
        <InlineButton {...pressable}>{children}</InlineButton>
      ) : (
        <button type="button" {...pressable}>
          {children}
        </button>
      )}
      {card === 'open' && (
        <HoverCard>
          {preview ? (
            <ErrorBoundary instead={plain} onError={reportPreview}>
              <WidgetPreview root={preview} />
            </ErrorBoundary>
          ) : (
            plain
          )}
        </HoverCard>
      )}
    </span>
  );
}

function DefaultCard({ entity, details }: Pick<EntityLinkProps, 'entity' | 'details'>) {
  return (
    <>
      {details?.label && (
        <span class="entity-label quiet">
          {details.icon && <ContentIcon name={details.icon} />}
          {details.label}
        </span>
      )}
      <strong dir="auto">{entity.title}</strong>
      {details?.description && <span dir="auto">{details.description}</span>}
      {details?.timestamp && <small class="quiet">{details.timestamp}</small>}
    </>
  );
}

/** Converts a source into the entity that the page's callbacks receive. */
export function toSourceEntity({ id, title, icon, interactive, group, data }: EntitySource): Entity {
  const entity: Entity = { id, title, interactive, data: data as Record<string, string> };
  if (icon !== undefined) entity.icon = icon;
  if (group !== undefined) entity.group = group;
  return entity;
}
