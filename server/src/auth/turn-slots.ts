/** Limits on simultaneous turns: each running turn takes a slot of its user, of its address and of the process. */
import type { HttpError } from '../core/errors.ts';
import type { Leave } from '../core/http/endpoint.ts';
import { refusal } from './refusal.ts';
import type { AcquireSharedSlot } from './shared-slots.ts';

const BUSY_SECONDS = 5;

interface SlotRule {
  readonly limit: number;
  readonly refuse: () => HttpError;
  /** Makes the key unique among all processes; undefined for the limit of one process. */
  readonly shared?: string;
}

/** Each is a number of turns at the same time; 0 for no limit. */
interface SlotLimits {
  readonly streamsPerUser: number;
  readonly streamsPerAddress: number;
  readonly streams: number;
}

/** The limits of a user, of an address and of this process, in the order of the keys of a slot. */
export const slotRules = ({ streamsPerUser, streamsPerAddress, streams }: SlotLimits): SlotRule[] => [
  {
    limit: streamsPerUser,
    shared: 'user',
    refuse: () =>
      refusal(
        429,
        'too_many_streams',
        'You have other answers in progress. Wait for one to finish, or stop it.',
        BUSY_SECONDS,
      ),
  },
  {
    limit: streamsPerAddress,
    shared: 'address',
    refuse: () =>
      refusal(
        429,
        'too_many_streams',
        'Too many answers are in progress on your network. Try again in a few seconds.',
        BUSY_SECONDS,
      ),
  },
  {
    limit: streams,
    refuse: () => refusal(503, 'busy', 'This chat is very busy right now. Try again in a few seconds.', BUSY_SECONDS),
  },
];

/** Takes one slot under each rule, with the key at the same index. Returns a function that releases them once. */
export function createSlots(
  rules: readonly SlotRule[],
  acquireShared: AcquireSharedSlot | undefined,
): (keys: readonly string[]) => Promise<Leave> {
  const acquireOwn = createOwnSlots(rules);
  const shared = rules.flatMap((rule, index) => (rule.shared === undefined ? [] : [{ ...rule, index }]));
  return async (keys) => {
    const leave = acquireOwn(keys);
    const acquired = await acquireShared?.(
      shared.map(({ shared: name, limit, index }) => ({ key: `${name}:${keys[index]}`, limit })),
    );
    if (typeof acquired === 'number') {
      leave();
      throw (shared[acquired] ?? shared[0])?.refuse();
    }
    return () => {
      leave();
      acquired?.();
    };
  };
}

/** The running turns of this process. */
function createOwnSlots(rules: readonly SlotRule[]): (keys: readonly string[]) => Leave {
  const running = rules.map(() => new Map<string, number>());
  return (keys) => {
    const slots = rules.flatMap(({ limit, refuse }, index) => {
      const key = keys[index];
      const counts = running[index];
      return key === undefined || counts === undefined ? [] : [{ key, counts, limit, refuse }];
    });
    for (const { key, counts, limit, refuse } of slots)
      if (limit > 0 && (counts.get(key) ?? 0) >= limit) throw refuse();
    for (const { key, counts } of slots) counts.set(key, (counts.get(key) ?? 0) + 1);
    return () => {
      for (const { key, counts } of slots.splice(0)) {
        const left = (counts.get(key) ?? 1) - 1;
        if (left > 0) counts.set(key, left);
        else counts.delete(key);
      }
    };
  };
}
