/** Fires the events about visible changes. They fire after rendering, so that a handler finds the page as the event describes it. */
import type { ComposerFocus } from './commands/composer-focus.ts';
import type { Emit } from './dock-events.ts';
import type { DockView } from './dock-store.ts';

interface Announcer {
  /** Call after `view` has been rendered. */
  drawn(view: DockView): void;
  /** Call before an opening that the visitor did not ask for, such as a restored one: it does not move the focus. */
  restoring(): void;
}

/** @param first The first view. Only its theme is announced. */
export function createAnnouncer(first: DockView, emit: Emit, focus: ComposerFocus): Announcer {
  let before = first;
  let isRestoring = false;
  let lastSent = '';

  return {
    restoring() {
      isRestoring = true;
    },
    drawn(view) {
      const { isOpen, isFullscreen, unread, memory, theme, scheme, options } = view;
      const past = before;
      before = view;
      if (past.isOpen !== isOpen) {
        // Update a remembered open state that the page has changed. Without one, remember nothing: the visitor did nothing.
        if (memory.read().isOpen !== undefined && options.layout !== 'inline') memory.write({ isOpen });
        if (isOpen) focus.opened(isRestoring);
        isRestoring = false;
        emit(isOpen ? 'open' : 'close');
      }
      if (past.isFullscreen !== isFullscreen) emit('fullscreen', { isFullscreen });
      if (past.unread !== unread) emit('unread', { count: unread });
      if (lastSent === `${theme} ${scheme}`) return;
      lastSent = `${theme} ${scheme}`;
      emit('theme', { theme, scheme });
    },
  };
}
