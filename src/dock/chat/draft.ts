/** Saves the text that the visitor typed and did not send, and restores it in the next chat. */
import type { ChatQueue } from '../../engine/chat-queue.ts';
import type { Visit } from '../dock-state.ts';
import type { Memory } from '../persistence.ts';

export interface Draft {
  /** Call when the visitor types. The text is saved after a short delay. */
  type(text: string): void;
  /** Whether the visitor has typed something on this page and not sent it. */
  hasText(): boolean;
  /** Call when sending has emptied the composer. */
  clear(): void;
  /** Restores the draft in a chat that has just become ready. */
  restore(): void;
  /** Call when the user changes. A visitor who signs in keeps the draft; for another user it is dropped. */
  changeVisit(before: Visit, visit: Visit): void;
  /** Saves pending text now. Call before the page unloads or the dock is removed. */
  flush(): void;
}

const WRITE_AFTER_MS = 300;

/** @param memory Returns the current memory. Each user has their own. */
export function createDraft(memory: () => Memory, queue: ChatQueue): Draft {
  let text: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = () => (text ??= memory().read().draft ?? '');
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const write = () => {
    cancel();
    memory().write({ draft: text || undefined });
  };

  return {
    type(typed) {
      text = typed;
      cancel();
      timer = setTimeout(write, WRITE_AFTER_MS);
    },
    hasText: () => Boolean(text),
    clear() {
      if (!read()) return;
      text = '';
      write();
    },
    restore() {
      const draft = read();
      // The self-hosted element restores its own drafts, one per conversation.
      if (draft && !memory().read().drafts) queue.run((chat) => chat.setComposerValue({ text: draft }));
    },
    changeVisit(before, visit) {
      cancel();
      const takesAlong = before.identity === undefined && visit.identity !== undefined && text;
      if (takesAlong) write();
      else text = null;
    },
    flush: () => timer !== undefined && write(),
  };
}
