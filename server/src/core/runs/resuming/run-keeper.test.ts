/** Leases of running turns while the clock or the machine does not go on evenly. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../telemetry/log.ts';
import { RunBuffer } from './run-buffer.ts';
import { RunKeeper } from './run-keeper.ts';
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
  const lose = vi.fn<() => void>();
  const local = keeper.keep({ runId: 'run_1', threadId: 'thr_1', fence: 'fence', buffer: new RunBuffer() });
  local.run = { start: async () => undefined, stop: () => undefined, lose };
  keeper.watch();
  return { runs, keeper, lose };
}

it.each([
  ['the machine sleeps for an hour', 60 * 60_000],
  ['the clock is set back by an hour', -60 * 60_000],
])('a turn keeps its lease when %s', async (_, jumpMs) => {
  const { runs, keeper, lose } = keep();
  await vi.advanceTimersByTimeAsync(20_000);
  vi.setSystemTime(Date.now() + jumpMs);
  // What a process does first after a sleep is a matter of chance.
  await keeper.sweep();
  const { renewals } = runs;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs.renewals - renewals).toBeGreaterThan(15);
  expect([runs.lost, lose.mock.calls.length]).toEqual([0, 0]);
  keeper.close();
});
