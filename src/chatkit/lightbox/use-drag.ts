/** Moves a scrolling box by dragging with the mouse. Fingers scroll it themselves. */
import { useEffect } from 'preact/hooks';

export function useDrag(place: { current: HTMLElement | null }): void {
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const listening = new AbortController();
    const { signal } = listening;
    let isDown = false;
    box.addEventListener(
      'pointerdown',
      ({ pointerType, button, pointerId }) => {
        if (
          pointerType !== 'mouse' ||
          button !== 0 ||
          box.scrollWidth + box.scrollHeight <= box.clientWidth + box.clientHeight
        )
          return;
        isDown = true;
        box.setPointerCapture(pointerId);
      },
      { signal },
    );
    box.addEventListener(
      'pointermove',
      ({ movementX, movementY }) => isDown && box.scrollBy({ left: -movementX, top: -movementY, behavior: 'instant' }),
      { signal },
    );
    for (const end of ['pointerup', 'pointercancel']) box.addEventListener(end, () => (isDown = false), { signal });
    return () => listening.abort();
  }, []);
}
