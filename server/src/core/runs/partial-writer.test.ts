import { afterEach, expect, it, vi } from 'vitest';
import { message } from '../../../../test/harness/chat-server.ts';
import { PartialWriter } from './partial-writer.ts';

afterEach(() => vi.useRealTimers());

/** Streams a text for a minute, and returns what was written when. */
async function stream(chars: number) {
  vi.useFakeTimers();
  const started = Date.now();
  const writes: { at: number; length: number }[] = [];
  const writer = new PartialWriter({
    everyMs: 200,
    onFailure: () => {},
    save: async ({ content }) =>
      void writes.push({ at: Date.now() - started, length: content.reduce((sum, { text }) => sum + text.length, 0) }),
  });
  for (let step = 1; step <= 1200; step += 1) {
    writer.touch(message('thr_1', 'a', 'x'.repeat((chars * step) / 1200)));
    await vi.advanceTimersByTimeAsync(50);
  }
  await writer.stop();
  return writes;
}

const longestGapMs = (writes: readonly { at: number }[]) =>
  Math.max(...writes.map(({ at }, index) => at - (writes[index - 1]?.at ?? 0)));

it('stores a short text every 200 ms', async () => {
  expect(longestGapMs(await stream(1200))).toBeLessThanOrEqual(300);
});

it('stores a long text at least every second, and in all at most forty times its length', async () => {
  const writes = await stream(24_000);
  expect(longestGapMs(writes)).toBeLessThanOrEqual(1100);
  expect(writes.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(24_000 * 40);
});
