/** The commands about stored records, each on a SQLite file beside a running server's. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { message, userMessage } from '../../../../test/harness/chat/chat-server.ts';
import { contextOf } from '../../core/context.ts';
import { type OpenStore, openStore } from '../../stores/open-store.ts';
import { openAttachments } from '../attachments.ts';
import { type Config, parseConfig } from '../settings/config.ts';
import { printConversations } from './conversations.ts';
import { printFeedback } from './feedback.ts';
import { deleteRecords, exportPeople } from './person.ts';
import { pruneConversations } from './prune.ts';

let folder: string;
let config: Config;
let opened: OpenStore;
const EVE = 'visitor:eve';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'records-'));
  config = parseConfig({ DATABASE_URL: `file:${join(folder, 'chat.sqlite')}` });
  opened = openStore(config.DATABASE_URL);
});
afterEach(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
});

/** Two questions with an answer each, a file, and a rating of the second answer. */
async function talk(userId: string, name: string, at = '2026-02-01T10:00:00.000Z') {
  const context = contextOf(userId);
  const id = `thr_${name}`;
  const { store } = opened;
  await store.saveThread(
    { id, created_at: at, title: `About ${name}`, status: { type: 'active' }, metadata: {} },
    context,
  );
  const file = { type: 'file' as const, id: `atc_${name}`, name: `../${name} photo.txt`, mime_type: 'text/plain' };
  const attachments = await openAttachments(config, opened.files);
  await attachments.blobs.write(file.id, Readable.from([Buffer.from(`bytes of ${name}`)]));
  await opened.files.reserve({ id: file.id, owner: userId, sizeBytes: 9 }, { perOwner: 0, inAll: 0 });
  await opened.files.markSent(file.id);
  await store.saveAttachment({ ...file, thread_id: id }, context);
  const say = async (item: object) =>
    await store.addThreadItem(id, { ...(item as ReturnType<typeof message>), created_at: at }, context);
  await say({ ...userMessage(id, `${name}-q1`, 'Have you got pears?'), attachments: [file] });
  await say(message(id, `${name}-a1`, 'Yes.\nSweet ones.'));
  await say(userMessage(id, `${name}-q2`, '=1+1, or "2"?'));
  await say(message(id, `${name}-a2`, 'Two.'));
  await opened.feedback.save({
    userId,
    threadId: id,
    itemIds: [`${name}-a2`],
    kind: 'negative',
    comment: 'no',
    createdAt: at,
  });
}

async function all(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}
const conversations = (...args: string[]) =>
  all(printConversations(args, config.DATABASE_URL, Date.parse('2026-03-01T00:00:00Z')));

describe('chatdock-server conversations', () => {
  it('lists user and time of each, the newest first, by period and by person', async () => {
    await talk(EVE, 'old', '2026-01-05T10:00:00.000Z');
    await talk('user::max', 'new');
    const [newer, older] = [
      '2026-02-01T10:00:00.000Z  user::max  thr_new  About new\n',
      '2026-01-05T10:00:00.000Z  visitor:eve  thr_old  About old\n',
    ];
    expect(await conversations()).toBe(`${newer}${older}2 in all\n`);
    expect(await conversations('--since', '30d')).toBe(`${newer}1 in all\n`);
    expect(await conversations('--until', '2026-01-31')).toBe(`${older}1 in all\n`);
    expect(await conversations('--user', EVE)).toBe(`${older}1 in all\n`);
    expect(await conversations('--limit', '1')).toBe(`${newer}1 in all\n`);
  });

  it('prints the messages of one, or of all', async () => {
    await talk(EVE, 'one');
    const said =
      '2026-02-01T10:00:00.000Z  visitor:eve  thr_one  About one\n  > Have you got pears?\n  < Yes.\n  < Sweet ones.\n  > =1+1, or "2"?\n  < Two.\n1 in all\n';
    expect(await conversations('thr_one')).toBe(said);
    expect(await conversations('--texts')).toBe(said);
    await expect(conversations('thr_none')).rejects.toThrow('There is no conversation thr_none.');
  });

  it('writes a row of CSV for each answer, and JSON that marks what an AI generated', async () => {
    await talk(EVE, 'one');
    const at = '2026-02-01T10:00:00.000Z';
    expect(await conversations('--texts', '--format', 'csv')).toBe(
      `created_at,user_id,thread_id,title,asked_at,question,answer,ai_generated\r\n` +
        `${at},visitor:eve,thr_one,About one,${at},Have you got pears?,"Yes.\nSweet ones.",true\r\n` +
        `${at},visitor:eve,thr_one,About one,${at},"'=1+1, or ""2""?",Two.,true\r\n`,
    );
    const [found] = JSON.parse(await conversations('thr_one', '--format', 'json'));
    expect(found).toMatchObject({ user_id: EVE, thread: { id: 'thr_one' } });
    expect(
      found.items.map((entry: { item: { id: string }; ai_generated: boolean }) => [entry.item.id, entry.ai_generated]),
    ).toEqual([
      ['one-q1', false],
      ['one-a1', true],
      ['one-q2', false],
      ['one-a2', true],
    ]);
  });

  it.each([
    [['--limit', '0'], 'Write a number from 1'],
    [['--sicne', '1d'], "Unknown option '--sicne'.\n\nUsage: chatdock-server conversations"],
    [['thr_1', 'thr_2'], 'Usage: chatdock-server conversations'],
    [['--format', 'xml'], 'Write text, csv or json.'],
  ])('explains %j', async (args, sentence) => {
    await expect(conversations(...args)).rejects.toThrow(sentence);
    await expect(all(printConversations([], 'memory:'))).rejects.toThrow('only the process of the server can read');
  });
});

