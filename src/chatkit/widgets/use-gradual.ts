/** Draws a long list a piece at a time, so that no frame takes long. */
import { useLayoutEffect, useState } from 'preact/hooks';

/** The number of children drawn with each frame. */
const PER_FRAME = 100;

/** How many of `count` children to draw now. Grows with each frame until all are drawn. */
export function useGradual(count: number): number {
  const [drawn, setDrawn] = useState(PER_FRAME);
  // A layout effect, so that the next frame draws the next piece. A passive effect would skip every other frame.
  useLayoutEffect(() => {
    if (drawn >= count) return;
    const frame = requestAnimationFrame(() => setDrawn(drawn + PER_FRAME));
    return () => cancelAnimationFrame(frame);
  }, [drawn, count]);
  return Math.min(drawn, count);
}
