/** Notices from the server to the visitor, separate from the answer. */
import type { PlacedNotice } from '@chatdock/protocol/reducer/thread-state';
import { useChat, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { MarkdownText } from './MarkdownText.tsx';

interface NoticesProps {
  notices: readonly PlacedNotice[];
  /** The key of the item above; null above the first item. */
  after: string | null;
}

export const Notices = ({ notices, after }: NoticesProps) =>
  notices.map(
    (notice, index) => notice.after === after && !notice.isClosed && <Notice key={`notice ${index}`} notice={notice} />,
  );

function Notice({ notice }: { notice: PlacedNotice }) {
  const chat = useChat();
  const t = useText();
  const dismiss = () => {
    const { thread } = chat.store.get();
    const notices = thread.notices.map((other) => (other === notice ? { ...notice, isClosed: true } : other));
    chat.store.set({ thread: { ...thread, notices } });
    chat.focusComposer();
  };
  return (
    <div class={`notice ${notice.level}`} role={notice.level === 'danger' ? 'alert' : 'note'} data-level={notice.level}>
      <Icon name={notice.level} />
      <div class="notice-body">
        {notice.title && <strong dir="auto">{notice.title}</strong>}
        <MarkdownText text={notice.message} isDone />
      </div>
      <IconButton class="remove" label={t('failure.dismiss')} onClick={dismiss}>
        <Icon name="close" />
      </IconButton>
    </div>
  );
}
