/** Notices from the server to the visitor, separate from the answer. Their view loads with the first of them. */
import type { PlacedNotice } from '@chatdock/protocol/reducer/thread-state';
import { lazy } from '../../ui/loading/lazy.tsx';
import type { NoticeProps } from './Notice.tsx';

interface NoticesProps {
  notices: readonly PlacedNotice[];
  /** The key of the item above; null above the first item. */
  after: string | null;
}

const Notice = lazy<NoticeProps>(() => import('./Notice.tsx').then((module) => module.Notice), {
  instead: PlainNotice,
});

export const Notices = ({ notices, after }: NoticesProps) =>
  notices.map(
    (notice, index) => notice.after === after && !notice.isClosed && <Notice key={`notice ${index}`} notice={notice} />,
  );

/** The text of a notice, shown if its view fails to load. */
function PlainNotice({ notice: { level, title = '', message } }: NoticeProps) {
  return (
    <p role={level === 'danger' ? 'alert' : 'note'} data-level={level} dir="auto">
      {`${title} ${message}`}
    </p>
  );
}
