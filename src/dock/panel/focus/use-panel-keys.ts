/** The keyboard inside an open panel: the fullscreen shortcut, and Esc, which closes the topmost layer. */
import { useLatest } from '../../hooks/use-latest.ts';
import { useLayoutEffect } from '../../hooks/use-layout-effect.ts';
import { isTypingOutside, matchesKeys } from '../../keys.ts';
import { useFact, useSetup } from '../DockContext.tsx';

/** Something that Esc closes. */
interface Layer {
  isOpen: boolean;
  close(): void;
}

/** @param layers The topmost layer first. */
export function usePanelKeys(layers: readonly Layer[]): void {
  const { dock, shell, options } = useSetup();
  const isOpen = useFact('isOpen');
  const isFullscreen = useFact('isFullscreen');
  const { host, root } = shell;

  /** The action of a key, if it has one. */
  const commandOf = (event: KeyboardEvent): (() => void) | undefined => {
    if (isTypingOutside(event, host)) return undefined;
    if (options.fullscreen && matchesKeys(event, options.fullscreenShortcut))
      return () => dock.commands.setFullscreen(!isFullscreen);
    return event.key === 'Escape' && options.esc && concernsDock(event, host)
      ? layers.find((layer) => layer.isOpen)?.close
      : undefined;
  };
  const latest = useLatest(commandOf);
  // A passive effect is cleaned up after the next paint. Until then, a closed panel would still take Esc from the page.
  useLayoutEffect(() => {
    if (!isOpen) return;
    const handleKey = (event: KeyboardEvent) => {
      // The store has closed the panel before the view is drawn.
      if (event.defaultPrevented || event.isComposing || !dock.get().isOpen) return;
      // While a modal dialog of the page is open, the rest of the page is inert, including the dock.
      if (document.querySelector(':modal')) return;
      const command = latest.current(event);
      if (!command) return;
      event.preventDefault();
      command();
    };
    const isShortcut = (event: KeyboardEvent) =>
      [dock.get().options.shortcut, dock.get().options.fullscreenShortcut].some((keys) => matchesKeys(event, keys));
    document.addEventListener('keydown', handleKey);
    import('../../../chatkit/ui/loading/input.ts').then(
      ({ keepKeys }) => keepKeys(host, root, isShortcut),
      () => {},
    );
    return () => document.removeEventListener('keydown', handleKey);
  }, [isOpen, latest, dock, host, root]);
}

/** Whether a key was pressed inside the dock, or while nothing had the focus. */
const concernsDock = (event: KeyboardEvent, host: HTMLElement) => {
  const path = event.composedPath();
  return path.includes(host) || path[0] === document.body || path[0] === document.documentElement;
};
