/** Leases of turns, on every store that shares them between processes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newItem, newThread, newUser } from '../../../test/harness/chat/records.ts';
import { STORES } from '../../../test/harness/servers/stores.ts';
import { NotFoundError, type Store } from '../core/store.ts';
import { readRemote } from '../core/runs/resuming/run-reading.ts';
import { MemoryRuns, type RunRegistry } from '../core/runs/resuming/run-registry.ts';
import type { OpenStore } from './open-store.ts';

describe.each(STORES)('turns in the $name store', ({ name, open }) => {
  let opened: OpenStore;
  let store: Store;
  let runs: RunRegistry;
  let count = 0;
  beforeAll(async () => {
    opened = await open();
    ({ store } = opened);
    runs = store.runs ?? new MemoryRuns();
  });
  afterAll(() => opened.close());

  const claimOf = (threadId: string, more: object = {}) => ({
    runId: `run_${(count += 1)}`,
    threadId,
    userId: 'ada',
    bodyHash: 'hash',
    fence: `fence ${count}`,
    ...more,
  });

  it('grants the lease of a thread to one turn at a time', async () => {
    const thread = newThread().id;
    const claims = [claimOf(thread), claimOf(thread), claimOf(thread)];
    const results = await Promise.all(claims.map((claim) => runs.claim(claim)));
    expect(results.filter((other) => other === null)).toHaveLength(1);
    const winner = claims[results.indexOf(null)];
    expect(results.filter((other) => other !== null)).toEqual([
      expect.objectContaining({ runId: winner?.runId, outcome: null }),
      expect.objectContaining({ runId: winner?.runId, outcome: null }),
    ]);
    await runs.finish(winner?.runId ?? '', winner?.fence ?? '', 'completed');
    expect(await runs.claim(claimOf(thread))).toBeNull();
  });

  it('finds a run by its id, during it and after it', async () => {
    const claim = claimOf(newThread().id);
    expect(await runs.claim(claim)).toBeNull();
    const { fence: _fence, ...record } = claim;
    expect(await runs.claim({ ...claim, fence: 'another' })).toEqual({ ...record, outcome: null, isStopping: false });
    await runs.stop(claim.runId);
    expect(await runs.find(claim.runId)).toMatchObject({ isStopping: true });
    await runs.finish(claim.runId, claim.fence, 'cancelled');
    expect(await runs.latest(claim.threadId)).toMatchObject({ runId: claim.runId, outcome: 'cancelled' });
    await runs.forget(claim.runId);
    expect(await runs.find(claim.runId)).toBeNull();
  });

  it('knows whether a run was stopped because its thread is deleted', async () => {
    const [stopped, deleted] = [claimOf(newThread().id), claimOf(newThread().id)];
    for (const { runId, ...claim } of [stopped, deleted]) await runs.claim({ runId, ...claim });
    await runs.stop(stopped.runId);
    await runs.stop(deleted.runId, true);
    await runs.stop(deleted.runId);
    expect((await runs.find(stopped.runId))?.isDeleted).toBeUndefined();
    expect(await runs.find(deleted.runId)).toMatchObject({ isStopping: true, isDeleted: true });
    await runs.finish(deleted.runId, deleted.fence, 'cancelled');
    expect(await runs.find(deleted.runId)).toMatchObject({ outcome: 'cancelled', isDeleted: true });
  });

  it.skipIf(name === 'memory')('informs a reader in another process that the thread was deleted', async () => {
    const claim = claimOf(newThread().id);
    await runs.claim(claim);
    const record = await runs.find(claim.runId);
    if (!record) throw new Error('The turn is not there.');
    await runs.append(claim.runId, { first: 1, events: ['a'] });
    await runs.stop(claim.runId, true);
    await runs.finish(claim.runId, claim.fence, 'cancelled');
    const reading = readRemote(runs, record, 0);
    const seen: string[] = [];
    await reading.read(({ events }) => void seen.push(...events), new AbortController().signal);
    expect([seen, reading.outcome()]).toEqual([['a'], 'deleted']);
  });

  it.skipIf(name === 'memory')('returns the events that another process has logged', async () => {
    const claim = claimOf(newThread().id);
    await runs.claim(claim);
    expect(await runs.requests()).not.toContainEqual(expect.objectContaining({ runId: claim.runId }));
    await runs.follow(claim.runId);
    await expect
      .poll(() => runs.requests())
      .toContainEqual({ runId: claim.runId, isStopping: false, isFollowed: true });
    await runs.append(claim.runId, { first: 1, events: ['a', 'b', 'c'] });
    // A turn that ends may log its last events twice at once.
    await Promise.all([1, 2].map(() => runs.append(claim.runId, { first: 4, events: ['d'] })));
    expect(await runs.readLog(claim.runId, 0)).toEqual([
      { first: 1, events: ['a', 'b', 'c'] },
      { first: 4, events: ['d'] },
    ]);
    expect(await runs.readLog(claim.runId, 2)).toHaveLength(2);
    expect(await runs.readLog(claim.runId, 3)).toEqual([{ first: 4, events: ['d'] }]);
    expect(await runs.readLog(claim.runId, 4)).toEqual([]);
  });

  it.skipIf(name === 'memory')('refuses every write of a turn that has lost its lease', async () => {
    const owner = newUser();
    const thread = newThread();
    await store.saveThread(thread, owner);
    const claim = claimOf(thread.id);
    await runs.claim(claim);
    const inTurn = { ...owner, fence: { runId: claim.runId, token: claim.fence } };
    const [before, after] = [newItem(thread.id, 'before'), newItem(thread.id, 'after')];
    await store.addThreadItem(thread.id, before, inTurn);
    await store.saveThread({ ...thread, title: 'In time' }, inTurn);
    expect(await runs.renew(claim.runId, claim.fence)).toBe(true);
    await runs.finish(claim.runId, claim.fence, 'incomplete');
    expect(await runs.renew(claim.runId, claim.fence)).toBe(false);
    await expect(store.addThreadItem(thread.id, after, inTurn)).rejects.toThrow(NotFoundError);
    await expect(store.saveItem(thread.id, { ...before, id: before.id }, inTurn)).rejects.toThrow(NotFoundError);
    await expect(store.saveThread({ ...thread, title: 'Too late' }, inTurn)).rejects.toThrow(NotFoundError);
    await store.deleteThreadItem(thread.id, before.id, inTurn);
    expect((await store.loadThreadItems(thread.id, { limit: 10, order: 'asc' }, owner)).data).toEqual([before]);
    expect(await store.loadThread(thread.id, owner)).toMatchObject({ title: 'In time' });
    expect(await runs.claim(claimOf(thread.id))).toBeNull();
  });
});
