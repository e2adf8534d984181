/**
 * Calls back in the next frame, or after a short delay on a hidden page, which has no frames. Returns a function that
 * cancels.
 */
export function nextFrame(draw: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(draw, 50);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(draw);
  return () => cancelAnimationFrame(frame);
}
