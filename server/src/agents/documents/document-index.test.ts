import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startConversation } from '../../../../test/harness/chat/conversation.ts';
import { startFakeProvider } from '../../../../test/harness/providers/fake-provider.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { AgentServer } from '../agent-server.ts';
import { DemoServer } from '../demo/demo-server.ts';
import { FallbackModel } from '../providers/fallback/fallback-model.ts';
import { toModelChoice } from '../providers/models.ts';
import { DocumentIndex } from './document-index.ts';
import { readPage } from './read-passages.ts';
import { searchTool } from './search-tool.ts';

let folder: string;
let index: DocumentIndex;

const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
  write(
    'guide.md',
    '---\ntitle: "Guide"\n---\nWelcome.\n\n## Returning parcels\n\nSend a parcel back within **30 days**. See [terms](terms.html).\n\n## Opening hours\n\nWe are open from nine to five.\n',
  );
  write(
    'legal/terms.html',
    '<html><head><title>Terms &amp; conditions</title><script>parcel()</script></head><body><nav>parcel menu</nav><main><h1>Terms</h1><p>Refunds reach your bank in five days.</p></main></body></html>',
  );
  write('notes.txt', 'The warehouse is in Bergen.');
  write('.secret/key.md', 'parcel password');
  write('logo.svg', '<svg>parcel</svg>');
  index = new DocumentIndex({ folder, file: ':memory:', pageURL: 'https://docs.example.com/{page}', log: silentLog });
  index.refresh();
});
afterEach(() => {
  index.close();
  rmSync(folder, { recursive: true });
});

/** A process that opens the index, brings it up to date, and prints how much it read. */
const BUILDER = `
  import { DocumentIndex } from ${JSON.stringify(new URL('document-index.ts', import.meta.url).href)};
  const [folder, file] = process.argv.slice(1);
  const log = { warn: () => undefined, error: () => undefined };
  const index = new DocumentIndex({ folder, file, pageURL: 'https://docs.example.com/{page}', log });
  const { added } = index.refresh();
  console.log(JSON.stringify({ added, found: index.search('wares').length }));
`;

it('is built once by several processes that start together, and used by all', { timeout: 60_000 }, async () => {
  const pages = 300;
  for (let page = 0; page < pages; page += 1)
    write(`many/page-${page}.md`, `# Page ${page}\n\n${'Wares. '.repeat(200)}`);
  const file = join(folder, '.shared', 'documents.sqlite');
  const builders = Array.from({ length: 3 }, async () => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', BUILDER, folder, file]);
    return JSON.parse(stdout);
  });
  const built: { added: number; found: number }[] = await Promise.all(builders);
  expect(built.map(({ added }) => added).toSorted((one, other) => one - other)).toEqual([0, 0, pages + 3]);
  expect(built.map(({ found }) => found)).toEqual([5, 5, 5]);
});

