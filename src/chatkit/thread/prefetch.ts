/** Fetches what the first message needs, before it is sent. */
import { whenIdle } from '../ui/when-idle.ts';
import { loadMarkdown, rehearse } from './markdown-reader.ts';

/** The message list, which is not needed to type the first message. */
export const loadThreadView = () => import('./Thread.tsx').then(({ Thread }) => Thread);

/**
 * Fetches what the first message needs: its list at once, since it shows what was typed even when nothing can be sent
 * any more; the Markdown reader when the page has nothing better to do. Returns the way to call off what has not begun.
 */
export function prefetchThread(): () => void {
  const ignoreFailure = () => undefined; // whoever needs the part asks again, and says so
  void loadThreadView().catch(ignoreFailure);
  let isOff = false;
  const start = () =>
    loadMarkdown().then((reader) => isOff || (callOff = whenIdle(() => rehearse(reader), 5000)), ignoreFailure);
  let callOff = whenIdle(() => void start(), 3000);
  return () => {
    isOff = true;
    callOff();
  };
}
