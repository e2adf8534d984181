/**
 * Waits for `work` for at most `ms`. After that, returns the result of `late` or throws its error. The work itself
 * continues.
 */
export async function within<Result, Late>(
  ms: number,
  work: Promise<Result>,
  late: () => Late,
): Promise<Result | Late> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A process that was blocked runs its timers before it reads the data that has arrived meanwhile, so wait for a
  // second timer.
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(() => (timer = setTimeout(resolve)), ms);
  }).then(late);
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
