/** `data-hide-on`: pages on which the dock is not there. */
import type { PageDeps, RawOptions } from '../dock-module.ts';
import { matchesAddress, watchAddress } from '../../dock/host/page-address.ts';

/** Resolves when the page is not one of these: nothing shows, loads or opens before. */
export function leaveHiddenPages(patterns: string, signal: AbortSignal): Promise<void> | undefined {
  if (!matchesAddress(patterns, location.href)) return undefined;
  return new Promise((resolve) => {
    const watching = new AbortController();
    const either = AbortSignal.any?.([signal, watching.signal]) ?? watching.signal;
    watchAddress(() => {
      if (matchesAddress(patterns, location.href)) return;
      watching.abort();
      resolve();
    }, either);
  });
}

/** Takes the dock away when a single-page app moves to such a page, and shows it again after that. */
export function hideOn(
  patterns: string,
  given: () => RawOptions,
  { shell: { frame }, handle, signal }: PageDeps,
  // In the page, there is no button that opens it again.
  isInline: boolean,
): void {
  const isHere = () => matchesAddress(patterns, location.href);
  let unread: RawOptions[string];
  let isAway = false;
  /** The marks of unread answers belong to the dock, which could not be opened to clear them. */
  const markPage = () => {
    if (isAway === isHere()) return;
    isAway = isHere();
    if (isAway) ({ unread } = given());
    handle.update({ unread: isAway ? [] : unread }); // what the page gave before
  };
  const apply = () => {
    if (isHere() && !isInline) handle.close();
    markPage();
    // Not `hidden`, which `ChatDock.hide()` and `show()` use: a page that the owner has hidden stays hidden.
    frame.style.display = isHere() ? 'none' : '';
  };
  watchAddress(apply, signal);
  // The visitor presses the shortcut, or code of the page opens the chat.
  if (!isInline) handle.on('open', () => isHere() && handle.close());
}
