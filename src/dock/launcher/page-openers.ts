/** Opens the panel from anywhere on the page: by clicks on elements, including ones added later, and by the keyboard shortcut. */
import { launcherOptions } from '../../options/launcher-options.ts';
import type { DockCommands } from '../commands/dock-commands.ts';
import { isTypingOutside, matchesKeys } from '../keys.ts';
import type { LauncherLook } from './launcher.ts';

export interface PageOpeners {
  /** Whether this dock handles shortcuts, and elements that name no dock. */
  isFirst(): boolean;
  /** Returns the dock's commands, which may be created after the launcher. */
  dock(): Pick<DockCommands, 'open' | 'close' | 'toggle'>;
}

/**
 * @param look Returns the current options.
 * @param life Its signal is aborted when the dock is removed from the page.
 */
export function listenToPage(
  host: HTMLElement,
  look: () => LauncherLook,
  openers: PageOpeners,
  life: Pick<AbortController, 'signal'>,
): void {
  const run = (event: Event, command: 'open' | 'toggle') => {
    event.preventDefault();
    openers.dock()[command]();
  };
  document.addEventListener(
    'click',
    (event) => {
      const command = commandOfClick(event, look(), openers.isFirst());
      if (command) run(event, command);
    },
    life,
  );
  document.addEventListener(
    'keydown',
    (event) => {
      const { shortcut } = look();
      if (event.defaultPrevented || !matchesKeys(event, shortcut)) return;
      // A shortcut that the owner set works everywhere. The default one works for the first dock, and not while the visitor types.
      const isOurs =
        shortcut !== launcherOptions.shortcut.fallback ||
        ((openers.isFirst() || document.activeElement === host) && !isTypingOutside(event, host));
      // While a modal dialog of the page is open, the rest of the page is inert.
      if (isOurs && !document.querySelector(':modal')) run(event, 'toggle');
    },
    life,
  );
}

/** The action for a click: `data-chat-open` (empty, or the dock's name) opens, an element that matches `trigger` toggles. */
function commandOfClick(event: Event, { name, trigger }: LauncherLook, isFirst: boolean) {
  // Or the document, if a script dispatches the click there. It has no `closest`.
  const [target] = event.composedPath() as [Element];
  try {
    const marked = target.closest('[data-chat-open]');
    const wanted = marked && marked.getAttribute('data-chat-open');
    if (wanted === name || (wanted === '' && isFirst)) return 'open';
    return trigger && target.closest(trigger) ? 'toggle' : undefined;
  } catch {
    return undefined; // an invalid selector, which the panel's code explains in the console; or no `closest`, as in a form with a field of that name
  }
}
