import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, PATIENT, type TestDatabase } from '../../../../test/harness/servers/shared-postgres.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import type { PassageStore } from '../../core/records/passages.ts';
import { openStore } from '../../stores/open-store.ts';
import { DocumentIndex } from './document-index.ts';
import { SharedDocuments } from './shared-documents.ts';

const pageURL = 'https://docs.example.com/{page}';
let folder: string;
let database: TestDatabase;
const cleanUp: (() => unknown)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shared-documents-'));
  database = await createTestDatabase(inject('sharedPostgres'));
});
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

function copyOfFolder(): string {
  const copy = mkdtempSync(join(tmpdir(), 'shared-documents-'));
  cleanUp.push(() => rmSync(copy, { recursive: true }));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** One process: its own connections, and how many passages it has stored. */
function openProcess(from = folder, change: (passages: PassageStore) => Partial<PassageStore> = () => ({})) {
  const opened = openStore(database.url, { connections: 3, ...PATIENT });
  if (opened.passages === null) throw new Error('PostgreSQL keeps passages.');
  const shared = opened.passages;
  const stored = { passages: 0 };
  const passages: PassageStore = {
    claim: (...given) => shared.claim(...given),
    async add(edition, holder, first, batch) {
      stored.passages += batch.length;
      await shared.add(edition, holder, first, batch);
    },
    finish: (...given) => shared.finish(...given),
    use: (...given) => shared.use(...given),
    find: (...given) => shared.find(...given),
    ...change(shared),
  };
  const documents = new SharedDocuments({ folder: from, passages, pageURL, log: silentLog });
  cleanUp.push(async () => {
    documents.close();
    await opened.close();
  });
  return { documents, stored };
}

function openFileIndex(from = folder) {
  const index = new DocumentIndex({ folder: from, file: ':memory:', pageURL, log: silentLog });
  index.refresh();
  cleanUp.push(() => index.close());
  return index;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

describe('the index that processes share', () => {
  it('is built by one of them, from copies of the folder, and searched by all', async () => {
    for (let page = 0; page < 60; page += 1) write(`page-${page}.md`, `# Page ${page}\n\n${'Wares. '.repeat(200)}`);
    // The times of the files differ, as on machines that fetched them on their own.
    const processes = Array.from({ length: 3 }, () => openProcess(copyOfFolder()));
    await Promise.all(processes.map(({ documents }) => documents.refresh()));
    const [{ count } = {}] = await query('SELECT count(*) FROM chatdock_passages');
    expect(processes.map(({ stored }) => stored.passages).toSorted((a, b) => a - b)).toEqual([0, 0, Number(count)]);
    for (const { documents } of processes) expect(await documents.search('wares', 5)).toHaveLength(5);
  });

  it('is rebuilt when a document changes; processes with old documents search the old index', async () => {
    write('notes.txt', 'The warehouse is in Bergen.');
    const [newer, older] = [openProcess(), openProcess(copyOfFolder())];
    await Promise.all([newer.documents.refresh(), older.documents.refresh()]);
    write('notes.txt', 'The warehouse moved to Oslo.');
    await newer.documents.refresh();
    expect(await newer.documents.search('warehouse')).toMatchObject([{ text: 'The warehouse moved to Oslo.' }]);
    expect(await older.documents.search('warehouse')).toMatchObject([{ text: 'The warehouse is in Bergen.' }]);
  });

  it('stays searchable while another process builds the newer one', async () => {
    write('notes.txt', 'The warehouse is in Bergen.');
    const waiting = openProcess();
    await waiting.documents.refresh();
    write('notes.txt', 'The warehouse moved to Oslo.');
    const building = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const builder = openProcess(folder, (shared) => ({
      async finish(edition) {
        building.resolve();
        await goOn.promise;
        await shared.finish(edition);
      },
    }));
    const built = builder.documents.refresh();
    await building.promise;
    const refreshed = waiting.documents.refresh();
    expect(await waiting.documents.search('warehouse')).toMatchObject([{ text: 'The warehouse is in Bergen.' }]);
    goOn.resolve();
    await Promise.all([built, refreshed]);
    expect(await waiting.documents.search('warehouse')).toMatchObject([{ text: 'The warehouse moved to Oslo.' }]);
    expect(waiting.stored.passages).toBe(1);
  });

  it('is finished by another process if its builder is killed', async () => {
    for (let page = 0; page < 100; page += 1) write(`page-${page}.md`, `# Page ${page}\n\nWares.`);
    const killed = openProcess(folder, () => ({ finish: () => new Promise(() => undefined) }));
    void killed.documents.refresh();
    await expect.poll(() => killed.stored.passages).toBe(100);
    const next = openProcess();
    const refreshed = next.documents.refresh();
    await query('UPDATE chatdock_editions SET until_ms = 0');
    await refreshed;
    expect(next.stored.passages).toBe(100);
    expect(await query('SELECT passages FROM chatdock_editions')).toEqual([{ passages: '100' }]);
  });

  it('is rebuilt after a database crash has emptied it', async () => {
    write('notes.txt', 'The warehouse is in Bergen.');
    const { documents } = openProcess();
    await documents.refresh();
    await query('TRUNCATE chatdock_editions, chatdock_passages');
    expect(await documents.search('warehouse')).toHaveLength(1);
  });

  it('does not block the start while the database is down', async () => {
    write('notes.txt', 'The warehouse is in Bergen.');
    let isAway = true;
    const { documents } = openProcess(folder, (shared) => ({
      claim: (...given) => (isAway ? Promise.reject(new Error('No database.')) : shared.claim(...given)),
    }));
    await documents.refresh();
    expect(await documents.search('warehouse')).toEqual([]);
    isAway = false;
    await expect.poll(() => documents.search('warehouse')).toHaveLength(1);
  });

  it('deletes versions that no process uses, with their passages', async () => {
    write('notes.txt', 'One.');
    const { documents } = openProcess();
    await documents.refresh();
    await query('UPDATE chatdock_editions SET used_ms = 0, until_ms = 0');
    write('notes.txt', 'Two.');
    await documents.refresh();
    expect(await query('SELECT text FROM chatdock_passages')).toEqual([{ text: 'Two.' }]);
  });
});

/** Questions about this repository's own documentation, and the page that answers each. */
const QUESTIONS: readonly (readonly [question: string, page: string])[] = [
  ['How do I install the widget on my page?', 'install'],
  ['Which settings does the script tag take?', 'script-tag'],
  ['How do I use the React component?', 'react'],
  ['Where does PostgreSQL store conversations?', 'storage'],
  ['How many processes do I need for 10,000 conversations?', 'scaling'],
  ['What does nginx need in front of the server?', 'proxy'],
  ['Can visitors dictate messages by voice?', 'voice'],
  ['How are attachments checked and stored?', 'attachments'],
  ['How do I sign users in with a token?', 'identity'],
  ['What happens when a model provider fails?', 'fallback'],
  ['content security policy for the dock', 'csp'],
  ['Which languages and locales are there?', 'locales'],
  ['change colours and fonts of the theme', 'theming'],
  ['Run under systemd', 'systemd'],
  ['Ollama model on my own machine', 'ollama'],
  ['Does an answer go on when the connection breaks?', 'resumable-turns'],
  ['How are budgets limited per visitor?', 'security'],
  ['client tools in the page', 'tools'],
  ['answer from Markdown documents with citations', 'documents'],
  ['webhook notification when feedback is bad', 'notifications'],
  ['retention of personal data', 'privacy'],
  ['Prometheus metrics and alerts', 'operations'],
  ['Which browsers are supported?', 'browsers'],
  ['CHATDOCK_TRUST_PROXY', 'proxy'],
];

describe('the ranking of the shared index', () => {
  it('ranks the right page as high as the file index does', async () => {
    const index = openFileIndex('docs');
    const { documents } = openProcess('docs');
    await documents.refresh();
    /** 1 for the first place, 1/2 for the second …; 0 when the page is not among the first six. */
    const worth = (found: readonly { path: string }[], page: string) => {
      const place = found.findIndex(({ path }) => path.endsWith(`${page}.md`));
      return place < 0 ? 0 : 1 / (place + 1);
    };
    const worths = { file: 0, shared: 0 };
    for (const [question, page] of QUESTIONS) {
      worths.file += worth(index.search(question, 6), page) / QUESTIONS.length;
      worths.shared += worth(await documents.search(question, 6), page) / QUESTIONS.length;
    }
    // They rank by formulas that differ a little, so that a change of these pages moves one and not the other.
    expect(worths.shared).toBeGreaterThan(worths.file - 0.05);
    expect(worths.shared).toBeGreaterThan(0.6);
  });

  it.each([
    ['accents and case', 'Crème brûlée costs nine euros.', 'CREME BRULEE'],
    ['word endings', 'We are installing ovens.', 'install oven'],
    ['paths and addresses', 'See docs/nginx/setup.html at shop.example.', 'nginx setup'],
    ['names with underscores', 'Set CHATDOCK_TRUST_PROXY to 1.', 'CHATDOCK_TRUST_PROXY'],
    ['versions and numbers', 'Needs v22.13 and port 8787.', 'port 8787'],
    ['words that PostgreSQL would leave out', 'Only after closing, once more.', 'after closing'],
    ['other scripts', 'Доставка занимает пять дней.', 'доставка дней'],
    ['signs of the query language', "Tom & Jerry's | (shop) !", "jerry's <-> & | shop:*"],
    ['a NUL', 'Before\0behind.', 'behind'],
    ['a character cut in two', `Smiles ${'😀'.repeat(1000)}`, 'smiles'],
  ])('finds %s like the file index', async (_, text, question) => {
    write('page.txt', text);
    write('other.txt', 'Nothing of it.');
    const { documents } = openProcess();
    await documents.refresh();
    const found = await documents.search(question);
    expect(found.map(({ path }) => path)).toContain('page.txt');
    expect(found.map(({ path }) => path)).toEqual(
      openFileIndex()
        .search(question)
        .map(({ path }) => path),
    );
  });
});
