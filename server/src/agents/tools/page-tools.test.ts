import { describe, expect, it } from 'vitest';
import { isAllowedName, readPageTools } from './page-tools.ts';

const cart = {
  name: 'get_cart',
  description: 'The items in the cart.',
  parameters: { type: 'object', properties: {} },
};
const from = (tools: unknown) => ({ metadata: { chatdock: { resume: true, tools } } });
const names = (tools: unknown, patterns = ['get_cart', 'show_*'], taken: string[] = []) =>
  readPageTools(from(tools), patterns, taken).map(({ name }) => name);

describe('page tools', () => {
  it('reach the model only if the setting names them', () => {
    expect(names([cart, { ...cart, name: 'show_product' }, { ...cart, name: 'delete_account' }])).toEqual([
      'get_cart',
      'show_product',
    ]);
    expect(names([cart], [])).toEqual([]);
  });

  it('are described to the model as the page’s words', () => {
    expect(readPageTools(from([cart]), ['*'], [])[0]?.description).toBe(
      'A function of the page. The page describes it so: "The items in the cart."',
    );
  });

  it('never replace a tool of the server', () => {
    expect(names([cart], ['*'], ['get_cart'])).toEqual([]);
  });

  it.each([
    ['a schema that is too large', { ...cart, parameters: { title: 'x'.repeat(5000) } }],
    ['a description that is too long', { ...cart, description: 'x'.repeat(501) }],
    ['a name that no provider takes', { ...cart, name: 'get cart' }],
    ['no description', { name: 'get_cart' }],
    ['a schema that is a list', { ...cart, parameters: [] }],
    ['null', null],
  ])('are left out for %s', (_, tool) => expect(names([tool], ['*'])).toEqual([]));

  it('are at most twenty', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...cart, name: `show_${index}` }));
    expect(names(many)).toHaveLength(20);
  });

  it.each([undefined, {}, 'text', { chatdock: null }, { chatdock: { tools: {} } }])(
    'are not found in %j',
    (metadata) => {
      expect(readPageTools({ metadata: metadata as never }, ['*'], [])).toEqual([]);
    },
  );
});

it.each([
  ['get_cart', ['get_cart'], true],
  ['get_cart2', ['get_cart'], false],
  ['show_x', ['show_*'], true],
  ['show', ['show_*'], false],
  ['constructor', [], false],
])('%s is allowed by %j: %j', (name, patterns, expected) => expect(isAllowedName(name, patterns)).toBe(expected));
