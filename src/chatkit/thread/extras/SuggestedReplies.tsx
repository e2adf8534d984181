/** Replies that the server suggests, as buttons under the last answer. */
import { readSuggestedReplies } from '@chatdock/protocol/thread/suggested-replies';
import { useMemo } from 'preact/hooks';
import { pendingQuestions } from '../../state/chat-state.ts';
import { useChat, useSelect, useText } from '../../ui/chat.ts';

export function SuggestedReplies() {
  const chat = useChat();
  const t = useText();
  const data = useSelect((state) => state.suggested);
  const canSend = useSelect(
    (state) => (state.thread.thread?.status.type ?? 'active') === 'active' && !pendingQuestions(state),
  );
  const replies = useMemo(() => readSuggestedReplies(data), [data]);
  if (replies.length === 0 || !canSend) return null;
  const send = (text: string) => {
    chat.sendUserMessage({ text }).catch(() => undefined); // the message shows its failure
    chat.returnFocus(); // the buttons are removed
  };
  return (
    <ul class="suggested-replies" aria-label={t('thread.replies')}>
      {replies.map((text) => (
        <li key={text}>
          <button type="button" dir="auto" onClick={() => send(text)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
