/** The keyboard: shortcuts toggle the panel and fullscreen, Esc takes away what is on top. */
import { useEffect } from 'react';
import { useChatWidget, useSetup } from './DockContext.tsx';
import { isTypingOutside, matchesKeys } from '../keys.ts';
import { widgetOptions } from '../../options/options.ts';
import { hostTag, type Shell } from '../launcher/shell.ts';
import { useLatest } from '../hooks/use-controlled.ts';

/** Opens and closes the panel from anywhere on the page, also while its words are still to be fetched. */
export function useToggleKeys(shell: Shell | null, shortcut: string, toggle: () => void): void {
  useKeys(shell, (event, isTypedElsewhere) => {
    // Keys that the owner chose count everywhere; our own choice is the first dock's, and takes no key from the page's fields.
    const isOurs =
      shortcut !== widgetOptions.shortcut.fallback || (!isTypedElsewhere && shell !== null && isFirst(shell.host));
    return isOurs && matchesKeys(event, shortcut) ? toggle : undefined;
  });
}

/** Something that Esc takes away. */
export interface Layer {
  isOpen: boolean;
  close(): void;
}

/** `layers` from the top down. */
export function usePanelKeys(layers: readonly Layer[]): void {
  const { shell, options } = useSetup();
  const { isOpen, isFullscreen, fullscreen } = useChatWidget();
  useKeys(shell, (event, isTypedElsewhere) => {
    if (!isOpen || isTypedElsewhere) return undefined;
    if (options.fullscreen && matchesKeys(event, options.fullscreenShortcut)) return () => fullscreen(!isFullscreen);
    return event.key === 'Escape' && options.esc && concernsDock(event, shell.host)
      ? layers.find((layer) => layer.isOpen)?.close
      : undefined;
  });
}

/** `commandOf` tells what a key does, if anything; then the page does nothing with it. */
function useKeys(
  shell: Shell | null,
  commandOf: (event: KeyboardEvent, isTypedElsewhere: boolean) => (() => void) | undefined,
): void {
  const latest = useLatest(commandOf);
  useEffect(() => {
    if (!shell) return;
    const handleKey = (event: KeyboardEvent) => {
      // While the page shows a modal dialog of its own, nothing else on it can be used, the dock included.
      if (event.defaultPrevented || event.isComposing || document.querySelector(':modal')) return;
      const command = latest.current(event, isTypingOutside(event, shell.host));
      if (!command) return;
      event.preventDefault();
      command();
    };
    document.addEventListener('keydown', handleKey);
    return () => document.removeEventListener('keydown', handleKey);
  }, [shell, latest]);
}

/** Whether the dock is the one that is meant where several could be. One with the focus in it is, too. */
const isFirst = (host: HTMLElement) => [document.querySelector(hostTag), document.activeElement].includes(host);

/** A key pressed inside the dock, or with the focus nowhere in particular. */
const concernsDock = (event: KeyboardEvent, host: HTMLElement) => {
  const path = event.composedPath();
  return path.includes(host) || path[0] === document.body || path[0] === document.documentElement;
};
