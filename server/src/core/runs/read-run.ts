/** Exposes a run as an async iterable of events. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { RequestContext } from '../context.ts';
import type { Run } from './run.ts';

/** Starts the run on the first read and pauses it until each event has been read. Leaving the loop early stops it. */
export async function* readRun<Context extends RequestContext>(
  run: Run<Context>,
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  const queue: string[] = [];
  let ended = false;
  let wakeReader: (() => void) | undefined;
  let releaseRun: (() => void) | undefined;
  const leave = run.subscribe({
    event(json) {
      queue.push(json);
      wakeReader?.();
      return new Promise<void>((resolve) => (releaseRun = resolve));
    },
    end() {
      ended = true;
      wakeReader?.();
    },
  });
  void run.start();
  try {
    for (;;) {
      for (let json = queue.shift(); json !== undefined; json = queue.shift()) {
        // The run created this line from validated events.
        yield JSON.parse(json) as ThreadStreamEvent;
        releaseRun?.();
      }
      if (ended) return;
      await new Promise<void>((resolve) => (wakeReader = resolve));
    }
  } finally {
    leave();
    run.stop();
    releaseRun?.();
  }
}
