/** Loads the code that the first message needs before it is sent. */
import type { ChatState } from '../state/chat-state.ts';
import type { Store } from '../state/store.ts';
import { loadSpeech } from '../speech/load-speech.ts';
import { loadAnswerTexts } from '../ui/loading/load-later.ts';
import { whenIdle } from '../ui/loading/when-idle.ts';
import { loadMarkdown, warmUpSteps } from './messages/markdown-reader.ts';

/** The message list. Typing the first message does not need it. */
export const loadThreadView = () => import('./Thread.tsx').then(({ Thread }) => Thread);

/** The message list is loaded at the latest after this many milliseconds. */
const LIST_WITHIN_MS = 500;
/** Work that runs while the visitor writes waits for a pause, but no longer than this. */
const PAUSE_WITHIN_MS = 3000;

/**
 * Loads the message list as soon as the chat is drawn, because it shows the sent message even if nothing can be fetched later. Loads
 * the Markdown renderer when the visitor begins to write, which leaves seconds until an answer. Returns a function that cancels
 * what has not started.
 */
export function prefetchThread({ get, subscribe }: Store<ChatState>): () => void {
  const ignoreFailure = () => undefined; // the view that needs the code retries and reports it
  let isOff = false;
  const callOffList = whenIdle(() => {
    Promise.all([loadThreadView(), loadAnswerTexts(), loadSpeech()]).catch(ignoreFailure);
  }, LIST_WITHIN_MS);
  let callOff = () => {};
  /** Runs each step in a separate idle period. */
  const inSteps = ([step, ...rest]: readonly (() => void)[]) => {
    if (!step || isOff) return;
    callOff = whenIdle(() => {
      step();
      inSteps(rest);
    }, PAUSE_WITHIN_MS);
  };
  const stopListening = subscribe(() => {
    if (get().composer.content.length === 0) return;
    stopListening();
    callOff = whenIdle(
      () => loadMarkdown().then((reader) => inSteps(warmUpSteps(reader)), ignoreFailure),
      PAUSE_WITHIN_MS,
    );
  });
  return () => {
    isOff = true;
    stopListening();
    callOffList();
    callOff();
  };
}
