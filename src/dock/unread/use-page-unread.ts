/** Shows unread answers on the page around the dock, as the option `unread` says. Pages without it load none of this. */
import { useEffect, useRef, useState } from 'react';
import type { DockView } from '../dock-store.ts';
import type { PageUnread } from './page-unread.ts';

export function usePageUnread({ options, unread, isMuted }: DockView): void {
  // A string, because new options contain a new array, which would restore the page and repeat a sound needlessly.
  const signals = options.unread.join(' ');
  const [page, setPage] = useState<PageUnread | null>(null);
  // Every answer is unread at first, so the code loads with the first one.
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
  const lastShown = useRef(0);
  useEffect(() => {
    page?.show(unread, unread > lastShown.current && !isMuted);
    if (page || unread === 0) lastShown.current = unread;
  }, [page, unread, isMuted]);
}
