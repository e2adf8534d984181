/** An error message with a retry button, shown where the error happened. */
import type { ComponentChildren } from 'preact';
import type { Failure } from '../state/chat-state.ts';
import { useChat, useSelect, useText } from './chat.ts';
import { Icon } from '../icons/Icon.tsx';

interface FailureNoteProps {
  failure: Failure;
  onRetry: () => void;
  /** More buttons. */
  children?: ComponentChildren;
}

export function FailureNote({ failure, onRetry, children }: FailureNoteProps) {
  const chat = useChat();
  const t = useText();
  const isBusy = useSelect((state) => state.turn.phase !== 'idle');
  const isClosed = useSelect((state) => (state.thread.thread?.status.type ?? 'active') !== 'active');
  return (
    <div class="failure" role={failure.sendsAfterMs === undefined ? 'alert' : 'status'}>
      {failure.sendsAfterMs === undefined && <Icon name="warning" />}
      <span dir="auto">{failure.verbatim ?? t(failure.key, failure.params)}</span>
      {failure.canRetry && !isClosed && (
        <button
          type="button"
          class="text-button"
          disabled={isBusy}
          onClick={() => {
            onRetry();
            chat.returnFocus(); // retrying removes this button
          }}
        >
          {t('failure.retry')}
        </button>
      )}
      {children}
    </div>
  );
}
