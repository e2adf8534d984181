import { afterEach, expect, it, vi } from 'vitest';
import { readConfig } from './read-config.ts';

afterEach(() => vi.unstubAllGlobals());

/** A page with this element, and these files. */
function visit({ element, file }: { element?: string; file?: string }) {
  const fetched: string[] = [];
  const warned: unknown[] = [];
  vi.stubGlobal('document', { querySelector: () => (element === undefined ? null : { textContent: element }) });
  vi.stubGlobal('fetch', async (url: string) => {
    fetched.push(url);
    return new Response(file);
  });
  vi.stubGlobal('console', { ...console, warn: (message: unknown) => warned.push(message) });
  return { fetched, warned };
}

it('reads options from an element of the page, without a request', async () => {
  const { fetched } = visit({ element: '{"title":"Ask us"}' });
  expect(await readConfig('#options')).toEqual({ title: 'Ask us' });
  expect(fetched).toEqual([]);
});

it('reads options from a file', async () => {
  const { fetched } = visit({ file: '{"title":"Ask us"}' });
  expect(await readConfig('/chat.json')).toEqual({ title: 'Ask us' });
  expect(fetched).toEqual(['/chat.json']);
});

it.each([
  ['#missing', {}],
  ['#broken', { element: '{"title":' }],
  ['/page-not-found', { file: '<!doctype html>' }],
])('has no options and warns the owner when %s is not JSON', async (where, page) => {
  const { warned } = visit(page);
  expect(await readConfig(where)).toEqual({});
  expect(warned).toEqual([expect.stringContaining(`config="${where}" is not valid JSON.`)]);
});
