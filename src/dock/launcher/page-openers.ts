/** What opens the panel from anywhere on the page: elements that are clicked, whenever they were added, and the shortcut. */
import { launcherOptions } from '../../options/launcher-options.ts';
import { isTypingOutside, matchesKeys } from '../keys.ts';
import type { LauncherLook } from './launcher.ts';

export interface PageOpeners {
  /** Whether this dock is meant by a key or an element of the page that names none. */
  isFirst(): boolean;
  open(): void;
  toggle(): void;
  /** Aborted when the dock leaves the page. */
  signal: AbortSignal;
}

/** @param look What the owner says now. */
export function listenToPage(host: HTMLElement, look: () => LauncherLook, openers: PageOpeners): void {
  const run = (event: Event, command: 'open' | 'toggle') => {
    event.preventDefault();
    openers[command]();
  };
  document.addEventListener(
    'click',
    (event) => {
      const command = commandOfClick(event, look(), openers.isFirst());
      if (command) run(event, command);
    },
    openers,
  );
  document.addEventListener(
    'keydown',
    (event) => {
      const { shortcut } = look();
      if (event.defaultPrevented || !matchesKeys(event, shortcut)) return;
      // Keys that the owner chose count everywhere; our own are the first dock's, and not for somebody who types on the page.
      const isOurs =
        shortcut !== launcherOptions.shortcut.fallback ||
        ((openers.isFirst() || document.activeElement === host) && !isTypingOutside(event, host));
      // While the page shows a modal dialog of its own, nothing else on it can be used.
      if (isOurs && !document.querySelector(':modal')) run(event, 'toggle');
    },
    openers,
  );
}

/** What a click asks for: `data-chat-open` (empty, or the dock's name) opens, an element that matches `trigger` toggles. */
function commandOfClick(event: Event, { name, trigger }: LauncherLook, isFirst: boolean) {
  // A page's own code may click on the document itself, where there is nothing to find.
  const [target] = event.composedPath() as [Partial<Element>];
  const wanted = target.closest?.('[data-chat-open]')?.getAttribute('data-chat-open');
  if (wanted === name || (wanted === '' && isFirst)) return 'open';
  try {
    return trigger && target.closest?.(trigger) ? 'toggle' : undefined;
  } catch {
    return undefined; // an invalid selector: explained in the console when the panel is there
  }
}
