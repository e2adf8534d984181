/** The keyboard inside an open panel: a shortcut for fullscreen, and Esc takes away what is on top. */
import { useEffect } from 'react';
import { useLatest } from '../hooks/use-latest.ts';
import { isTypingOutside, matchesKeys } from '../keys.ts';
import { useFact, useSetup } from './DockContext.tsx';

/** Something that Esc takes away. */
export interface Layer {
  isOpen: boolean;
  close(): void;
}

/** `layers` from the top down. */
export function usePanelKeys(layers: readonly Layer[]): void {
  const { dock, shell, options } = useSetup();
  const isOpen = useFact('isOpen');
  const isFullscreen = useFact('isFullscreen');
  const { host } = shell;

  /** What a key does, if anything. */
  const commandOf = (event: KeyboardEvent): (() => void) | undefined => {
    if (isTypingOutside(event, host)) return undefined;
    if (options.fullscreen && matchesKeys(event, options.fullscreenShortcut))
      return () => dock.commands.setFullscreen(!isFullscreen);
    return event.key === 'Escape' && options.esc && concernsDock(event, host)
      ? layers.find((layer) => layer.isOpen)?.close
      : undefined;
  };
  const latest = useLatest(commandOf);
  useEffect(() => {
    if (!isOpen) return;
    const handleKey = (event: KeyboardEvent) => {
      // While the page shows a modal dialog of its own, nothing else on it can be used, the dock included.
      if (event.defaultPrevented || event.isComposing || document.querySelector(':modal')) return;
      const command = latest.current(event);
      if (!command) return;
      event.preventDefault();
      command();
    };
    document.addEventListener('keydown', handleKey);
    return () => document.removeEventListener('keydown', handleKey);
  }, [isOpen, latest]);
}

/** A key pressed inside the dock, or with the focus nowhere in particular. */
const concernsDock = (event: KeyboardEvent, host: HTMLElement) => {
  const path = event.composedPath();
  return path.includes(host) || path[0] === document.body || path[0] === document.documentElement;
};
