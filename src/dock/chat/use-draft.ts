/** What the visitor has typed and not sent: remembered, and put back into the next chat. */
import { useCallback, useEffect, useRef } from 'react';
import type { ChatQueue } from '../../engine/chat-queue.ts';
import type { Memory } from '../persistence.ts';
import { useStable } from '../hooks/use-controlled.ts';
import type { Visit } from '../use-person.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';

export interface Draft {
  /** The composer has been emptied by sending. */
  clear(): void;
  /** Hears what is typed anywhere inside; only our own element lets itself be heard. */
  onInput(event: { nativeEvent?: Event } | Event): void;
  /** Puts the draft back into a chat that has just become ready. */
  restore(): void;
}

const writeAfterMs = 300;

/** Whoever signs in takes along what they have typed so far; anybody else does not get the last one's words. */
export function useDraft(queue: ChatQueue, memory: Memory, visit: Visit): Draft {
  const text = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const read = useStable(() => (text.current ??= memory.read().draft ?? ''));
  const keep = useCallback(() => memory.write({ draft: text.current || undefined }), [memory]);
  useEffect(
    () => () => {
      // The page is going: what was typed in the last moment counts too.
      if (timer.current !== undefined) {
        clearTimeout(timer.current);
        keep();
      }
    },
    [keep],
  );
  const writer = useRef(visit);
  useLayoutEffect(() => {
    const before = writer.current;
    if (before === visit) return;
    writer.current = visit;
    clearTimeout(timer.current);
    timer.current = undefined;
    const takesAlong = before.identity === undefined && visit.identity !== undefined && text.current;
    if (takesAlong) keep();
    else text.current = null;
  }, [visit, keep]);

  const onInput = useCallback(
    (event: { nativeEvent?: Event } | Event) => {
      const native = event instanceof Event ? event : event.nativeEvent;
      const typedIn = native?.composedPath()[0];
      if (!(typedIn instanceof HTMLElement) || !typedIn.closest('[role="textbox"], textarea')) return;
      text.current = typedIn instanceof HTMLTextAreaElement ? typedIn.value : typedIn.innerText.replace(/\n$/, '');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        timer.current = undefined;
        keep();
      }, writeAfterMs);
    },
    [keep],
  );

  const clear = useCallback(() => {
    if (!read()) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    text.current = '';
    keep();
  }, [read, keep]);

  const restore = useCallback(() => {
    const draft = read();
    // Our own element has put its drafts back by itself, each into its own conversation.
    if (draft && !memory.read().drafts) queue.run((chat) => chat.setComposerValue({ text: draft }));
  }, [read, memory, queue]);

  return { clear, onInput, restore };
}
