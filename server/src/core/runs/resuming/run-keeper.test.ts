/** Running turns of this process: their leases, how long they may have no reader, and how long their events are kept. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../telemetry/log.ts';
import type { LocalRun } from './local-run.ts';
import { RunBuffer } from './run-buffer.ts';
import { RunKeeper } from './run-keeper.ts';
import { localReading } from './run-reading.ts';
import type { StopReason } from '../../telemetry/telemetry.ts';
import { LEASE_MS, MemoryRuns, type RunRecord } from './run-registry.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Records that several processes share, whose leases run out. */
class SharedRuns extends MemoryRuns {
  override readonly isShared: boolean = true;
  until = Date.now() + LEASE_MS;
  lost = 0;
  renewals = 0;
  override async renew(): Promise<boolean> {
    this.until = Date.now() + LEASE_MS;
    this.renewals += 1;
    return this.lost === 0;
  }
  override async expire(): Promise<RunRecord[]> {
    if (Date.now() <= this.until) return [];
    this.lost += 1;
    return [];
  }
}

function keep() {
  const runs = new SharedRuns();
  const keeper = new RunKeeper(runs, silentLog, async () => undefined);
  const [lose, stop] = [vi.fn<() => void>(), vi.fn<(reason?: StopReason) => void>()];
  const local = keeper.keep({ runId: 'run_1', threadId: 'thr_1', fence: 'fence', buffer: new RunBuffer() });
  local.run = { start: async () => undefined, stop, lose };
  keeper.watch();
  return { runs, keeper, local, lose, stop };
}

it.each([
  ['the machine sleeps for an hour', 60 * 60_000],
  ['the clock is set back by an hour', -60 * 60_000],
])('a turn keeps its lease when %s', async (_, jumpMs) => {
  const { runs, keeper, lose } = keep();
  await vi.advanceTimersByTimeAsync(20_000);
  vi.setSystemTime(Date.now() + jumpMs);
  // After a sleep, the order of a process's timers is random. Sweep first here.
  await keeper.sweep();
  const { renewals } = runs;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs.renewals - renewals).toBeGreaterThan(15);
  expect([runs.lost, lose.mock.calls.length]).toEqual([0, 0]);
  keeper.close();
});

/** Reads the turn until the returned function is called. */
function read(local: LocalRun) {
  const leaving = new AbortController();
  const ended = localReading(local, 0).read(() => undefined, leaving.signal);
  return async () => {
    leaving.abort();
    await ended;
  };
}

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

it('a turn is stopped when it has had no reader for ten minutes, and not while it has one', async () => {
  const { keeper, local, stop } = keep();
  await minutes(9);
  const leaves = [read(local), read(local)];
  await minutes(30);
  await leaves[0]?.();
  await minutes(11);
  await leaves[1]?.();
  await minutes(9);
  expect(stop).not.toHaveBeenCalled();
  await minutes(1);
  expect(stop.mock.calls).toEqual([['interrupted']]);
  keeper.close();
});

it('events are kept for a minute after the end, and nothing is stopped then', async () => {
  const { keeper, local, stop } = keep();
  local.buffer.append('{}');
  await keeper.finish(local, 'completed');
  await vi.advanceTimersByTimeAsync(59_000);
  expect(keeper.local('run_1')).toBe(local);
  await vi.advanceTimersByTimeAsync(1000);
  expect(keeper.local('run_1')).toBeUndefined();
  await minutes(11);
  expect(stop).not.toHaveBeenCalled();
  keeper.close();
});

it('a turn has at most sixteen readers; one that leaves makes room', async () => {
  const { keeper, local } = keep();
  const leaves = Array.from({ length: 16 }, () => read(local));
  expect(() => localReading(local, 0)).toThrow(expect.objectContaining({ status: 429, code: 'too_many_readers' }));
  await leaves[0]?.();
  leaves.push(read(local));
  for (const leave of leaves) await leave();
  expect(local.readers).toBe(0);
  keeper.close();
});
