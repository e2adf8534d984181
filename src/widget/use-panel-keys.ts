/** The keyboard: Esc takes away what is on top, shortcuts toggle the panel and fullscreen. */
import { useEffect } from 'react';
import { useChatWidget, useSetup } from './DockContext.tsx';
import { isTypingOutside, matchesKeys } from './keys.ts';
import { widgetOptions } from './options.ts';
import { hostTag } from './shell.ts';
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
      // While the page shows a modal dialog of its own, nothing else on it can be used, the dock included.
      if (event.defaultPrevented || event.isComposing || document.querySelector(':modal')) return;
      const isTypedElsewhere = isTypingOutside(event, host);
      // Keys that the owner chose count everywhere; our own choice is the first dock's, and takes no key from the page's fields.
      const isOurs = options.shortcut !== widgetOptions.shortcut.fallback || (!isTypedElsewhere && isFirst(host));
      if (matchesKeys(event, options.shortcut) && isOurs) {
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

/** Whether the dock is the one that is meant where several could be. One with the focus in it is, too. */
const isFirst = (host: HTMLElement) => [document.querySelector(hostTag), document.activeElement].includes(host);

/** A key pressed inside the dock, or with the focus nowhere in particular. */
const concernsDock = (event: KeyboardEvent, host: HTMLElement) => {
  const path = event.composedPath();
  return path.includes(host) || path[0] === document.body || path[0] === document.documentElement;
};
