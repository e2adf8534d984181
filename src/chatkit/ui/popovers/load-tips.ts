/** Loads the tooltips when opening the chat is over. */
import { whenIdle } from '../loading/when-idle.ts';

/** They matter when a pointer has rested, and come at the latest after this many milliseconds. */
const WITHIN_MS = 2000;

/** `placeOf` gives the element that has the controls; null if it is gone. */
export const loadTips = (placeOf: () => HTMLElement | null): (() => void) =>
  whenIdle(() => {
    import('./tooltip.ts').then(
      ({ showTips }) => {
        const place = placeOf();
        if (place) showTips(place);
      },
      () => undefined, // the controls have their names
    );
  }, WITHIN_MS);
