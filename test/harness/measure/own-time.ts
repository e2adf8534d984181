/** How long something takes on a busy machine: without the time in which this process could not run. */

const TICK_MS = 10;
/** Timers are late by as much on an idle machine. */
const USUAL_DELAY_MS = 5;

/** Waits for a promise. `ms` leaves out the delays of a timer that runs meanwhile; on an idle machine it has none. */
export async function timed<Result>(promise: Promise<Result>): Promise<{ result: Result; ms: number }> {
  const started = performance.now();
  let last = started;
  let lost = 0;
  const tick = () => {
    const now = performance.now();
    lost += Math.max(0, now - last - TICK_MS - USUAL_DELAY_MS);
    last = now;
  };
  const timer = setInterval(tick, TICK_MS);
  try {
    const result = await promise;
    tick();
    return { result, ms: performance.now() - started - lost };
  } finally {
    clearInterval(timer);
  }
}
