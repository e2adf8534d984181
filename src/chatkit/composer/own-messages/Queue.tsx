/** Above the text field: the messages that are sent when the answer has ended. Each can be edited and removed. */
import { contentText } from '../editor/content.ts';
import { isResponding, type OutgoingMessage } from '../../state/chat-state.ts';
import { queuedMessages } from '../../state/messages/queue.ts';
import { useStyles } from '../../ui/styles/adopt-styles.ts';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { IconButton } from '../../ui/buttons/IconButton.tsx';
import css from './queue.css?inline';

export function Queue() {
  useStyles(css);
  const chat = useChat();
  const t = useText();
  const unsent = useSelect((state) => state.unsent);
  const isWaiting = useSelect(isResponding);
  return (
    <div class="queue">
      <p class="queue-title">
        <span>{t('thread.queue')}</span>
        {!isWaiting && (
          <button
            type="button"
            class="text-button"
            onClick={() => {
              void chat.ownMessages(({ queue }) => queue.sendNext());
              chat.returnFocus();
            }}
          >
            {t('thread.queue.send')}
          </button>
        )}
      </p>
      <ol aria-label={t('thread.queue')}>
        {queuedMessages({ unsent }).map((message) => (
          <Entry key={message.id} message={message} />
        ))}
      </ol>
    </div>
  );
}

function Entry({ message: { id, input, queued = [] } }: { message: OutgoingMessage }) {
  const chat = useChat();
  const t = useText();
  const words = contentText(input.content) || queued.map(({ name }) => name).join(', ');
  const change = (action: 'edit' | 'remove') => {
    chat.outbox[action](id);
    if (action === 'edit') chat.focusComposer();
    else chat.returnFocus(); // the button was removed
  };
  return (
    <li>
      <span class="queue-words" id={`queued-${id}`} dir="auto">
        {words}
      </span>
      <IconButton label={t('failure.edit')} describedBy={`queued-${id}`} onClick={() => change('edit')}>
        <Icon name="rename" />
      </IconButton>
      <IconButton label={t('history.delete')} describedBy={`queued-${id}`} onClick={() => change('remove')}>
        <Icon name="delete" />
      </IconButton>
    </li>
  );
}
