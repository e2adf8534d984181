/** Holds shared slots while turns run: takes, renews and releases them. */
import type { Leave } from '../core/http/endpoint.ts';
import type { ServerLog } from '../core/telemetry/log.ts';
import type { SlotKey, SlotLease, SlotLeases } from '../core/runs/slot-leases.ts';

/** How long the slots of a lost process stay taken. */
const LEASE_MS = 15_000;

/**
 * Takes a slot under every key. Returns the index of a key without a free slot, else the function that releases the
 * slots.
 */
export type AcquireSharedSlot = (keys: readonly SlotKey[]) => Promise<Leave | number>;

/**
 * If the leases cannot be reached, turns begin without being counted. Their slots are taken when the leases are
 * available again.
 */
export function shareSlots(leases: SlotLeases, log: ServerLog, forMs = LEASE_MS): AcquireSharedSlot {
  const runningLeases = new Set<SlotLease>();
  let renewing: ReturnType<typeof setInterval> | undefined;
  const attempt = async <Result>(work: Promise<Result>): Promise<Result | null> =>
    work.catch((err: unknown) => {
      log.warn({ err }, 'The shared slots cannot be reached, so each process counts its own turns.');
      return null;
    });
  const renew = () => {
    if (runningLeases.size > 0) return void attempt(leases.renew([...runningLeases]));
    clearInterval(renewing);
    renewing = undefined;
  };
  return async (keys) => {
    const lease = { id: crypto.randomUUID(), forMs, keys: keys.filter(({ limit }) => limit > 0) };
    if (lease.keys.length === 0) return () => undefined;
    const refused = await attempt(leases.acquire(lease));
    if (refused !== null) return keys.findIndex(({ key }) => key === lease.keys[refused]?.key);
    runningLeases.add(lease);
    renewing ??= setInterval(renew, forMs / 3).unref();
    return () => {
      if (runningLeases.delete(lease)) void attempt(leases.release(lease));
    };
  };
}
