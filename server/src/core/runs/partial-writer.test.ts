import { applyUpdate } from '@chatdock/protocol/reducer/apply-update';
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { AssistantMessageItem } from '@chatdock/protocol/thread/items';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { message } from '../../../../test/harness/chat/chat-server.ts';
import { StoreUnavailableError } from '../errors.ts';
import { PartialWriter } from './partial-writer.ts';

afterEach(() => vi.useRealTimers());

const toDelta = (delta: string): ThreadItemUpdate => ({
  type: 'assistant_message.content_part.text_delta',
  content_index: 0,
  delta,
});

interface Write {
  at: number;
  kind: 'whole' | 'piece';
  number: number;
  length: number;
}

interface Plan {
  chars: number;
  canAppend?: boolean;
  pieceChars?: number;
  /** Whether a write at this moment fails. */
  fails?: (at: number) => boolean;
  /** How long the database takes for a write. */
  takesMs?: number;
}

/** Streams a text for a minute. Returns what was written when, and what the store has at the end. */
async function stream({ chars, canAppend = false, pieceChars, fails = () => false, takesMs = 0 }: Plan) {
  vi.useFakeTimers();
  const started = Date.now();
  const writes: Write[] = [];
  let item: AssistantMessageItem = message('thr_1', 'a', '');
  let whole = { item, number: 0 };
  const pieces = new Map<number, readonly ThreadItemUpdate[]>();
  /** The characters that a crash would not lose. */
  let safe = 0;
  let lostMs = 0;
  const write = async (kind: Write['kind'], number: number, written: object) => {
    const at = Date.now() - started;
    const { length } = item.content[0]?.text ?? '';
    if (fails(at)) throw new StoreUnavailableError('The database is down.');
    writes.push({ at, kind, number, length: JSON.stringify(written).length });
    if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
    safe = length;
  };
  const writer = new PartialWriter({
    everyMs: 200,
    message: () => item,
    pieceChars,
    onFailure: () => {},
    save: async (saved, number) => {
      await write('whole', number, saved);
      whole = { item: saved, number };
    },
    append: canAppend
      ? async (_id, number, updates) => {
          await write('piece', number, updates);
          pieces.set(number, updates);
        }
      : undefined,
  });
  const lengthAt = (step: number) => Math.round((chars * step) / 1200);
  for (let step = 1; step <= 1200; step += 1) {
    const update = toDelta('x'.repeat(lengthAt(step) - lengthAt(step - 1)));
    item = applyUpdate(item, update) as AssistantMessageItem; // a text changes no type
    writer.touch(item.id, update);
    await vi.advanceTimersByTimeAsync(50);
    let oldest = step;
    while (oldest > 0 && lengthAt(oldest) > safe) oldest -= 1;
    if (safe < lengthAt(step)) lostMs = Math.max(lostMs, (step - oldest) * 50);
  }
  await vi.advanceTimersByTimeAsync(2000);
  await writer.stop();
  const stored = [...pieces]
    .filter(([number]) => number > whole.number)
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, updates]) => updates)
    .reduce(applyUpdate, whole.item);
  return { writes, stored, item, lostMs };
}

const longestGapMs = (writes: readonly Write[]) =>
  Math.max(...writes.map(({ at }, index) => at - (writes[index - 1]?.at ?? 0)));
const charsOf = (writes: readonly Write[]) => writes.reduce((sum, { length }) => sum + length, 0);

describe('a store that accepts only whole items', () => {
  it('gets a short text every 200 ms', async () => {
    const { writes } = await stream({ chars: 1200 });
    expect(longestGapMs(writes)).toBeLessThanOrEqual(300);
  });

  it('gets a long text at least every second, and in all at most fifty times its length', async () => {
    const { writes } = await stream({ chars: 24_000 });
    expect(longestGapMs(writes)).toBeLessThanOrEqual(900);
    expect(charsOf(writes)).toBeLessThan(24_000 * 50);
  });
});

describe('a store that accepts text deltas', () => {
  it('gets each delta of a text once', async () => {
    const { writes, stored, item } = await stream({ chars: 24_000, canAppend: true });
    expect(stored).toEqual(item);
    expect(longestGapMs(writes)).toBeLessThanOrEqual(900);
    expect(writes.filter(({ kind }) => kind === 'whole')).toHaveLength(1);
    expect(charsOf(writes)).toBeLessThan(24_000 * 1.7);
  });

  it.each([0, 100, 200, 300, 400])(
    'loses at most a second with a crash when each write takes %i ms',
    async (takesMs) => {
      const { lostMs, stored, item } = await stream({ chars: 24_000, canAppend: true, takesMs });
      expect(lostMs).toBeGreaterThan(takesMs);
      expect(lostMs).toBeLessThanOrEqual(1000);
      expect(stored).toEqual(item);
    },
  );

  it('gets twice as much for a text twice as long', async () => {
    const [once, twice] = [
      await stream({ chars: 24_000, canAppend: true }),
      await stream({ chars: 48_000, canAppend: true }),
    ];
    expect(charsOf(twice.writes) / charsOf(once.writes)).toBeLessThan(2.1);
  });

  it.each([
    ['at its first writes', (at: number) => at < 3000],
    ['in the middle', (at: number) => at > 20_000 && at < 30_000],
    ['now and then', (at: number) => at % 1000 > 500],
  ])('has the whole text after it was away %s', async (_when, fails) => {
    const { stored, item, writes } = await stream({ chars: 24_000, canAppend: true, fails });
    expect(stored).toEqual(item);
    expect(new Set(writes.map(({ number }) => number)).size).toBe(writes.length);
  });

  it('gets small deltas again with the next ones, if it writes whole pages', async () => {
    const fails = (at: number) => at % 1000 > 700;
    const { stored, item, writes } = await stream({ chars: 24_000, canAppend: true, pieceChars: 2500, fails });
    expect(stored).toEqual(item);
    expect(new Set(writes.map(({ number }) => number)).size).toBeLessThan(15);
  });
});
