/**
 * While the panel covers the page, makes it a modal dialog of the browser: the page behind it is inert, also for screen
 * readers and find-in-page. No element of the page changes, and the browser ends it if the panel leaves the document.
 */
import type { RefObject } from 'react';
import { deepActiveElement } from '../../commands/composer-focus.ts';
import { useLayoutEffect } from '../../hooks/use-layout-effect.ts';
import { useSetup } from '../DockContext.tsx';

const FOCUS_EVENTS = ['focus', 'focusin', 'blur', 'focusout'];

const hide = (event: Event) => event.stopPropagation();

export function useModal(panel: RefObject<HTMLElement | null>, isModal: boolean): void {
  const { shell, dock } = useSetup();
  useLayoutEffect(() => {
    const dialog = panel.current;
    const canBeModal = dialog instanceof HTMLDialogElement;
    // Without a style sheet, as in jsdom, a dialog that is not open is hidden.
    if (canBeModal) dialog.toggleAttribute('open', !isModal);
    if (!isModal || !dialog) return;
    const { root } = shell;
    const life = new AbortController();
    // Every element that can have the focus has this method.
    const focus = (element: Element | null) => (element as HTMLElement | null)?.focus({ preventScroll: true });
    /** Keeps the focus, which the browser moves, and hides the move from the listeners in the dock. */
    const keepFocus = (change: () => void) => {
      for (const name of FOCUS_EVENTS) root.addEventListener(name, hide, true);
      // When the dialog closes, the browser focuses what had the focus when it opened.
      if (!dialog.matches(':focus-within')) focus(dialog);
      const active = deepActiveElement();
      change();
      focus(active);
      for (const name of FOCUS_EVENTS) root.removeEventListener(name, hide, true);
    };
    const show = () => {
      // In a frame, the browser would take the focus from the page around it.
      if (!canBeModal || !dialog.isConnected || dialog.matches(':modal') || !document.hasFocus()) return;
      keepFocus(() => {
        dialog.removeAttribute('open');
        dialog.showModal();
      });
    };
    show();
    // An element that is moved in the document is no longer modal.
    const moves = new MutationObserver(show);
    moves.observe(document, { childList: true, subtree: true });
    addEventListener('focus', show, life);
    import('./act-as-modal.ts').then(
      ({ actAsModal }) => actAsModal(dialog, dock.commands.close, life.signal),
      () => {}, // Esc and the close button work without it
    );
    return () => {
      life.abort();
      moves.disconnect();
      if (canBeModal && dialog.matches(':modal')) keepFocus(() => dialog.close());
    };
  }, [panel, isModal, shell, dock]);
}
