/** Where the focus goes: back to where it came from when the panel closes. Into the composer it goes by the open command. */
import { useLayoutEffect, useRef, type RefObject } from 'react';
import { deepActiveElement } from '../composer-focus.ts';
import { showOpen } from './shell-state.ts';
import { useSetup } from './DockContext.tsx';

export function useFocusTravel(panel: RefObject<HTMLElement | null>, isOpen: boolean): void {
  const { shell } = useSetup();
  const cameFrom = useRef<Element | null>(null);
  const wasOpen = useRef(false);

  useLayoutEffect(() => {
    // A dialog of the page that takes back every focus it sees elsewhere must not see ours: one could not write beside it.
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
    // Somebody who has moved on to the page keeps their place there.
    if (active !== shell.host && active !== document.body && active !== null) return;
    const back = cameFrom.current;
    const target =
      back instanceof HTMLElement && back !== document.body && back.isConnected && !panel.current?.contains(back)
        ? back
        : shell.launcher.button;
    // The launcher is hidden until it is told; React tells it after this.
    showOpen(shell, false);
    target.focus({ preventScroll: true });
  }, [isOpen, shell, panel]);
}
