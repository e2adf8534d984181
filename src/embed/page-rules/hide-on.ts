/** `data-hide-on`: pages without the dock. */
import type { PageDeps, RawOptions } from '../dock-module.ts';
import { matchesAddress, watchAddress } from '../../dock/host/page-address.ts';

/** Resolves when the page is not one of these. Nothing shows, loads or opens before that. */
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

/** Hides the dock when a single-page app moves to such a page, and shows it again afterwards. */
export function hideOn(
  patterns: string,
  given: () => RawOptions,
  { shell: { frame }, handle, signal }: PageDeps,
  // A dock inside the page has no button that opens it again.
  isInline: boolean,
): void {
  const isHere = () => matchesAddress(patterns, location.href);
  let unread: RawOptions['unread'];
  let isAway = false;
  /** Remove the marks of unread answers, because the visitor could not open the dock to clear them. */
  const markPage = () => {
    if (isAway === isHere()) return;
    isAway = isHere();
    if (isAway) ({ unread } = given());
    handle.update({ unread: isAway ? [] : unread }); // the value that the page set before
  };
  const apply = () => {
    if (isHere() && !isInline) handle.close();
    markPage();
    // Not `hidden`, which `ChatDock.hide()` and `show()` use, so that a dock that the owner has hidden stays hidden.
    frame.style.display = isHere() ? 'none' : '';
  };
  watchAddress(apply, signal);
  // Handle the shortcut, and code of the page that opens the chat.
  if (!isInline) handle.on('open', () => isHere() && handle.close());
}
