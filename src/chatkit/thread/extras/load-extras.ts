/** Loads `extras.ts`, and code that later messages may need, once a conversation is idle. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useChat } from '../../ui/chat.ts';
import { loadLater } from '../../ui/loading/load-later.ts';
import { whenIdle } from '../../ui/loading/when-idle.ts';
import { markdownNow } from '../messages/markdown-reader.ts';
import type * as Extras from './extras.ts';

export type ThreadExtras = typeof Extras;

/** They load within this many milliseconds after an answer has ended. */
const WITHIN_MS = 500;

let loaded: ThreadExtras | null = null;

/** The extras of the thread in `place`, or null before they are loaded. After a failure, the end of the next answer tries again. */
export function useExtras(isAtRest: boolean, place: RefObject<HTMLElement | null>): ThreadExtras | null {
  const chat = useChat();
  const [, redraw] = useState(loaded);
  const extras = loaded;
  useEffect(() => {
    if (!isAtRest || loaded) return;
    return whenIdle(() => {
      chat.prepareRequests();
      markdownNow()
        ?.rareSyntax.load()
        .catch(() => undefined); // a text that needs it tries again
      Promise.all([import('./extras.ts'), loadLater()]).then(
        ([extras]) => {
          loaded = extras;
          redraw(extras);
        },
        () => undefined, // the conversation works without the extras
      );
    }, WITHIN_MS);
  }, [isAtRest]);
  useEffect(() => {
    if (extras && place.current) return extras.watchImages(chat, place.current);
  }, [extras, chat, isAtRest]);
  if (extras) chat.adoptStyles(extras.css);
  return extras;
}
