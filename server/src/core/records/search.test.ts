import { describe, expect, it } from 'vitest';
import {
  ada,
  hidden,
  message,
  openChat,
  toolCall,
  userMessage,
  widget,
} from '../../../../test/harness/chat/chat-server.ts';
import { newUser } from '../../../../test/harness/chat/records.ts';
import { STORES } from '../../../../test/harness/servers/stores.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { createSearch, type SearchLimits } from './search.ts';

type Chat = ReturnType<typeof openChat>;

/** A chat with a conversation for each list of messages, the last one newest. A visitor writes the odd ones. */
async function withThreads(chat: Chat, ...threads: [title: string | undefined, ...texts: string[]][]) {
  for (const [index, [title, ...texts]] of threads.entries()) {
    const thread = await chat.thread({ id: `t${index}`, title, created_at: `2026-01-0${index + 1}T00:00:00Z` });
    for (const [number, text] of texts.entries())
      await chat.store.addThreadItem(
        thread.id,
        (number % 2 === 0 ? userMessage : message)(thread.id, `${thread.id}-${number}`, text),
        ada(),
      );
  }
  return chat;
}
const search = (chat: Chat, query: string, more: object = {}) =>
  chat.ask({ type: 'threads.search', params: { query, ...more } });
const shown = async (chat: Chat, query: string) => {
  const { data } = await search(chat, query);
  return (data as { thread_id: string; text: string }[]).map(({ thread_id: id, text }) => [id, text]);
};

describe('a search', () => {
  it('finds words in titles and messages, the newest conversation first', async () => {
    const chat = await withThreads(
      openChat(),
      ['Parcel to Oslo', 'Hello', 'Hi.'],
      ['Other', 'Where is my parcel?', 'On its way.'],
      ['Third', 'Nothing here'],
    );
    expect(await search(chat, 'PARCEL')).toEqual({
      data: [
        { thread_id: 't1', from: 'user', text: 'Where is my parcel?', created_at: '2026-01-02T03:04:06Z' },
        { thread_id: 't0', from: 'assistant', text: 'Hi.', created_at: '2026-01-02T03:04:06Z' },
      ],
      has_more: false,
    });
  });

  it('without words gives the last message of each conversation', async () => {
    const chat = await withThreads(openChat(), ['One', 'a', 'b', 'c'], ['Two'], [undefined, 'd']);
    for (const query of ['', '  \n '])
      expect(await shown(chat, query)).toEqual([
        ['t2', 'd'],
        ['t1', ''],
        ['t0', 'c'],
      ]);
  });

  it.each([
    ['every word, in any order', 'oslo parcel', true],
    ['words of different messages', 'oslo hello', false],
    ['a part of a word', 'parc', true],
    ['letters with other accents', 'PÄRCEL', true],
    ['text that is a pattern elsewhere', '%', false],
    ['another pattern', '.*', false],
    ['a quote', "o'", false],
  ])('for %s', async (_, query, isFound) => {
    const chat = await withThreads(openChat(), [undefined, 'Hello', 'The parcel to Oslo is late.']);
    expect((await shown(chat, query)).length > 0).toBe(isFound);
  });

  it('shows the place of the match, as plain text', async () => {
    const long = `${'word '.repeat(200)}**Needle** [here](https://x.example/y) ${'tail '.repeat(200)}`;
    const [[, text = ''] = []] = await shown(await withThreads(openChat(), [undefined, 'q', long]), 'needle');
    expect(text).toMatch(/^…(?:word )+Needle here (?:tail )+\w*…$/);
    expect(text.length).toBeLessThan(170);
  });

  it.each([
    ['a code block', 'Run:\n\n```js\nrun(now);\n```\n\nDone.', 'Run: run(now); Done.'],
    ['a code block with details', '```python title="a.py"\nrun()\n```', 'run()'],
    ['a code block of tildes', '~~~sh\nls `pwd`\n~~~', 'ls pwd'],
    ['a code block in a list', '1. ```ts\n   run()\n   ```', 'run()'],
    ['a code block in a quote', '> ```ts\n> run()\n> ```', 'run()'],
    ['code in three marks in a line', '```run()``` starts it', 'run() starts it'],
    ['a table', '| Day | Price |\n| --- | ---: |\n| Mon | 3 |', 'Day Price Mon 3'],
    ['a line between two parts', 'One\n\n---\n\nTwo', 'One Two'],
  ])('shows only the text of %s', async (_, markdown, text) => {
    expect(await shown(await withThreads(openChat(), [undefined, 'q', markdown]), '')).toEqual([['t0', text]]);
  });

  it('ignores what the visitor does not see', async () => {
    const chat = openChat();
    const { id } = await chat.thread();
    await chat.store.addThreadItem(id, userMessage(id, 'm', 'Hello'), ada());
    await chat.store.addThreadItem(id, hidden(id, 'h'), ada());
    await chat.store.addThreadItem(id, toolCall(id, 'c'), ada());
    await chat.store.addThreadItem(id, { ...widget(id, 'w'), copy_text: 'Table for two' }, ada());
    expect(await shown(chat, 'secret')).toEqual([]);
    expect(await shown(chat, 'get_selection')).toEqual([]);
    expect(await shown(chat, 'table')).toEqual([[id, 'Table for two']]);
  });

  it('returns as many as requested, and says whether there are more', async () => {
    const chat = await withThreads(openChat(), ['a'], ['b'], ['c']);
    expect(await search(chat, '', { limit: 2 })).toMatchObject({
      data: [{ thread_id: 't2' }, { thread_id: 't1' }],
      has_more: true,
    });
    expect((await chat.post({ type: 'threads.search', params: { query: 'x'.repeat(201) } })).status).toBe(400);
    expect((await chat.post({ type: 'threads.search', params: { limit: -1 } })).status).toBe(400);
    expect((await chat.post({ type: 'threads.search', params: { limit: 201 } })).status).toBe(400);
  });

  it('is offered to our own element, and to no other client', async () => {
    const list = { type: 'threads.list', params: {} };
    const announced = await openChat().ask({ ...list, metadata: { chatdock: { resume: true } } });
    expect(announced).toMatchObject({ limits: { search_chars: 200 } });
    expect(await openChat().ask(list)).not.toHaveProperty('limits');
  });
});

