/** Loads the code that the first message needs before it is sent. */
import { loadLater } from '../ui/load-later.ts';
import { whenIdle } from '../ui/when-idle.ts';
import { loadMarkdown, rehearse } from './markdown-reader.ts';

/** The message list. Typing the first message does not need it. */
export const loadThreadView = () => import('./Thread.tsx').then(({ Thread }) => Thread);

/**
 * Loads the message list at once, because it shows the sent message even if nothing can be fetched later. Loads the
 * Markdown renderer when the page is idle. Returns a function that cancels what has not started.
 */
export function prefetchThread(): () => void {
  const ignoreFailure = () => undefined; // the view that needs the code retries and reports it
  void Promise.all([loadThreadView(), loadLater()]).catch(ignoreFailure);
  let isOff = false;
  const start = () =>
    loadMarkdown().then((reader) => isOff || (callOff = whenIdle(() => rehearse(reader), 5000)), ignoreFailure);
  let callOff = whenIdle(() => void start(), 3000);
  return () => {
    isOff = true;
    callOff();
  };
}
