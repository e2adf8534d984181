/** One notice from the server, with a button that closes it. */
import type { PlacedNotice } from '@chatdock/protocol/reducer/thread-state';
import { useStyles } from '../../ui/styles/adopt-styles.ts';
import { useChat, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { IconButton } from '../../ui/buttons/IconButton.tsx';
import { MarkdownText } from '../messages/MarkdownText.tsx';
import css from './notice.css?inline';

export interface NoticeProps {
  notice: PlacedNotice;
}

export function Notice({ notice }: NoticeProps) {
  useStyles(css);
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
