/** Deletion, erasure, export and retention: the same tests for every database. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { message, openChat, userMessage } from '../../../test/harness/chat/chat-server.ts';
import { STORES } from '../../../test/harness/servers/stores.ts';
import { contextOf } from '../core/context.ts';
import { erasePerson, expireThreads, exportPerson } from '../core/records/personal-data.ts';
import type { OpenStore } from './open-store.ts';
import { openStore } from './open-store.ts';

const DAY_MS = 86_400_000;

/** A conversation of two messages, with a file and a verdict. */
async function talk({ store, files, feedback }: OpenStore, userId: string, name: string, at = '2026-01-02T03:04:05Z') {
  const context = contextOf(userId);
  const threadId = store.generateThreadId(context);
  const attachment = { type: 'file' as const, id: `atc_${name}`, name: `${name}.txt`, mime_type: 'text/plain' };
  await files.reserve({ id: attachment.id, owner: userId, sizeBytes: 3 }, { perOwner: 0, inAll: 0 });
  await files.markSent(attachment.id);
  await store.saveThread(
    { id: threadId, created_at: at, title: `title-${name}`, status: { type: 'active' }, metadata: {} },
    context,
  );
  await store.saveAttachment({ ...attachment, thread_id: threadId }, context);
  await store.addThreadItem(
    threadId,
    { ...userMessage(threadId, `q-${name}`, `question-${name}`), created_at: at, attachments: [attachment] },
    context,
  );
  await store.addThreadItem(threadId, { ...message(threadId, `a-${name}`, `answer-${name}`), created_at: at }, context);
  await feedback.save({
    userId,
    threadId,
    itemIds: [`a-${name}`],
    kind: 'negative',
    comment: `comment-${name}`,
    createdAt: at,
  });
  return threadId;
}

async function recordsOf(opened: OpenStore, userId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const record of exportPerson(opened, userId)) {
    if (record.type === 'thread') found.push(record.thread.title ?? '');
    if (record.type === 'item') found.push(record.item.id);
    if (record.type === 'attachment') found.push(record.attachment.name);
    if (record.type === 'feedback') found.push(record.feedback.comment ?? '');
  }
  return found;
}
const everything = (name: string) => [`title-${name}`, `a-${name}`, `q-${name}`, `${name}.txt`, `comment-${name}`];

