/** Returns the focus to its previous element when the panel closes. The open command moves it into the composer. */
import { useLayoutEffect, useRef, type RefObject } from 'react';
import { deepActiveElement } from '../../commands/composer-focus.ts';
import { showOpen } from '../shell-state.ts';
import { useSetup } from '../DockContext.tsx';

export function useFocusTravel(panel: RefObject<HTMLElement | null>, isOpen: boolean): void {
  const { shell } = useSetup();
  const cameFrom = useRef<Element | null>(null);
  const wasOpen = useRef(false);

  useLayoutEffect(() => {
    // Some modal dialogs of pages move the focus back when it leaves them. Hide the dock's focus events from them, or
    // visitors could not type here.
    const { frame } = shell;
    const keep = (event: Event) => event.stopPropagation();
    frame.addEventListener('focusin', keep);
    return () => frame.removeEventListener('focusin', keep);
  }, [shell]);

  useLayoutEffect(() => {
    if (wasOpen.current === isOpen) return;
    wasOpen.current = isOpen;
    if (isOpen) {
      cameFrom.current = deepActiveElement();
      return;
    }
    const active = document.activeElement;
    // If the visitor has moved the focus to the page, leave it there.
    if (active !== shell.host && active !== document.body && active !== null) return;
    const back = cameFrom.current;
    const target =
      back instanceof HTMLElement && back !== document.body && back.isConnected && !panel.current?.contains(back)
        ? back
        : shell.launcher.button;
    // The launcher is still hidden here: React updates it after this effect.
    showOpen(shell, false);
    target.focus({ preventScroll: true });
  }, [isOpen, shell, panel]);
}
