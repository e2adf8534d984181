/** Below the last item: progress, an error, or a note that the answer was stopped. */
import type { Failure } from '../../state/chat-state.ts';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import type { ThreadExtras } from '../extras/load-extras.ts';

export function TurnEnd({ extras }: { extras: ThreadExtras | null }) {
  const chat = useChat();
  const t = useText();
  const turn = useSelect((state) => state.turn);
  const thread = useSelect((state) => state.thread);
  const ownFailure = useSelect((state) => state.failure);
  const hasStopped = useSelect((state) => state.stoppedAfter !== null);
  const failure = ownFailure ?? toFailure(thread.error);
  const last = thread.items.at(-1);
  const isWaiting = turn.phase === 'responding' && (last?.type === 'user_message' || last === undefined);

  return (
    <>
      {thread.progress ? (
        <p class="progress">
          {thread.progress.icon && <ContentIcon name={thread.progress.icon} />}
          <span class="shimmer" dir="auto">
            {thread.progress.text}
          </span>
        </p>
      ) : (
        isWaiting && (
          <p class="waiting">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <span class={turn.isSlow ? '' : 'hidden'}>{t(turn.isSlow ? 'failure.slow' : 'thread.waiting')}</span>
          </p>
        )
      )}
      {turn.phase === 'responding' && turn.reconnect && (
        <p class="waiting" role="status">
          {t('thread.reconnecting')}
          <button type="button" class="text-button" onClick={turn.reconnect}>
            {t('failure.retry')}
          </button>
        </p>
      )}
      {failure && turn.phase === 'idle' && (
        <FailureNote failure={failure} onRetry={() => void chat.conversation.retryLast()} />
      )}
      {hasStopped && !failure && <p class="stopped">{t('thread.stopped')}</p>}
      {extras && turn.phase === 'idle' && <extras.SuggestedReplies />}
    </>
  );
}

/** Shows the server's own message if it sent one, else our message for the error code. */
function toFailure(error: { code: string; message?: string | undefined; allow_retry: boolean } | null): Failure | null {
  if (!error) return null;
  return {
    key: 'failure.generic',
    verbatim: error.code === 'custom' ? error.message : undefined,
    canRetry: error.allow_retry,
  };
}
