/** Decides when opening the panel moves the focus into the composer. */
import type { ChatQueue } from '../../engine/chat-queue.ts';

export interface ComposerFocus {
  /** Call when the panel is asked to open, including when it is already open. */
  opening(isOpen: boolean): void;
  /**
   * Call when the panel is visible, because a hidden element cannot take the focus. `isRestored`: the page reopened it,
   * not the visitor.
   */
  opened(isRestored: boolean): void;
}

/** @param mayFocus Whether the panel is open and the `focus` option lets opening move the focus. */
export function createComposerFocus(queue: ChatQueue, mayFocus: () => boolean): ComposerFocus {
  let isWished = false;
  const focus = () => {
    isWished = false;
    // The panel may have closed before the chat became ready.
    queue.run(async (chat) => mayFocus() && chat.focusComposer());
  };
  return {
    opening(isOpen) {
      isWished = mayTakeFocus();
      if (isWished && isOpen) focus();
    },
    opened(isRestored) {
      // The page opened the panel through its own state: treat that as the visitor's wish only after a recent user action.
      if (isWished || (!isRestored && navigator.userActivation?.isActive)) focus();
    },
  };
}

/** Whether the focus may move: not out of a field of the page, and not before the visitor has interacted with the page. */
function mayTakeFocus(): boolean {
  const { userActivation } = navigator;
  return (
    !userActivation ||
    userActivation.isActive ||
    (userActivation.hasBeenActive && !deepActiveElement()?.matches(':read-write, select'))
  );
}

/** The focused element, through shadow roots. */
export function deepActiveElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
