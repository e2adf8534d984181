import { afterEach, describe, expect, it } from 'vitest';
import {
  call,
  calling,
  closeDialects,
  DONE,
  piece,
  speak,
  type Chunk,
} from '../../../../../test/harness/providers/dialect.ts';

afterEach(closeDialects);

const args = (query: string) => JSON.stringify({ query });
const DELIVERY = args('delivery');
const RETURNS = args('returns');

const ONE: readonly [name: string, events: Chunk[]][] = [
  ['with an index', calling(call('search', DELIVERY, { index: 0, id: 'a1' }))],
  [
    'without an index, in pieces',
    calling(call('search', '{"query":"del', { id: 'a1' }), { function: { arguments: 'ivery"}' } }),
  ],
  [
    'with its name in each piece',
    calling(
      call('search', '', { index: 0, id: 'a1' }),
      call('search', '{"query":"del', { index: 0, id: 'a1' }),
      call('search', 'ivery"}', { index: 0, id: 'a1' }),
      call('search', '', { index: 0, id: 'a1' }),
    ),
  ],
  [
    'with its name in each piece, and no id after the first',
    calling(call('search', '{"query":"del', { index: 0, id: 'a1' }), call('search', 'ivery"}', { index: 0, id: '' })),
  ],
  [
    'with another id in each piece',
    calling(call('search', '{"query":"del', { index: 0, id: 'x1' }), call('search', 'ivery"}', { index: 0, id: 'x2' })),
  ],
  ['with its name in pieces', calling(call('sea', '', { index: 0, id: 'a1' }), call('rch', DELIVERY, { index: 0 }))],
  [
    'with its name after its id',
    calling(
      { index: 0, id: 'a1', type: 'function', function: { arguments: '' } },
      { index: 0, function: { name: 'search', arguments: DELIVERY } },
    ),
  ],
  [
    'with its id after its name',
    calling(call('search', '', { index: 0 }), { index: 0, id: 'a1', function: { arguments: DELIVERY } }),
  ],
  [
    'with an index that counts up with each piece',
    calling(
      call('search', '{"query":', { index: 0, id: 'a1' }),
      { index: 1, function: { arguments: '"delivery"' } },
      { index: 2, function: { arguments: '}' } },
    ),
  ],
  [
    'with everything written so far in each piece',
    calling(call('search', '{"query":"del', { index: 0, id: 'a1' }), call('search', DELIVERY, { index: 0, id: 'a1' })),
  ],
  [
    'twice in full',
    calling(call('search', DELIVERY, { index: 0, id: 'a1' }), call('search', DELIVERY, { index: 0, id: 'a1' })),
  ],
  [
    'after an empty object',
    calling(call('search', '{}', { index: 0, id: 'a1' }), { index: 0, function: { arguments: DELIVERY } }),
  ],
  ['with an object for its arguments', calling(call('search', { query: 'delivery' }, { index: 0, id: 'a1' }))],
  ['with arguments that are JSON in JSON', calling(call('search', JSON.stringify(DELIVERY), { index: 0, id: 'a1' }))],
  [
    'with a namespace before its name',
    calling(call('functions.search:0', DELIVERY, { index: 0, id: 'functions.search:0' })),
  ],
  [
    'with a token of the template behind its name',
    calling(call('search<|channel|>commentary', DELIVERY, { index: 0, id: 'a1' })),
  ],
  [
    'in the older form',
    [piece({ function_call: { name: 'search', arguments: DELIVERY } }), piece({}, 'function_call'), DONE],
  ],
  [
    'with an end that says stop',
    [piece({ tool_calls: [call('search', DELIVERY, { index: 0, id: 'a1' })] }), piece({}, 'stop'), DONE],
  ],
  ['with no end but [DONE]', [piece({ tool_calls: [call('search', DELIVERY, { index: 0, id: 'a1' })] }), DONE]],
  ['with no id', calling(call('search', DELIVERY, { index: 0 }))],
  ['in other letters than its tool', calling(call('Search', DELIVERY, { index: 0, id: 'a1' }))],
  ['with its arguments in a fence', calling(call('search', `\`\`\`json\n${DELIVERY}\n\`\`\``, { index: 0, id: 'a1' }))],
  [
    'with null for its id and type',
    calling({ index: 0, id: null, type: null, function: { name: 'search', arguments: DELIVERY } }),
  ],
  ['with a number for its id', calling(call('search', DELIVERY, { index: 0, id: 7 }))],
];

const TWO: readonly [name: string, events: Chunk[]][] = [
  [
    'with index 0 for both',
    calling(call('search', DELIVERY, { index: 0, id: 'a1' }), call('search', RETURNS, { index: 0, id: 'a2' })),
  ],
  [
    'with index 0 for both, in pieces',
    calling(
      call('search', '{"query":"del', { index: 0, id: 'a1' }),
      { index: 0, function: { arguments: 'ivery"}' } },
      call('search', '{"query":', { index: 0, id: 'a2' }),
      { index: 0, function: { arguments: '"returns"}' } },
    ),
  ],
  [
    'with empty ids',
    calling(call('search', DELIVERY, { index: 0, id: '' }), call('search', RETURNS, { index: 1, id: '' })),
  ],
  [
    'with equal ids',
    calling(call('search', DELIVERY, { index: 0, id: 'a' }), call('search', RETURNS, { index: 1, id: 'a' })),
  ],
  [
    'with equal ids and equal indexes',
    calling(call('search', DELIVERY, { index: 0, id: 'a' }), call('search', RETURNS, { index: 0, id: 'a' })),
  ],
  ['with neither ids nor indexes', calling(call('search', DELIVERY), call('search', RETURNS))],
  ['with neither ids nor indexes, in one piece', calling([call('search', DELIVERY), call('search', RETURNS)])],
  ['with index 0 and no ids', calling(call('search', DELIVERY, { index: 0 }), call('search', RETURNS, { index: 0 }))],
  [
    'without indexes, in pieces',
    calling(
      call('search', '{"query":"del', { id: 'a1' }),
      { function: { arguments: 'ivery"}' } },
      call('search', '{"query":', { id: 'a2' }),
      { function: { arguments: '"returns"}' } },
    ),
  ],
  [
    'without indexes, interleaved by id',
    calling(
      call('search', '{"query":', { id: 'a1' }),
      call('search', '{"query":', { id: 'a2' }),
      { id: 'a1', function: { arguments: '"delivery"}' } },
      { id: 'a2', function: { arguments: '"returns"}' } },
    ),
  ],
  [
    'interleaved by index',
    calling(
      call('search', '', { index: 0, id: 'a1' }),
      call('search', '', { index: 1, id: 'a2' }),
      { index: 1, function: { arguments: RETURNS } },
      { index: 0, function: { arguments: DELIVERY } },
    ),
  ],
];

