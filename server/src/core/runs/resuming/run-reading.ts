/** Reads a turn for one reader: from the memory of this process, or from the shared log of another one. */
import type { EventWriter } from '../event-writer.ts';
import { type EventBatch, runGone, type BatchHandler, type ReportedOutcome } from './run-buffer.ts';
import { type LocalRun, watchDetached } from './local-run.ts';
import type { RunRecord, RunRegistry } from './run-registry.ts';
import { HttpError } from '../../errors.ts';

export interface RunReading {
  readonly runId: string;
  readonly threadId: string;
  /** Present when this request began the turn: resolves when the turn is over. */
  readonly settled?: Promise<void> | undefined;
  /** Passes the events to `handle` until the turn ends or `signal` is aborted. */
  read(handle: BatchHandler, signal: AbortSignal): Promise<void>;
  /** Undefined as long as the turn runs. */
  outcome(): ReportedOutcome | undefined;
}

/** The maximum number of readers, for the open tabs of one visitor. More would only use memory. */
const MAX_READERS = 16;

export function localReading(local: LocalRun, after: number): RunReading {
  const { runId, threadId, buffer } = local;
  if (local.readers >= MAX_READERS)
    throw new HttpError(
      429,
      'too_many_readers',
      'This answer is open in too many tabs or devices. Close some of them.',
      {
        headers: { 'retry-after': '5' },
      },
    );
  return {
    runId,
    threadId,
    outcome: () => buffer.outcome,
    async read(handle, signal) {
      local.readers += 1;
      clearTimeout(local.detached);
      try {
        await buffer.read(after, handle, signal);
      } finally {
        local.readers -= 1;
        watchDetached(local);
      }
    },
  };
}

/** Asks the process that runs the turn for its events, and reads them from the shared log. */
export function readRemote(registry: RunRegistry, { runId, threadId }: RunRecord, after: number): RunReading {
  let outcome: ReportedOutcome | undefined;
  return {
    runId,
    threadId,
    outcome: () => outcome,
    async read(handle, signal) {
      await registry.follow(runId);
      const watch = registry.watch(runId);
      let next = after + 1;
      let isLogged = false;
      let received: EventBatch[] | null = null;
      try {
        while (!signal.aborted) {
          // The missed events are in the log.
          if (received && (received[0]?.first ?? 0) > next) received = null;
          // Check this before reading, because everything that a finished turn has logged is then in the log.
          const run = received ? undefined : await registry.find(runId);
          for (const { first, events } of received ?? (await registry.readLog(runId, next - 1))) {
            if (first > next && next > 1) throw runGone();
            isLogged = true;
            const fresh = events.slice(Math.max(next - first, 0));
            if (fresh.length > 0) await handle({ first: Math.max(first, next), events: fresh });
            if (signal.aborted) return;
            next = Math.max(next, first + events.length);
          }
          if (!received && run?.outcome !== null) {
            outcome = run?.outcome ?? 'incomplete';
            if (outcome === 'cancelled' && run?.isDeleted === true) outcome = 'deleted';
            // The turn ended before its process had noticed this reader.
            if (!isLogged && outcome !== 'incomplete') throw runGone();
            return;
          }
          received = await watch.wait();
        }
      } finally {
        watch.close();
      }
    },
  };
}

/** Writes a turn's events to a connection until the turn ends or the connection does. */
export async function pump(reading: RunReading, writer: EventWriter, signal: AbortSignal): Promise<void> {
  writer.mark(reading.runId);
  try {
    await reading.read(({ first, events }) => writer.events(first, events), signal);
    writer.end(reading.outcome());
  } catch {
    // The reader fell behind the buffer, or the store cannot be read: without an end mark the client asks again.
    writer.end();
  }
}