describe.each(STORES)('a search in the $name store', ({ open }) => {
  it('finds the caller’s conversations and nobody else’s', async () => {
    const opened = await open();
    const { store } = opened;
    const search = createSearch();
    // A busy machine may take its time.
    const patient = () => ({ ...newUser(), storePatienceMs: 20_000 });
    const [owner, stranger] = [patient(), patient()];
    const thread = {
      id: store.generateThreadId(owner),
      created_at: '2026-01-01T00:00:00Z',
      status: { type: 'active' as const },
      metadata: {},
    };
    await store.saveThread(thread, owner);
    for (let index = 0; index < 120; index++)
      await store.addThreadItem(
        thread.id,
        userMessage(thread.id, `m${index}`, index === 3 ? 'Ein Päckchen' : 'x'),
        owner,
      );
    expect(await search(store, { query: 'packchen' }, owner)).toMatchObject({
      data: [{ text: 'Ein Päckchen' }],
      has_more: false,
    });
    expect(await search(store, { query: 'packchen' }, stranger)).toEqual({ data: [], has_more: false });
    expect(await search(store, { query: '' }, stranger)).toEqual({ data: [], has_more: false });
    await store.deleteThread(thread.id, owner);
    expect(await search(store, { query: 'packchen' }, owner)).toEqual({ data: [], has_more: false });
    await opened.close();
  });
});

describe('the cost of a search', () => {
  const some: SearchLimits = { threads: 1000, itemsPerThread: 1000, chars: 1e9, ms: 1e9 };
  const chatOf = (count: number) =>
    withThreads(
      openChat(),
      ...Array.from({ length: 9 }, (): [string, ...string[]] => ['x', ...Array.from({ length: count }, () => 'word')]),
    );
  const find = async (limits: Partial<SearchLimits>, query = 'missing', count = 3) => {
    const { store } = await chatOf(count);
    return await createSearch({ ...some, ...limits })(store, { query }, ada());
  };

  it.each([
    ['conversations', { threads: 4 }],
    ['characters', { chars: 30 }],
    ['milliseconds', { ms: -1 }],
  ])('is limited by %s, and the response says that it is incomplete', async (_, limits) => {
    expect(await find(limits)).toEqual({ data: [], has_more: true });
    expect(await find({})).toEqual({ data: [], has_more: false });
  });

  it('is limited by the messages of a conversation', async () => {
    const chat = await withThreads(openChat(), [undefined, 'needle', ...Array.from({ length: 120 }, () => 'hay')]);
    const found = (itemsPerThread: number) =>
      createSearch({ ...some, itemsPerThread })(chat.store, { query: 'needle' }, ada());
    expect((await found(100)).data).toEqual([]);
    expect((await found(200)).data).toHaveLength(1);
  });

  it('stops when the visitor searches for something else, or leaves', async () => {
    const { store } = await chatOf(3);
    const search = createSearch(some);
    let reads = 0;
    const slow = new MemoryStore();
    slow.loadThreads = (...args) => store.loadThreads(...args);
    slow.loadThreadItems = async (...args) => {
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve));
      return await store.loadThreadItems(...args);
    };
    const first = search(slow, { query: 'missing' }, ada());
    await new Promise((resolve) => setTimeout(resolve));
    expect(await search(slow, { query: 'x' }, ada())).toMatchObject({ has_more: false });
    expect(await first).toEqual({ data: [], has_more: true });
    expect(reads).toBeLessThan(9 + 9);
    const leaving = new AbortController();
    leaving.abort();
    expect(await search(slow, { query: 'x' }, { userId: 'ada', signal: leaving.signal })).toEqual({
      data: [],
      has_more: true,
    });
  });
});
