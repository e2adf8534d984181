/** Notices from the server to the visitor, separate from the answer. */
import type { NoticeEvent } from '@chatdock/protocol/events';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { MarkdownText } from './MarkdownText.tsx';

export function Notices() {
  const notices = useSelect((state) => state.thread.notices);
  return notices.map((notice, index) => <Notice key={index} notice={notice} />);
}

function Notice({ notice }: { notice: NoticeEvent }) {
  const chat = useChat();
  const t = useText();
  const dismiss = () => {
    const { thread } = chat.store.get();
    chat.store.set({ thread: { ...thread, notices: thread.notices.filter((other) => other !== notice) } });
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
