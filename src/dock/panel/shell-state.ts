/** Effects of the panel on the shell around it, and what the panel reads from the shell. */
import type { ResolvedOptions } from '../../options/options.ts';
import { create } from '../launcher/launcher.ts';
import type { Shell } from '../launcher/shell.ts';

/** Tells the launcher whether the panel is open. Opening shows a dock that `hide` has hidden. */
export function showOpen({ frame, launcher }: Shell, isOpen: boolean): void {
  if (isOpen) frame.hidden = false;
  frame.toggleAttribute('data-open', isOpen);
  launcher.set({ isOpen });
}

/** Shows the number of unread answers on the launcher, as the option `badge` says. */
export function showUnread({ launcher }: Shell, unread: number, badge: ResolvedOptions['badge']): void {
  const count = unread > 99 ? '99+' : String(unread);
  launcher.set(
    unread
      ? { nameSuffix: `, ${unread}`, badge: create('span', `badge ${badge}`, count) }
      : { nameSuffix: '', badge: '' },
  );
}
