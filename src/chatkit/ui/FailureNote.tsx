/** An error message with a retry button, shown where the error happened. */
import type { Failure } from '../state/chat-state.ts';
import { useChat, useSelect, useText } from './chat.ts';
import { Icon } from './Icon.tsx';

export interface FailureNoteProps {
  failure: Failure;
  onRetry: () => void;
}

export function FailureNote({ failure, onRetry }: FailureNoteProps) {
  const chat = useChat();
  const t = useText();
  const isBusy = useSelect((state) => state.turn.phase !== 'idle');
  return (
    <div class="failure" role="alert">
      <Icon name="warning" />
      <span dir="auto">{failure.verbatim ?? t(failure.key, failure.params)}</span>
      {failure.canRetry && (
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
    </div>
  );
}
