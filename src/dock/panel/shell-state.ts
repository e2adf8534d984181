/** What an open panel changes about the shell around it, and what the shell tells the panel. */
import type { ResolvedOptions } from '../../options/options.ts';
import { create } from '../launcher/launcher.ts';
import type { Shell } from '../launcher/shell.ts';
import type { ColorScheme } from '../theme/page-theme.ts';

/** The launcher makes room for an open panel. */
export function showOpen({ frame, launcher }: Shell, isOpen: boolean): void {
  frame.toggleAttribute('data-open', isOpen);
  launcher.set({ isOpen });
}

/** The launcher counts the answers that the visitor has not seen; `badge` is the option of that name. */
export function showUnread({ launcher }: Shell, unread: number, badge: ResolvedOptions['badge']): void {
  const count = unread > 99 ? '99+' : String(unread);
  launcher.set(
    unread
      ? { nameSuffix: `, ${unread}`, badge: create('span', `badge ${badge}`, count) }
      : { nameSuffix: '', badge: '' },
  );
}

/** Calls `listener` now and whenever the shell changes between light and dark; returns a function that stops it. */
export function watchScheme({ frame }: Shell, listener: (scheme: ColorScheme) => void): () => void {
  const tell = () => listener(frame.dataset['theme'] === 'dark' ? 'dark' : 'light');
  const observer = new MutationObserver(tell);
  observer.observe(frame, { attributeFilter: ['data-theme'] });
  tell();
  return () => observer.disconnect();
}
