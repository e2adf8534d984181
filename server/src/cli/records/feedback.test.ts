import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DemoServer } from '../../agents/demo/demo-server.ts';
import { message } from '../../../../test/harness/chat/chat-server.ts';
import type { FeedbackRecord } from '../../core/records/feedback.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import { openStore } from '../../stores/open-store.ts';
import { printFeedback } from './feedback.ts';

let folder: string;
let url: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedback-'));
  url = `file:${join(folder, 'chat.sqlite')}`;
});
afterEach(() => rmSync(folder, { recursive: true }));

async function save(...records: Partial<FeedbackRecord>[]) {
  const opened = openStore(url);
  for (const [index, record] of records.entries())
    await opened.feedback.save({
      userId: 'ada',
      threadId: `thr_${index}`,
      itemIds: ['msg_1', 'tc_2'],
      kind: 'positive',
      createdAt: '2026-02-01T10:00:00.000Z',
      ...record,
    });
  await opened.close();
}

describe('chatdock-server feedback', () => {
  it('lists the feedback per visitor and answer since a day', async () => {
    await save(
      { createdAt: '2026-01-31T23:59:59.000Z' },
      { comment: 'Very “good”' },
      { kind: 'negative', userId: 'grace' },
    );
    expect(await printFeedback(['--since', '2026-02-01'], url)).toBe(
      '2026-02-01T10:00:00.000Z  +  ada  thr_1  msg_1 tc_2  "Very “good”"\n2026-02-01T10:00:00.000Z  -  grace  thr_2  msg_1 tc_2\n2 in all: 1 positive, 1 negative\n',
    );
    expect(
      await printFeedback(
        ['--since', '2d', '--kind', 'negative', '--format', 'json'],
        url,
        Date.parse('2026-02-02T00:00:00Z'),
      ).then(JSON.parse),
    ).toMatchObject([{ userId: 'grace' }]);
  });

  it('exports CSV without cells that a spreadsheet would run as formulas', async () => {
    await save({ comment: '=HYPERLINK("https://evil.example"), really' });
    expect(await printFeedback(['--format', 'csv'], url)).toBe(
      'created_at,kind,user_id,thread_id,item_ids,comment,question,answer,ai_generated\r\n2026-02-01T10:00:00.000Z,positive,ada,thr_0,msg_1 tc_2,"\'=HYPERLINK(""https://evil.example""), really",,,false\r\n',
    );
  });

  it.each([
    [['--since', 'yesterday'], 'not a date'],
    [['--kind', 'bad'], 'positive or negative'],
    [['--format', 'xml'], 'text, csv or json'],
    [['--sicne', '1d'], 'Usage:'],
  ])('explains %j', async (args, words) => {
    await expect(printFeedback(args, url)).rejects.toThrow(words);
  });
});

describe('feedback', () => {
  it('is stored with its comment; later feedback replaces it', async () => {
    const opened = openStore(url);
    const received: FeedbackRecord[] = [];
    const server = new DemoServer({
      store: opened.store,
      feedback: opened.feedback,
      log: silentLog,
      pace: { textMs: 0 },
      onFeedback: (record) => void received.push(record),
    });
    const context = { userId: 'ada', signal: new AbortController().signal };
    const now = new Date().toISOString();
    await opened.store.saveThread({ id: 'thr_1', created_at: now, status: { type: 'active' }, metadata: {} }, context);
    await opened.store.addThreadItem('thr_1', message('thr_1', 'msg_1', 'No pears.'), context);
    const rate = (kind: string, metadata: object) =>
      server.process(
        { type: 'items.feedback', params: { thread_id: 'thr_1', item_ids: ['msg_1'], kind }, metadata },
        context,
      );
    await rate('positive', { comment: '  Helpful  ' });
    await rate('negative', { comment: 7 });
    expect(await opened.feedback.list({})).toMatchObject([
      { userId: 'ada', threadId: 'thr_1', itemIds: ['msg_1'], kind: 'negative', comment: 'Helpful' },
    ]);
    expect(received.map(({ kind, comment }) => [kind, comment])).toEqual([
      ['positive', 'Helpful'],
      ['negative', undefined],
    ]);
    await expect(
      server.process(
        { type: 'items.feedback', params: { thread_id: 'thr_1', item_ids: [], kind: 'positive' } },
        { ...context, userId: 'eve' },
      ),
    ).rejects.toThrow('There is no such thread');
    await opened.close();
  });

  it('stores nothing of items that are not in the thread, however many requests name them', async () => {
    const opened = openStore(url);
    const received: FeedbackRecord[] = [];
    const server = new DemoServer({
      store: opened.store,
      feedback: opened.feedback,
      log: silentLog,
      onFeedback: (record) => void received.push(record),
    });
    const contextFor = (userId: string) => ({ userId, signal: new AbortController().signal });
    const now = new Date().toISOString();
    for (const user of ['ada', 'eve']) {
      const id = `thr_${user}`;
      const thread = { id, created_at: now, status: { type: 'active' as const }, metadata: {} };
      await opened.store.saveThread(thread, contextFor(user));
      await opened.store.addThreadItem(id, message(id, `msg_${user}`, 'No pears.'), contextFor(user));
    }
    const rate = (itemIds: readonly string[]) =>
      server.process(
        { type: 'items.feedback', params: { thread_id: 'thr_eve', item_ids: itemIds, kind: 'negative' } },
        contextFor('eve'),
      );
    await expect(rate(['msg_ada'])).rejects.toThrow('None of the rated items is in this thread.');
    await expect(rate([])).rejects.toThrow('None of the rated items is in this thread.');
    const invented = Array.from({ length: 50 }, (_, index) => 'x'.repeat(500) + index);
    for (const id of invented) await rate([id, 'msg_ada', 'msg_eve', id]);
    const since = { sinceMs: Date.parse(now) };
    expect(await opened.feedback.list({ ...since, userId: 'eve' })).toMatchObject([{ itemIds: ['msg_eve'] }]);
    expect(new Set(received.map(({ itemIds }) => itemIds.join()))).toEqual(new Set(['msg_eve']));
    await opened.close();
  });
});
