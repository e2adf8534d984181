/** The keyboard: Esc takes away what is on top, shortcuts toggle the panel and fullscreen. */
import { useEffect } from 'react';
import { useChatWidget, useSetup } from './DockContext.tsx';
import { isTypingOutside, matchesKeys } from './keys.ts';
import { widgetOptions } from './options.ts';
import { useLatest } from './use-controlled.ts';

/** Something that Esc takes away. */
export interface Layer {
  isOpen: boolean;
  close(): void;
}

/** `layers` from the top down. */
export function usePanelKeys(layers: readonly Layer[]): void {
  const { shell, options } = useSetup();
  const widget = useChatWidget();
  const latest = useLatest({ options, widget, layers });

  useEffect(() => {
    const { host } = shell;
    const handleKey = (event: KeyboardEvent) => {
      const { options, widget, layers } = latest.current;
      if (event.defaultPrevented || event.isComposing) return;
      const isTypedElsewhere = isTypingOutside(event, host);
      // Keys that the owner chose count everywhere; our own choice must not take a key from the page's fields.
      const isChosen = options.shortcut !== widgetOptions.shortcut.fallback;
      if (matchesKeys(event, options.shortcut) && (isChosen || !isTypedElsewhere)) {
        event.preventDefault();
        widget.toggle();
      } else if (!widget.isOpen || isTypedElsewhere) {
        return;
      } else if (options.fullscreen && matchesKeys(event, options.fullscreenShortcut)) {
        event.preventDefault();
        widget.fullscreen(!widget.isFullscreen);
      } else if (event.key === 'Escape' && options.esc && concernsDock(event, host)) {
        event.preventDefault();
        layers.find((layer) => layer.isOpen)?.close();
      }
    };
    document.addEventListener('keydown', handleKey);
    return () => document.removeEventListener('keydown', handleKey);
  }, [shell, latest]);
}

/** A key pressed inside the dock, or with the focus nowhere in particular. */
const concernsDock = (event: KeyboardEvent, host: HTMLElement) => {
  const path = event.composedPath();
  return path.includes(host) || path[0] === document.body || path[0] === document.documentElement;
};
