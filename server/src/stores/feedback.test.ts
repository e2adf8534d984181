/** What every place for feedback promises, on real databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomId } from '../../../test/harness/records.ts';
import { STORES } from '../../../test/harness/stores.ts';
import type { FeedbackRecord } from '../core/feedback.ts';
import type { OpenStore } from './open-store.ts';

describe.each(STORES)('feedback in $name', ({ open }) => {
  let opened: OpenStore;
  let threadId: string;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    threadId = randomId('thr');
  });

  const verdict = (changes: Partial<FeedbackRecord> = {}): FeedbackRecord => ({
    userId: 'visitor:ada',
    threadId,
    itemIds: ['msg_1'],
    kind: 'positive',
    createdAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  });
  const listed = async (query = {}) => (await opened.feedback.list(query)).filter((record) => record.threadId === threadId);

  it('keeps one verdict per visitor and answer, the latest, with the words that came before', async () => {
    await opened.feedback.save(verdict({ comment: 'Wrong parcel “1” \u0000' }));
    await opened.feedback.save(verdict({ kind: 'negative', createdAt: '2026-01-02T00:00:00.000Z' }));
    expect(await listed()).toEqual([verdict({ kind: 'negative', createdAt: '2026-01-02T00:00:00.000Z', comment: 'Wrong parcel “1” \u0000' })]);
  });

  it('keeps visitors, answers and threads apart', async () => {
    for (const changes of [{}, { userId: 'visitor:bob' }, { itemIds: ['msg_1', 'msg_2'] }]) await opened.feedback.save(verdict(changes));
    expect(await listed()).toHaveLength(3);
  });

  it('lists by time and kind, oldest first', async () => {
    for (const day of ['03', '01', '02']) await opened.feedback.save(verdict({ itemIds: [`msg_${day}`], kind: day === '02' ? 'negative' : 'positive', createdAt: `2026-01-${day}T00:00:00.000Z` }));
    const ids = async (query: object) => (await listed(query)).flatMap(({ itemIds }) => itemIds);
    expect(await ids({})).toEqual(['msg_01', 'msg_02', 'msg_03']);
    expect(await ids({ sinceMs: Date.UTC(2026, 0, 2), untilMs: Date.UTC(2026, 0, 3) })).toEqual(['msg_02']);
    expect(await ids({ kind: 'positive' })).toEqual(['msg_01', 'msg_03']);
  });

  it('takes as many items as a client can name', async () => {
    const itemIds = Array.from({ length: 2000 }, (_, n) => `${randomId('msg')}_${n}`);
    await opened.feedback.save(verdict({ itemIds }));
    expect(await listed()).toEqual([verdict({ itemIds })]);
  });
});
