/** A citation mark in the text: the short name of its source. Hover or focus shows a card with the sources. */
import { useId, useRef, useState } from 'preact/hooks';
import type { Source } from '@chatdock/protocol/thread/sources';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { useText } from '../../ui/chat.ts';
import { destinationToShow } from '../../ui/links/destination.ts';
import { InlineButton } from '../../ui/buttons/InlineButton.tsx';
import { hostOf, OUTSIDE_LINK, safeHref } from '../../ui/links/safe-link.ts';
import { toChipText, type CitationGroup, type CitedSource } from '../citations.ts';
import { EntityLink, toSourceEntity } from './EntityLink.tsx';
import { HoverCard } from './HoverCard.tsx';
import { SourceRow } from './Sources.tsx';

export function Citation({ group }: { group: CitationGroup }) {
  const entities = group.filter(({ source }) => source.type === 'entity');
  const others = group.filter(({ source }) => source.type !== 'entity');
  return (
    <>
      {entities.map((cited) => (
        <EntityMark key={cited.number} cited={cited} />
      ))}
      {others.length > 0 && <SourceMark cited={others} />}
    </>
  );
}

function EntityMark({ cited: { source } }: { cited: CitedSource }) {
  if (source.type !== 'entity') return null;
  return (
    <EntityLink entity={toSourceEntity(source)} details={source} class="citation-entity" isInline>
      {!source.inline_label && source.icon && <ContentIcon name={source.icon} />}
      {toChipText(source.inline_label || source.title)}
    </EntityLink>
  );
}

function SourceMark({ cited }: { cited: readonly CitedSource[] }) {
  const t = useText();
  const cardId = useId();
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const first = cited[0];
  if (!first) return null;
  const label = cited.map(({ source, number }) => t('thread.source', { number, title: source.title })).join(', ');
  const href = first.source.type === 'url' && cited.length === 1 ? safeHref(first.source.url) : null;
  const content = shortName(first.source);
  const more = cited.length > 1 ? ` +${cited.length - 1}` : '';

  const later = (open: boolean, ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(open), ms);
  };
  // The accessible name begins with the visible text, so that speech control can address it (WCAG 2.5.3).
  const shared = {
    class: 'citation',
    'aria-label': `${content}${more}: ${label}`,
    'aria-describedby': isOpen ? cardId : undefined,
  } as const;
  return (
    <span
      class="entity-place"
      onPointerEnter={() => later(true, 150)}
      onPointerLeave={() => later(false, 120)}
      onFocusIn={() => later(true, 0)}
      onFocusOut={() => later(false, 0)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.stopPropagation();
        setOpen(false);
      }}
    >
      {href ? (
        <a {...shared} href={href} {...OUTSIDE_LINK}>
          {content}
          {more}
        </a>
      ) : (
        <InlineButton {...shared} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {content}
          {more}
        </InlineButton>
      )}
      {isOpen && (
        <HoverCard class="source-card" id={cardId}>
          {cited.map(({ source, number }) => (
            <span class="source-entry" key={number}>
              <SourceRow source={source} />
            </span>
          ))}
        </HoverCard>
      )}
    </span>
  );
}

/** The name that the source gives its site, unless that is another site's; else its host. A file's title. */
function shortName(source: Source): string {
  if (source.type !== 'url') return toChipText(source.title);
  const { attribution, url, title } = source;
  if (attribution && destinationToShow(attribution, url) === null) return toChipText(attribution);
  return toChipText(hostOf(url), 'start') || toChipText(title);
}
