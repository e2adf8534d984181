/** A widget in the thread. */
import type { WidgetItem } from '@chatdock/protocol/thread/items';
import { useEffect } from 'preact/hooks';
import { usePictures } from '../../pictures/use-pictures.ts';
import { isResponding } from '../../state/chat-state.ts';
import { ChatKitError } from '../../state/errors.ts';
import { colorSchemeOf } from '../../theme/tokens.ts';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx';
import { StyledWidget } from './StyledWidget.tsx';

export function WidgetMessage({ item }: { item: WidgetItem }) {
  const chat = useChat();
  const text = useText();
  const pictures = usePictures();
  const isDone = useSelect((state) => !state.thread.open.has(item.id));
  const isBlocked = useSelect(isResponding);
  const locale = useSelect((state) => state.language.locale);
  const theme = useSelect((state) => state.options.theme);
  useEffect(chat.prepareRequests, [chat]);
  const reportError = (message: string) => chat.context.report(new ChatKitError('WidgetItemError', message));
  return (
    <ErrorBoundary
      instead={
        <p class="failure" role="note">
          {text('thread.widget.failed')}
        </p>
      }
      onError={(cause) =>
        reportError(
          `The widget ${item.id} could not be drawn: ${cause instanceof Error ? cause.message : String(cause)}`,
        )
      }
    >
      <StyledWidget
        itemId={item.id}
        widget={item.widget}
        pictures={pictures}
        isDone={isDone}
        isBlocked={isBlocked}
        theme={theme}
        scheme={colorSchemeOf(theme)}
        text={text}
        locale={locale}
        runAction={chat.actions.runWidgetAction}
        reportError={reportError}
      />
    </ErrorBoundary>
  );
}
