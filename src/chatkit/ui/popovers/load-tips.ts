/** Loads the tooltips after the chat has opened. */
import { whenIdle } from '../loading/when-idle.ts';

/** Tooltips are needed once a pointer rests on a control. They load at the latest after this many milliseconds. */
const WITHIN_MS = 2000;

/** `placeOf` returns the element with the controls; null if it was removed. */
export const loadTips = (placeOf: () => HTMLElement | null): (() => void) =>
  whenIdle(() => {
    import('../loading/input.ts').then(
      ({ showTips }) => {
        const place = placeOf();
        if (place) showTips(place);
      },
      () => undefined, // the controls still have their accessible names
    );
  }, WITHIN_MS);
