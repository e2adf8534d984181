/** The keyboard: Esc takes away what is on top, shortcuts toggle the panel and fullscreen. */
import { useEffect } from 'react';
import { useChatWidget, useSetup } from './DockContext.tsx';
import { isTypingOutside, matchesKeys } from './keys.ts';
import { useLatest } from './use-controlled.ts';

export function usePanelKeys(): void {
  const { shell, options } = useSetup();
  const widget = useChatWidget();
  const latest = useLatest({ options, widget });

  useEffect(() => {
    const { host } = shell;
    const handleKey = (event: KeyboardEvent) => {
      const { options, widget } = latest.current;
      if (event.defaultPrevented || event.isComposing) return;
      const typesElsewhere = isTypingOutside(event, host);
      if (matchesKeys(event, options.shortcut) && !typesElsewhere) {
        event.preventDefault();
        widget.toggle();
      } else if (!widget.isOpen || typesElsewhere) {
        return;
      } else if (matchesKeys(event, options.fullscreenShortcut)) {
        event.preventDefault();
        widget.fullscreen(!widget.isFullscreen);
      } else if (event.key === 'Escape' && options.esc && concernsDock(event, host)) {
        event.preventDefault();
        if (widget.isFullscreen) widget.fullscreen(false);
        else widget.close();
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
