/** Tests of the usage sums and of the ledger of files, run for every database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STORES } from '../../../test/harness/servers/stores.ts';
import type { OpenStore } from './open-store.ts';

describe.each(STORES)('$name', ({ open }) => {
  let opened: OpenStore;
  beforeAll(async () => void (opened = await open()));
  afterAll(() => opened.close());

  const entry = (key: string, amount: number, windowStartMs = 0) => ({
    key,
    amount,
    windowStartMs,
    windowEndMs: windowStartMs + 10,
  });

  it('sums usage by key and window, and returns the sums in order', async () => {
    expect(await opened.usage.add([entry('b', 2), entry('a', 1)])).toEqual([2, 1]);
    expect(await opened.usage.add([entry('a', 5, 10), entry('b', -1), entry('a', 1)])).toEqual([5, 1, 2]);
    await opened.usage.prune(15);
    expect(await opened.usage.add([entry('a', 1), entry('a', 1, 10)])).toEqual([1, 6]);
    expect(await opened.usage.add([])).toEqual([]);
  });

  it('loses no usage that is added at the same time', async () => {
    await Promise.all(Array.from({ length: 40 }, () => opened.usage.add([entry('x', 1, 100), entry('y', 1, 100)])));
    expect(await opened.usage.add([entry('x', 0, 100), entry('y', 0, 100)])).toEqual([40, 40]);
  });

  it('keeps files within their quotas when they are announced at the same time', async () => {
    const { files } = opened;
    const reserve = (id: string, sizeBytes = 10) =>
      files.reserve({ id, owner: 'eve', sizeBytes }, { perOwner: 50, inAll: 0 });
    const all = (count: number, name: string, sizeBytes?: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => reserve(`${name}-${index}`, sizeBytes)));
    // A sum that takes a moment. Not all at once: a busy machine would take longer than an operation may.
    for (let part = 0; part < 10; part += 1) await all(50, `empty-${part}`, 0);
    const outcomes = await all(60, 'file');
    expect(outcomes.filter((outcome) => outcome === 'reserved')).toHaveLength(5);
    for (const { id } of await files.ofOwner('eve')) await files.remove(id);
  });

  it('remembers when the sessions of a person were ended last', async () => {
    expect(await opened.sessions.endedAt('ada')).toBeNull();
    const before = Date.now();
    await opened.sessions.end('ada');
    await opened.sessions.end('ada');
    expect(await opened.sessions.endedAt('ada')).toBeGreaterThanOrEqual(before);
    expect(await opened.sessions.endedAt('bob')).toBeNull();
  });

  it('keeps files within their quotas', async () => {
    const { files } = opened;
    const reserve = (id: string, owner: string, sizeBytes: number) =>
      files.reserve({ id, owner, sizeBytes }, { perOwner: 100, inAll: 150 });
    expect(await reserve('f1', 'ada', 60)).toBe('reserved');
    expect(await reserve('f2', 'ada', 41)).toBe('owner-full');
    expect(await reserve('f2', 'ada', 40)).toBe('reserved');
    expect(await reserve('f3', 'bob', 51)).toBe('full');
    expect(await files.setSize('f1', 10)).toBe(true);
    expect(await reserve('f3', 'bob', 51)).toBe('reserved');
    expect(await files.ofOwner('ada')).toEqual([
      { id: 'f1', owner: 'ada', sizeBytes: 10 },
      { id: 'f2', owner: 'ada', sizeBytes: 40 },
    ]);
    expect(await files.markSent('f1')).toBe(true);
    expect([await files.isUnsent('f1'), await files.isUnsent('f2'), await files.isUnsent('none')]).toEqual([
      false,
      true,
      false,
    ]);
    expect((await files.takeUnsent(Date.now() + 1000)).map(({ id }) => id).toSorted()).toEqual(['f2', 'f3']);
    expect([await files.setSize('f2', 1), await files.markSent('f2')]).toEqual([false, false]);
    await files.remove('f1');
    expect(await files.ofOwner('ada')).toEqual([]);
    const unlimited = { perOwner: 0, inAll: 0 };
    expect(await files.reserve({ id: 'f4', owner: 'ada', sizeBytes: 1e12 }, unlimited)).toBe('reserved');
  });
});