describe('the document index', () => {
  it('finds a passage by words of the question and links to it', () => {
    const [found] = index.search('How do I return a parcel?');
    expect(found).toEqual({
      path: 'guide.md',
      title: 'Guide',
      section: 'Returning parcels',
      text: 'Send a parcel back within 30 days. See terms.',
      url: 'https://docs.example.com/guide#returning-parcels',
    });
  });

  it('reads the text of HTML without scripts, menus and tags', () => {
    expect(index.search('refunds to the bank')).toMatchObject([
      {
        title: 'Terms & conditions',
        section: 'Terms',
        text: 'Refunds reach your bank in five days.',
        url: 'https://docs.example.com/legal/terms#terms',
      },
    ]);
    expect(index.search('menu')).toEqual([]);
  });

  it('ignores hidden folders and other file types', () => {
    expect(index.search('password')).toEqual([]);
    expect(index.search('parcel').map(({ path }) => path)).toEqual(['guide.md']);
  });

  it.each(['Hello, how are you?', 'What is the capital of Mongolia and who reigns there?', '"" OR (NEAR *', ''])(
    'finds nothing for %j',
    (query) => {
      expect(index.search(query)).toEqual([]);
    },
  );

  it('reads only changed files, and forgets deleted ones', () => {
    expect(index.refresh()).toEqual({ added: 0, changed: 0, removed: 0, pages: 3 });
    write('notes.txt', 'The warehouse moved to Oslo.');
    utimesSync(join(folder, 'notes.txt'), 1, 1);
    write('new.md', '# Gift cards\nThey never expire.');
    rmSync(join(folder, 'legal'), { recursive: true });
    expect(index.refresh()).toEqual({ added: 1, changed: 1, removed: 1, pages: 3 });
    expect(index.search('warehouse')).toMatchObject([{ text: 'The warehouse moved to Oslo.' }]);
    expect(index.search('refunds')).toEqual([]);
    expect(index.search('gift cards')).toMatchObject([
      { title: 'Gift cards', url: 'https://docs.example.com/new#gift-cards' },
    ]);
  });

  it('keeps its index in a file between starts', () => {
    const file = join(folder, '.index', 'documents.sqlite');
    const first = new DocumentIndex({ folder, file, pageURL: '', log: silentLog });
    expect(first.refresh().added).toBe(3);
    first.close();
    const second = new DocumentIndex({ folder, file, pageURL: '', log: silentLog });
    expect(second.refresh()).toEqual({ added: 0, changed: 0, removed: 0, pages: 3 });
    expect(second.search('warehouse')).toHaveLength(1);
    second.close();
  });

  it('picks up a change while it watches', async () => {
    const refreshed = new Promise<void>((resolve) => {
      const stop = index.watch(({ added }) => {
        if (added === 0) return;
        stop();
        resolve();
      });
    });
    write('fresh.md', '# Zeppelins\nWe fly on Sundays.');
    await refreshed;
    expect(index.search('zeppelins')).toHaveLength(1);
  });

  it('follows no symbolic link out of the folder', () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'passwd.md'), 'hunter2 is the password');
    symlinkSync(outside, join(folder, 'link'));
    symlinkSync(join(outside, 'passwd.md'), join(folder, 'linked.md'));
    index.refresh();
    expect(index.search('hunter2')).toEqual([]);
    rmSync(outside, { recursive: true });
  });

  it('names the wrong setting when the folder does not exist', () => {
    expect(
      () => new DocumentIndex({ folder: join(folder, 'nowhere'), file: ':memory:', pageURL: '', log: silentLog }),
    ).toThrow('there is no such folder');
  });

  it('splits long texts into passages without losing any text', () => {
    const words = Array.from({ length: 1500 }, (_, number) => `word${number}`).join(' ');
    const { passages } = readPage(`# Long\n\n${words}`, '.md', 'long');
    expect(passages.length).toBeGreaterThan(5);
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(1200);
    expect(passages.map(({ text }) => text).join(' ')).toBe(words);
  });
});

describe('answers from the documents', () => {
  it('also come from the demo agent, with links', async () => {
    const chat = startConversation(
      new DemoServer({ store: new MemoryStore(), log: silentLog, documents: index, pace: { textMs: 0, stepMs: 0 } }),
    );
    const { text } = await chat.send('How do I return a parcel?');
    expect(text).toContain('within 30 days');
    expect(chat.state.items.at(-1)).toMatchObject({
      content: [
        {
          annotations: [
            {
              index: text.length,
              source: {
                type: 'url',
                title: 'Guide: Returning parcels',
                url: 'https://docs.example.com/guide#returning-parcels',
              },
            },
          ],
        },
      ],
    });
    expect(chat.state.items.at(-2)).toMatchObject({
      type: 'workflow',
      workflow: { tasks: [{ type: 'file', sources: [{ filename: 'guide.md' }] }] },
    });
  });

  it('are found and cited by a model', async () => {
    const provider = await startFakeProvider();
    provider.reply = ({ body }) =>
      JSON.stringify(body).includes('30 days')
        ? { text: 'You have 30 days【1】 to send it back.' }
        : { toolCalls: [{ name: 'search_documents', arguments: { query: 'return parcel' } }] };
    const model = new FallbackModel({
      choices: [
        toModelChoice({
          provider: 'compatible',
          model: 'm',
          baseURL: provider.baseURL(),
          apiKey: 'k',
          api: 'chat-completions',
          label: 'm',
        }),
      ],
      log: silentLog,
    });
    const chat = startConversation(
      new AgentServer({
        store: new MemoryStore(),
        log: silentLog,
        instructions: '',
        model: () => model,
        tools: [searchTool(index)],
      }),
    );
    const { text } = await chat.send('Can I send it back?');
    await provider.close();
    expect(text).toBe('You have 30 days to send it back.');
    expect(chat.state.items.at(-1)).toMatchObject({
      content: [{ annotations: [{ index: 16, source: { url: 'https://docs.example.com/guide#returning-parcels' } }] }],
    });
    expect(await chat.stored()).toEqual(chat.state.items);
  });
});
