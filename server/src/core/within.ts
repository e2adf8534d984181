/** Waits for `work`, but at most `ms`; after that, returns or throws what `late` does. The work itself continues. */
export async function within<Result, Late>(
  ms: number,
  work: Promise<Result>,
  late: () => Late,
): Promise<Result | Late> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A process that was held up itself runs timers before it reads what has arrived meanwhile; the second timer is for that.
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(() => (timer = setTimeout(resolve)), ms);
  }).then(late);
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