describe('tool calls, however they are streamed', () => {
  it.each(ONE)('reads one call %s [D020]', async (_name, events) => {
    const { send, asked } = await speak(events);
    const { ran, text } = await send();
    expect(ran).toEqual([['search', { query: 'delivery' }]]);
    expect(text).toBe('RESULTS=1 found delivery');
    const [made] = asked()[1]?.findLast(({ role }) => role === 'assistant')?.tool_calls ?? [];
    expect(made).toMatchObject({ type: 'function', function: { name: 'search', arguments: DELIVERY } });
    expect(made?.id).toMatch(/./u);
  });

  it.each(['length', 'content_filter'])('continues silently when a call ends with %s [D042]', async (reason) => {
    const entry = call('search', DELIVERY, { index: 0, id: 'a1' });
    const { send } = await speak([piece({ content: 'One moment. ' }), piece({ tool_calls: [entry] }, reason), DONE]);
    const { ran, text, notices } = await send();
    expect(ran).toEqual([['search', { query: 'delivery' }]]);
    expect(text).toContain('RESULTS=1 found delivery');
    expect(notices).toEqual([]);
  });

  it.each(TWO)('reads two calls %s [D021]', async (_name, events) => {
    const { send, asked } = await speak(events);
    const { ran, text } = await send();
    expect(ran).toEqual([
      ['search', { query: 'delivery' }],
      ['search', { query: 'returns' }],
    ]);
    expect(text).toBe('RESULTS=2 found delivery | found returns');
    const ids = asked()[1]?.flatMap((message) => message.tool_calls?.map(({ id }) => id) ?? []) ?? [];
    expect(new Set(ids).size).toBe(2);
    expect(asked()[1]?.flatMap(({ tool_call_id: id }) => id ?? [])).toEqual(ids);
  });

  it.each([
    ['""', ''],
    ['null', null],
    ['the word null', 'null'],
    ['an empty list', '[]'],
    ['an object', {}],
    ['nothing', undefined],
    ['spaces', ' '],
  ])('reads %s as no arguments [D022]', async (_name, written) => {
    const { send } = await speak(calling(call('is_open', written, { index: 0, id: 'a1' })));
    const { ran, text } = await send();
    expect(ran).toEqual([['is_open', {}]]);
    expect(text).toBe('RESULTS=1 open');
  });

  it.each(['search', 'get_cart'])(
    'returns arguments of %s that are not JSON to the model as an error [D023]',
    async (name) => {
      const { send, asked } = await speak(calling(call(name, '{"query": "del', { index: 0, id: 'a1' })));
      const { ran, text, events } = await send();
      expect(ran).toEqual([]);
      expect(text).toMatch(/^RESULTS=1 .*(?:failed|error)/iu);
      expect(events.some((event) => event.type === 'thread.item.done' && event.item.type === 'client_tool_call')).toBe(
        false,
      );
      // The provider gets arguments that it can parse, or it would refuse the conversation from now on.
      const [made] = asked()[1]?.findLast(({ role }) => role === 'assistant')?.tool_calls ?? [];
      expect(JSON.parse(made?.function.arguments ?? '')).toEqual({ not_valid_json: '{"query": "del' });
    },
  );

  it('sends two calls to the page one by one, then both results to the model [D024]', async () => {
    const { send, chat, toReceived, asked } = await speak(
      calling(call('get_cart', '', { index: 0, id: 'a1' }), call('get_page', '{"url":"/a"}', { index: 1, id: 'a2' })),
    );
    const pending = (events: Awaited<ReturnType<typeof send>>['events']) =>
      events.flatMap((event) =>
        event.type === 'thread.item.done' && event.item.type === 'client_tool_call' ? [event.item] : [],
      );
    expect(pending((await send()).events)).toMatchObject([{ name: 'get_cart', arguments: {}, status: 'pending' }]);
    const second = await chat.request('threads.add_client_tool_output', { result: { items: 3 } });
    expect(pending(second.events)).toMatchObject([{ name: 'get_page', arguments: { url: '/a' }, status: 'pending' }]);
    expect(asked()).toHaveLength(1);
    const last = toReceived(await chat.request('threads.add_client_tool_output', { result: 'page' }));
    expect(last.text).toBe('RESULTS=2 {"items":3} | "page"');
    expect(
      asked()[1]?.map(({ role, tool_calls: calls, tool_call_id: id }) => [role, calls?.map((each) => each.id) ?? id]),
    ).toEqual([
      ['system', undefined],
      ['user', undefined],
      ['assistant', ['a1', 'a2']],
      ['tool', 'a1'],
      ['tool', 'a2'],
    ]);
  });
});
