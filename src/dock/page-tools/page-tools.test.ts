import { beforeEach, describe, expect, it, vi } from 'vitest';
import { REQUEST_LIMITS, findExcess } from '@chatdock/protocol/requests/limits';
import { readPageTools } from '../../../server/src/agents/tools/page-tools.ts';
import { describeTools } from './describe-tools.ts';
import type { PageTool, PageTools } from './page-tool.ts';
import { runTool } from './run-tool.ts';

const request = {
  type: 'threads.add_user_message',
  params: { thread_id: 't', input: {} },
  metadata: { shop: 'berlin', chatdock: { key: 'k', resume: true } },
};
const cart: PageTool = { description: 'The items in the cart', parameters: { type: 'object' }, run: () => [] };
const warn = vi.spyOn(console, 'warn');
beforeEach(() => void warn.mockReset().mockImplementation(() => {}));

/** The request as it is sent. Untyped pages may give anything as a function. */
const sent = (tools: Record<string, unknown>) =>
  JSON.parse(describeTools(JSON.stringify(request), tools as PageTools)) as typeof request;
/** The names that a server takes, which allows every name. */
const taken = (tools: Record<string, unknown>) =>
  readPageTools({ metadata: sent(tools).metadata }, ['*'], []).map(({ name }) => name);

describe('the functions of a page', () => {
  it('are sent to the server beside the request’s other metadata', () => {
    expect(sent({ get_cart: cart })).toEqual({
      ...request,
      metadata: {
        shop: 'berlin',
        chatdock: {
          key: 'k',
          resume: true,
          tools: [{ name: 'get_cart', description: 'The items in the cart', parameters: { type: 'object' } }],
        },
      },
    });
  });

  it('are read by the server as the page described them', () => {
    expect(taken({ get_cart: cart, bare: { description: 'No arguments', run: () => 1 } })).toEqual([
      'get_cart',
      'bare',
    ]);
  });

  it.each([
    ['a name that no provider takes', 'get cart', cart],
    ['no name', '', cart],
    ['no description', 'a', { run: () => 1 }],
    ['a description of white space', 'b', { ...cart, description: ' ' }],
    ['a description that is too long', 'c', { ...cart, description: 'x'.repeat(501) }],
    ['a schema that is a list', 'd', { ...cart, parameters: [] }],
    ['a schema that is too large', 'e', { ...cart, parameters: { title: 'x'.repeat(4001) } }],
    ['a run that is no function', 'f', { ...cart, run: 'alert(1)' }],
    ['nothing', 'g', null],
  ])('are left out, with one warning, for %s', (_, name, tool) => {
    expect(sent({ [name]: tool, good: cart }).metadata.chatdock).toMatchObject({ tools: [{ name: 'good' }] });
    expect(warn.mock.calls).toEqual([[expect.stringContaining(`The function "${name}" is not offered`)]]);
  });

  it('are left out for a schema that contains itself', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(taken({ circular: { ...cart, parameters: circular }, good: cart })).toEqual(['good']);
  });

  it('are removed without a warning', () => {
    expect(sent({ get_cart: { ...cart, run: undefined } })).toEqual(request);
    expect(warn).not.toHaveBeenCalled();
  });

  it('stay within the server’s limits of a request, in number and in size', () => {
    const many = (parameters: object) =>
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, { ...cart, parameters }]));
    expect(taken(many({}))).toHaveLength(20);
    const large = sent(many({ title: 'x'.repeat(3900) })).metadata;
    expect(findExcess(large, REQUEST_LIMITS.metadata)).toBeNull();
    expect(readPageTools({ metadata: large }, ['*'], []).length).toBeGreaterThan(5);
    const deep = JSON.parse(`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`) as object;
    expect(taken({ deep: { ...cart, parameters: deep }, good: cart })).toEqual(['good']);
  });

  it.each(['no JSON object', '[]'])('do not change the body %j', (body) => {
    expect(describeTools(JSON.stringify(body), { get_cart: cart })).toBe(JSON.stringify(body));
  });
});

describe('a call', () => {
  const call = (name: string, params = {}) => ({ name, params });
  const run = (result: () => unknown): Promise<unknown> =>
    runTool({ f: { ...cart, run: result } }, call('f'), undefined);

  it('reaches the function with the arguments, and gives back its result as JSON', async () => {
    const got: unknown[] = [];
    const tools: PageTools = {
      f: { ...cart, run: async (args) => (got.push(args), { at: new Date(0), gone: undefined }) },
    };
    expect(await runTool(tools, call('f', { id: 7 }), undefined)).toEqual({ at: '1970-01-01T00:00:00.000Z' });
    expect(got).toEqual([{ id: 7 }]);
  });

  it.each([
    ['nothing', undefined, {}],
    ['null', null, {}],
    ['a function', () => 1, {}],
    ['a text', 'done', 'done'],
    ['false', false, false],
    ['a list', [1, null], [1, null]],
  ])('that gives %s', async (_, result, expected) => expect(await run(() => result)).toEqual(expected));

  it('fails with what the function threw', async () => {
    const failed = run(() => {
      throw new Error('The cart is closed.');
    });
    await expect(failed).rejects.toThrow('The cart is closed.');
  });

  it('fails if its result is too large, or has no JSON form', async () => {
    await expect(run(() => 'x'.repeat(20_001))).rejects.toThrow(
      'The result of "f" is too large: it may have at most 20,000 characters.',
    );
    await expect(run(() => Array.from({ length: 3000 }, () => 0))).rejects.toThrow('2,000 values');
    await expect(run(() => 1n)).rejects.toThrow(TypeError);
  });

  it.each(['missing', 'constructor', '__proto__', 'toString'])(
    'of a function that the page has not offered fails: %s',
    async (name) => {
      await expect(runTool({ f: cart }, call(name), undefined)).rejects.toThrow(`The page has no function "${name}".`);
      expect(await runTool({ f: cart }, call(name), () => ({ from: 'onClientTool' }))).toEqual({
        from: 'onClientTool',
      });
    },
  );
});
