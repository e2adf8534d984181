/** Renders the conversation as plain text if the thread view fails to load, so that every message stays readable. */
import { ownEntry } from '@chatdock/protocol/kinds';
import { itemKey } from '@chatdock/protocol/reducer/thread-state';
import { contentText } from '../composer/editor/content.ts';
import { FailureNote } from './FailureNote.tsx';
import { useChat, useSelect, useText } from './chat.ts';

export function PlainThread() {
  const chat = useChat();
  const t = useText();
  const thread = useSelect((state) => state.thread);
  const unsent = useSelect((state) => state.unsent);
  const isWaiting = useSelect((state) => state.turn.phase === 'responding');
  return (
    <div class="plain-thread" role="log" aria-live="off" aria-label={t('thread.label')}>
      {thread.items.map((item) => {
        const failure = ownEntry(unsent, item.id)?.failure;
        if (item.type === 'assistant_message')
          return (
            <p key={item.id} dir="auto">
              {item.content.map(({ text }) => text).join('')}
            </p>
          );
        if (item.type !== 'user_message') return null;
        return (
          <div key={itemKey(thread, item)} class="plain-message">
            <p class="plain-bubble" dir="auto">
              {contentText(item.content)}
            </p>
            {failure && <FailureNote failure={failure} onRetry={() => void chat.conversation.resend(item.id)} />}
          </div>
        );
      })}
      {isWaiting && <p class="quiet">{t('thread.waiting')}</p>}
    </div>
  );
}
