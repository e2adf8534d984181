/** What the visitor has typed and not sent, as text: remembered, and put back into the next chat. */
import type { ChatQueue } from '../../engine/chat-queue.ts';
import type { Visit } from '../dock-state.ts';
import type { Memory } from '../persistence.ts';

export interface Draft {
  /** The visitor typed; the text is written a moment later. */
  type(text: string): void;
  /** The composer has been emptied by sending. */
  clear(): void;
  /** Puts the draft back into a chat that has just become ready. */
  restore(): void;
  /** Somebody who signs in takes along what they have typed so far; anybody else does not get the text of the person before. */
  changeVisit(before: Visit, visit: Visit): void;
  /** Writes what is still to be written: the page is going, or the dock leaves it. */
  flush(): void;
}

const writeAfterMs = 300;

/** @param memory Gives the newest memory: another person has another one. */
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
      timer = setTimeout(write, writeAfterMs);
    },
    clear() {
      if (!read()) return;
      text = '';
      write();
    },
    restore() {
      const draft = read();
      // Our own element has put its drafts back by itself, each into its own conversation.
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