describe('chatdock-server feedback', () => {
  it('prints the question and the answer of each rating, unless they were deleted', async () => {
    await talk(EVE, 'one');
    const line = '2026-02-01T10:00:00.000Z  -  visitor:eve  thr_one  one-a2  "no"\n';
    const sum = '1 in all: 0 positive, 1 negative\n';
    expect(await printFeedback([], config.DATABASE_URL)).toBe(`${line}  > =1+1, or "2"?\n  < Two.\n${sum}`);
    expect(JSON.parse(await printFeedback(['--format', 'json'], config.DATABASE_URL))).toMatchObject([
      { question: '=1+1, or "2"?', answer: 'Two.', ai_generated: true },
    ]);
    await opened.store.deleteThreadItem('thr_one', 'one-a2', contextOf(EVE));
    expect(await printFeedback([], config.DATABASE_URL)).toBe(`${line}${sum}`);
  });
});

describe('chatdock-server export and delete', () => {
  const exported = async (...args: string[]) =>
    (await all(exportPeople(args, config)))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  it('exports everything of a person as JSON lines, with the files', async () => {
    await talk(EVE, 'one');
    await talk('visitor:fay', 'two');
    const target = join(folder, 'for-eve');
    const records = await exported(EVE, '--files', target);
    expect(records.map(({ type, user_id }) => [type, user_id])).toEqual(
      ['thread', 'item', 'item', 'item', 'item', 'attachment', 'feedback'].map((type) => [type, EVE]),
    );
    expect(records.filter(({ ai_generated }) => ai_generated).map(({ item }) => item.id)).toEqual(['one-a2', 'one-a1']);
    // The name is the visitor's, so it leads nowhere else.
    expect(readdirSync(target)).toEqual(['atc_one-one photo.txt']);
    expect(readFileSync(join(target, 'atc_one-one photo.txt'), 'utf8')).toBe('bytes of one');
  });

  it('deletes a person with files, ratings, turns and session, and nobody else', async () => {
    await talk(EVE, 'one');
    await talk('visitor:fay', 'two');
    const database = new DatabaseSync(join(folder, 'chat.sqlite'));
    database.exec(`INSERT INTO chatdock_runs (run_id, thread_id, owner, body_hash, fence, started_ms, until_ms)
                   VALUES ('run_1', 'thr_one', '${EVE}', 'h', 'f', 0, 0);
                   INSERT INTO chatdock_run_log (run_id, first, events) VALUES ('run_1', 0, 'secret words')`);
    expect(await deleteRecords([EVE], config)).toBe(
      'visitor:eve: deleted 1 conversations with 4 items, 1 files and 1 ratings.\n',
    );
    // Every table that names an owner, also one that a later release adds.
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'chatdock_%'")
      .all();
    const rowsOf = (owner: string) =>
      tables.flatMap(({ name }) => {
        const columns = database.prepare(`PRAGMA table_info(${String(name)})`).all();
        if (!columns.some((column) => column['name'] === 'owner')) return [];
        return database
          .prepare(`SELECT 1 FROM ${String(name)} WHERE owner = ?`)
          .all(owner)
          .map(() => name);
      });
    expect(rowsOf(EVE)).toEqual(['chatdock_sessions']);
    expect(rowsOf('visitor:fay').length).toBeGreaterThan(5);
    expect(database.prepare('SELECT count(*) AS left FROM chatdock_run_log').get()).toEqual({ left: 0 });
    expect(readdirSync(join(folder, 'attachments')).filter((name) => name.startsWith('atc_'))).toEqual(['atc_two']);
    database.close();
  });

  it('deletes one conversation with its file', async () => {
    await talk(EVE, 'one');
    await talk(EVE, 'two');
    expect(await deleteRecords(['thr_one'], config)).toBe('thr_one of visitor:eve: deleted.\n');
    expect((await exported(EVE)).filter(({ type }) => type === 'thread').map(({ thread }) => thread.id)).toEqual([
      'thr_two',
    ]);
    expect(readdirSync(join(folder, 'attachments')).filter((name) => name.startsWith('atc_'))).toEqual(['atc_two']);
    await expect(deleteRecords(['thr_one'], config)).rejects.toThrow('There is no conversation thr_one.');
  });

  it.each([[[]], [['eve']], [['--all']]])('refuses %j', async (args) => {
    await expect(deleteRecords(args, config)).rejects.toThrow(/Usage|is not a user id/);
    await expect(all(exportPeople(args, config))).rejects.toThrow(/Usage|is not a user id/);
  });
});

describe('chatdock-server prune', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');

  it('deletes what is older than CHATDOCK_RETENTION_DAYS, or than its argument', async () => {
    await talk(EVE, 'old', '2026-01-01T00:00:00.000Z');
    await talk(EVE, 'mid', '2026-02-01T00:00:00.000Z');
    await talk(EVE, 'new', '2026-02-27T00:00:00.000Z');
    expect(await pruneConversations([], { ...config, CHATDOCK_RETENTION_DAYS: 40 }, now)).toContain(
      'Deleted 1 conversations',
    );
    expect(await pruneConversations(['--days', '20'], config, now)).toContain('Deleted 1 conversations');
    expect(await conversations()).toContain('thr_new');
    expect(await conversations()).toContain('1 in all');
  });

  it.each([
    [[], 'CHATDOCK_RETENTION_DAYS is 0, so no conversation is old enough to delete.'],
    [['--days', '0'], '--days is "0". Write a whole number from 1.'],
    [['90'], 'Usage: chatdock-server prune'],
  ])('refuses %j', async (args, sentence) => {
    await expect(pruneConversations(args, config)).rejects.toThrow(sentence);
  });
});
