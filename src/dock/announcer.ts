/** Fires the events that tell what a page can see: after it is drawn, so that a handler finds the page as the event says. */
import type { ComposerFocus } from './composer-focus.ts';
import type { Emit } from './dock-events.ts';
import type { DockView } from './dock-store.ts';

export interface Announcer {
  /** `view` is on the page now. */
  drawn(view: DockView): void;
  /** The next opening restores what the visitor left, or what the page asked for: it takes no focus. */
  restoring(): void;
}

/** @param first What is drawn at the start, of which nothing is announced but its theme. */
export function createAnnouncer(first: DockView, emit: Emit, focus: ComposerFocus): Announcer {
  let before = first;
  let isRestoring = false;
  let toldTheme = '';

  return {
    restoring() {
      isRestoring = true;
    },
    drawn(view) {
      const { isOpen, isFullscreen, unread, memory, theme, scheme } = view;
      const past = before;
      before = view;
      if (past.isOpen !== isOpen) {
        // Correct what the visitor left by what the page has made of it; a page alone leaves nothing.
        if (memory.read().isOpen !== undefined) memory.write({ isOpen });
        if (isOpen) focus.opened(isRestoring);
        isRestoring = false;
        emit(isOpen ? 'open' : 'close');
      }
      if (past.isFullscreen !== isFullscreen) emit('fullscreen', { isFullscreen });
      if (past.unread !== unread) emit('unread', { count: unread });
      if (toldTheme === `${theme} ${scheme}`) return;
      toldTheme = `${theme} ${scheme}`;
      emit('theme', { theme, scheme });
    },
  };
}
