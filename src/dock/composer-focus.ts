/** When opening moves the focus into the composer. */
import type { ChatQueue } from '../engine/chat-queue.ts';

export interface ComposerFocus {
  /** The panel is asked to open, or to come forward if it is open. */
  opening(isOpen: boolean): void;
  /** The panel can be seen: what is hidden takes no focus. `isRestored`: the page opened it, not the visitor. */
  opened(isRestored: boolean): void;
}

/** @param mayFocus Whether the panel is open and the `focus` option lets opening move the focus. */
export function createComposerFocus(queue: ChatQueue, mayFocus: () => boolean): ComposerFocus {
  let isWished = false;
  const focus = () => {
    isWished = false;
    // The chat may be ready only after the panel has closed again.
    queue.run(async (chat) => mayFocus() && chat.focusComposer());
  };
  return {
    opening(isOpen) {
      isWished = mayTakeFocus();
      if (isWished && isOpen) focus();
    },
    opened(isRestored) {
      // A page that opens the panel by its own state does so for its visitor only if the visitor has just done something.
      if (isWished || (!isRestored && navigator.userActivation?.isActive)) focus();
    },
  };
}

/** The focus follows the visitor: it leaves no field that they type in, and it stays until they have done something on the page. */
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