describe.each(STORES)('$name', ({ open }) => {
  let opened: OpenStore;
  beforeAll(async () => void (opened = await open()));
  afterAll(() => opened.close());

  it('exports everything of one person and nothing of another', async () => {
    await talk(opened, 'ann', 'ann1');
    await talk(opened, 'ben', 'ben1');
    expect(await recordsOf(opened, 'ann')).toEqual(everything('ann1'));
    expect(await recordsOf(opened, 'nobody')).toEqual([]);
  });

  it('lists the conversations of all people, the newest first', async () => {
    const fresh = await open();
    await talk(fresh, 'visitor:lea', 'old', '2026-01-01T00:00:00Z');
    const second = await talk(fresh, 'user::max', 'mid', '2026-02-01T00:00:00Z');
    const gone = await talk(fresh, 'visitor:lea', 'gone', '2026-02-15T00:00:00Z');
    await talk(fresh, 'visitor:lea', 'new', '2026-03-01T00:00:00Z');
    await fresh.store.deleteThread(gone, contextOf('visitor:lea'));
    const titles = async (query: object) =>
      (await fresh.people.conversations({ limit: 10, ...query })).map(({ userId, thread }) => [userId, thread.title]);
    const [newest, middle, oldest] = [
      ['visitor:lea', 'title-new'],
      ['user::max', 'title-mid'],
      ['visitor:lea', 'title-old'],
    ];
    expect(await titles({})).toEqual([newest, middle, oldest]);
    expect(await titles({ limit: 1 })).toEqual([newest]);
    expect(await titles({ userId: 'visitor:lea' })).toEqual([newest, oldest]);
    expect(await titles({ threadId: second })).toEqual([middle]);
    const [sinceMs, untilMs] = [Date.parse('2026-02-01T00:00:00Z'), Date.parse('2026-03-01T00:00:00Z')];
    expect(await titles({ sinceMs, untilMs })).toEqual([middle]);
    await fresh.close();
  });

  it('marks what an AI generated in an export', async () => {
    await talk(opened, 'visitor:mia', 'mia1');
    const marked: Record<string, boolean> = {};
    for await (const record of exportPerson(opened, 'visitor:mia'))
      if (record.type === 'item') marked[record.item.id] = record.ai_generated;
    expect(marked).toEqual({ 'a-mia1': true, 'q-mia1': false });
  });

  it('deletes the verdicts on a conversation with it', async () => {
    const threadId = await talk(opened, 'cleo', 'cleo1');
    await talk(opened, 'cleo', 'cleo2');
    await opened.store.deleteThread(threadId, contextOf('dora'));
    expect(await opened.feedback.list({ userId: 'cleo' })).toHaveLength(2);
    await opened.store.deleteThread(threadId, contextOf('cleo'));
    expect((await opened.feedback.list({ userId: 'cleo' })).map(({ comment }) => comment)).toEqual(['comment-cleo2']);
  });

  it('erases everything of one person, ends the session, and leaves others alone', async () => {
    const threadId = await talk(opened, 'visitor:eve', 'eve1');
    await talk(opened, 'fay', 'fay1');
    const bytes: string[] = [];
    await erasePerson({ ...opened, deleteBytes: async (id) => void bytes.push(id) }, 'visitor:eve');
    expect(bytes).toEqual(['atc_eve1']);
    expect(await recordsOf(opened, 'visitor:eve')).toEqual([]);
    expect(await opened.files.ofOwner('visitor:eve')).toEqual([]);
    expect(await opened.sessions.endedAt('visitor:eve')).not.toBeNull();
    expect(await recordsOf(opened, 'fay')).toEqual(everything('fay1'));
    // A turn that still writes brings nothing back.
    const late = opened.store.addThreadItem(threadId, message(threadId, 'late', 'late'), contextOf('visitor:eve'));
    await expect(late).rejects.toThrow('There is no such thread.');
  });

  it('deletes conversations that are long inactive, with files and ratings', async () => {
    const [old, recent] = [new Date(Date.now() - 40 * DAY_MS), new Date(Date.now() - DAY_MS)].map((at) =>
      at.toISOString(),
    );
    await talk(opened, 'gil', 'gil1', old);
    const alive = await talk(opened, 'gil', 'gil2', old);
    await opened.store.addThreadItem(
      alive,
      { ...userMessage(alive, 'q-new', 'again'), created_at: recent ?? '' },
      contextOf('gil'),
    );
    const deleted: string[] = [];
    const { server } = openChat({
      store: opened.store,
      attachmentStore: {
        generateAttachmentId: () => 'x',
        deleteAttachment: async (id) => void deleted.push(id),
      },
    });
    // The conversations of the other tests are old, too.
    expect(await expireThreads(server, opened.people, Date.now() - 30 * DAY_MS)).toBeGreaterThan(0);
    expect(deleted).toContain('atc_gil1');
    expect(deleted).not.toContain('atc_gil2');
    const left = await recordsOf(opened, 'gil');
    expect(left).toEqual(expect.arrayContaining(['title-gil2', 'q-new', 'comment-gil2']));
    expect(left.join(' ')).not.toMatch(/title-gil1|comment-gil1/);
    expect(await expireThreads(server, opened.people, Date.now() - 30 * DAY_MS)).toBe(0);
  });
});

it('SQLite keeps no byte of what was deleted, neither in its file nor in its log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-erase-'));
  const opened = openStore(`file:${join(folder, 'test.sqlite')}`);
  try {
    const threadId = await talk(opened, 'ada', 'topsecret'.repeat(500));
    await talk(opened, 'bob', 'harmless');
    const raw = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    expect(raw().join('')).toContain('topsecret');
    await opened.store.deleteThread(threadId, contextOf('ada'));
    for (const { id } of await opened.files.ofOwner('ada')) {
      await opened.store.deleteAttachment(id, contextOf('ada'));
      await opened.files.remove(id);
    }
    await opened.people.tidy(Date.now());
    expect(raw().join('')).not.toContain('topsecret');
    expect(raw().join('')).toContain('harmless');
  } finally {
    await opened.close();
    rmSync(folder, { recursive: true });
  }
});
