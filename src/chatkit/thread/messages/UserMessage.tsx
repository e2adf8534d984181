/** A visitor's message: plain text with tags, quote and attachments. An unsent message also has a send button. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import { toEntity } from '../../composer/editor/content.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { useItemParts } from '../item-parts/load-item-parts.ts';

export function UserMessage({ item }: { item: UserMessageItem }) {
  const chat = useChat();
  const t = useText();
  const parts = useItemParts(item.attachments.some(({ type }) => type === 'image'));
  const failure = useSelect((state) => ownEntry(state.unsent, item.id)?.failure);
  return (
    <div class="user-message">
      <h2 class="hidden">{t('thread.you')}</h2>
      {item.quoted_text && (
        <blockquote class="quoted" dir="auto">
          {item.quoted_text}
        </blockquote>
      )}
      {item.attachments.length > 0 && (
        <ul class="sent-files">
          {item.attachments.map((attachment) => (
            <li key={attachment.id}>
              {attachment.type === 'image' && parts ? (
                <parts.SentImage image={attachment} />
              ) : (
                <span class="file-chip" data-file={attachment.id}>
                  <Icon name="file" />
                  {attachment.name}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {item.content.length > 0 && (
        <div class={failure ? 'bubble unsent' : 'bubble'} dir="auto">
          {item.content.map((part, index) =>
            part.type === 'input_text' ? part.text : <Tag key={index} part={part} />,
          )}
        </div>
      )}
      {failure && (
        <FailureNote failure={failure} onRetry={() => void chat.conversation.resend(item.id)}>
          {(['edit', 'remove'] as const).map((action) => (
            <button
              key={action}
              type="button"
              class="text-button"
              onClick={() => {
                chat.outbox[action](item.id);
                chat.returnFocus(); // the message is removed, and this button with it
              }}
            >
              {t(action === 'edit' ? 'failure.edit' : 'history.delete')}
            </button>
          ))}
        </FailureNote>
      )}
    </div>
  );
}

type TagPart = Extract<UserMessageItem['content'][number], { type: 'input_tag' }>;

function Tag({ part }: { part: TagPart }) {
  const parts = useItemParts(true);
  return parts ? (
    <parts.EntityLink class="tag" entity={toEntity(part)}>
      {part.text}
    </parts.EntityLink>
  ) : (
    <span class="tag" dir="auto">
      {part.text}
    </span>
  );
}
