import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, PATIENT } from '../../../test/harness/servers/shared-postgres.ts';
import type { FeedbackRecord } from '../core/records/feedback.ts';
import { openStore, type OpenStore } from './open-store.ts';

const record = (changes: Partial<FeedbackRecord> = {}): FeedbackRecord => ({
  userId: 'ada',
  threadId: 'thr_1',
  itemIds: ['msg_1'],
  kind: 'positive',
  createdAt: '2026-02-01T10:00:00.000Z',
  ...changes,
});

const DATABASES = [
  { name: 'memory', url: async () => ({ url: 'memory:', drop: async () => {} }) },
  {
    name: 'SQLite',
    url: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'feedback-store-'));
      return { url: `file:${join(folder, 'chat.sqlite')}`, drop: async () => rmSync(folder, { recursive: true }) };
    },
  },
  { name: 'PostgreSQL', url: () => createTestDatabase(inject('sharedPostgres')) },
];

describe.each(DATABASES)('feedback in $name', ({ url }) => {
  let opened: OpenStore;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    const database = await url();
    opened = openStore(database.url, PATIENT);
    drop = () => database.drop();
  });
  afterEach(async () => {
    await opened.close();
    await drop();
  });

  it('keeps the latest rating per visitor and answer, with its earlier comment', async () => {
    const { feedback } = opened;
    await feedback.save(record({ comment: 'Nice \u0000 “one”' }));
    await feedback.save(record({ kind: 'negative', createdAt: '2026-02-01T10:05:00.000Z' }));
    await feedback.save(record({ userId: 'grace' }));
    await feedback.save(record({ itemIds: ['msg_2', 'msg_3'] }));
    expect(await feedback.list({})).toHaveLength(3);
    expect(await feedback.list({ kind: 'negative' })).toEqual([
      record({ kind: 'negative', comment: 'Nice \u0000 “one”', createdAt: '2026-02-01T10:05:00.000Z' }),
    ]);
  });

  it('identifies an answer by its first item, so that a longer list is no second rating', async () => {
    const { feedback } = opened;
    for (const more of [[], ['msg_2'], ['msg_3'], ['msg_2', 'msg_3']])
      await feedback.save(record({ itemIds: ['msg_1', ...more], comment: `${more.length}` }));
    expect(await feedback.list({})).toEqual([record({ itemIds: ['msg_1', 'msg_2', 'msg_3'], comment: '2' })]);
  });

  it('lists a time span, oldest first, without its end', async () => {
    const { feedback } = opened;
    for (const [threadId, createdAt] of [
      ['thr_3', '2026-02-03T00:00:00.000Z'],
      ['thr_1', '2026-02-01T00:00:00.000Z'],
      ['thr_2', '2026-02-02T00:00:00.000Z'],
    ] as const)
      await feedback.save(record({ threadId, createdAt }));
    const list = await feedback.list({
      sinceMs: Date.parse('2026-02-01T00:00:00Z'),
      untilMs: Date.parse('2026-02-03T00:00:00Z'),
    });
    expect(list.map(({ threadId }) => threadId)).toEqual(['thr_1', 'thr_2']);
  });
});
