/** Below a message of the visitor: when it was sent, and buttons to copy and to edit it. */
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import { useEffect, useRef } from 'preact/hooks';
import { contentText } from '../../composer/editor/content.ts';
import { isResponding, pendingQuestions, type ChatState } from '../../state/chat-state.ts';
import { useChat, useSelect, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { IconButton } from '../../ui/buttons/IconButton.tsx';
import { CopyButton } from '../turn/CopyButton.tsx';
import { offerFiles } from './files.ts';
import { MessageTime } from './MessageTime.tsx';

export function MessageExtras({ item }: { item: UserMessageItem }) {
  const chat = useChat();
  const isStored = useSelect((state) => !Object.hasOwn(state.unsent, item.id));
  const text = contentText(item.content);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => offerFiles(chat, item, place.current?.closest('.item') ?? null), [chat, item, isStored]);
  if (!isStored) return null;
  return (
    <div class="turn-actions own" ref={place}>
      <MessageTime at={item.created_at} />
      {text !== '' && <CopyButton text={text} label="thread.own.copy" />}
      <EditButton item={item} />
    </div>
  );
}

function EditButton({ item }: { item: UserMessageItem }) {
  const chat = useChat();
  const t = useText();
  const canEdit = useSelect(allowsEdits);
  const isBusy = useSelect(isResponding);
  const isEditing = useSelect((state) => state.composer.editing?.itemId === item.id);
  if (!canEdit) return null;
  const start = () => void chat.ownMessages(({ editing }) => editing.start(item)).then(chat.focusComposer);
  return (
    <IconButton label={t('thread.own.edit')} isDisabled={isBusy} isPressed={isEditing} onClick={start}>
      <Icon name="rename" />
    </IconButton>
  );
}

/** Whether the page and the server allow edits, and the composer can take the text. */
function allowsEdits(state: ChatState): boolean {
  const status = state.thread.thread?.status.type;
  const canWrite = status === 'active' && state.setupFault === null && !pendingQuestions(state);
  return canWrite && state.limits.edits === true && state.messageActions.includes('edit');
}
