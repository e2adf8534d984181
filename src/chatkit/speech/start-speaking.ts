/** Remembers what happens until the announcements for screen readers have loaded, so that nothing goes unannounced. */
import { isResponding, type ChatState } from '../state/chat-state.ts';
import type { Store } from '../state/store.ts';
import { loadAnswerTexts } from '../ui/loading/load-later.ts';
import { loadSpeech } from './load-speech.ts';

/** The shortest time from a failure to the next attempt to load, in milliseconds. */
const AGAIN_AFTER_MS = 5000;

/** Announces what happens from now on, through `announce`. Returns a function that ends it. */
export function startSpeaking(
  store: Store<ChatState>,
  announce: (text: string) => void,
  load: typeof loadSpeech = loadSpeech,
): () => void {
  let missed = [store.get()];
  let isOver = false;
  let isLoading = false;
  let failedAt = -Infinity;

  const tryToLoad = () => {
    if (isLoading || performance.now() - failedAt < AGAIN_AFTER_MS) return;
    isLoading = true;
    Promise.all([load(), loadAnswerTexts()]).then(
      ([{ speakAnswers }]) => {
        if (isOver) return;
        stop();
        stop = speakAnswers(store, announce, missed);
      },
      () => {
        isLoading = false;
        failedAt = performance.now(); // the next change after a while tries again
      },
    );
  };
  let stop = store.subscribe(() => {
    missed = withState(missed, store.get());
    tryToLoad();
  });
  tryToLoad();
  return () => {
    isOver = true;
    stop();
  };
}

/** Adds a state if a turn begins or ends in it, a message is sent or an answer is stopped. Drops the turns before the last. */
function withState(missed: readonly ChatState[], state: ChatState): ChatState[] {
  const last = missed.at(-1);
  if (!last) return [state];
  const responding = isResponding(state);
  if (responding && !isResponding(last)) return [last, state];
  const isSame =
    responding === isResponding(last) &&
    state.thread.optimisticId === last.thread.optimisticId &&
    state.stoppedAfter === last.stoppedAfter;
  return isSame ? [...missed] : [...missed, state];
}
