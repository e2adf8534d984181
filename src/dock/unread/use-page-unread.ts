/** Shows unread answers on the page around the dock, as the option `unread` says. Pages without it load none of this. */
import { useEffect, useRef, useState } from 'react';
import type { DockView } from '../dock-store.ts';
import type { PageUnread } from './page-unread.ts';

export function usePageUnread({ options, unread, isMuted }: DockView): void {
  // A text, because new options bring a new array, and the page would be restored and a sound repeated for nothing.
  const signals = options.unread.join(' ');
  const [page, setPage] = useState<PageUnread | null>(null);
  // Each answer is unread first, so the code loads when there is one.
  const isNeeded = signals !== '' && (unread > 0 || page !== null);
  useEffect(() => {
    if (!isNeeded) return;
    let created: PageUnread | undefined;
    let isGone = false;
    void import('./page-unread.ts').then(
      ({ createPageUnread }) => isGone || setPage((created = createPageUnread(signals))),
      () => {}, // The launcher still shows the count.
    );
    return () => {
      isGone = true;
      created?.stop();
      setPage(null);
    };
  }, [isNeeded, signals]);
  const told = useRef(0);
  useEffect(() => {
    page?.show(unread, unread > told.current && !isMuted);
    if (page || unread === 0) told.current = unread;
  }, [page, unread, isMuted]);
}
