import { expect, it } from 'vitest';
import { createClient } from '@chatdock/protocol/client/client';
import { MAX_ITEMS, MAX_PAGES, readItems } from './read-items.ts';

const item = (id: string) => ({ type: 'end_of_turn', id, thread_id: 't', created_at: '2026-11-30T08:00:00Z' });
const serve = (page: (after: string | undefined) => object) =>
  createClient({
    url: 'https://chat.example/',
    async fetch(_url, init) {
      const { params } = JSON.parse(String(init?.body)) as { params: { after?: string } };
      return Response.json(page(params.after));
    },
  });

it('reads page after page, and returns the items oldest first', async () => {
  const { items, isCut } = await readItems(
    serve((after) =>
      after === undefined
        ? { data: [item('4'), item('3')], has_more: true, after: '3' }
        : { data: [item('2'), item('1')], has_more: false, after: null },
    ),
    't',
  );
  expect(items.map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
  expect(isCut).toBe(false);
});

it('stops at a server that never stops sending pages', async () => {
  let count = 0;
  const { items, isCut } = await readItems(
    serve(() => ({
      data: Array.from({ length: 1000 }, () => item(String(++count))),
      has_more: true,
      after: String(count),
    })),
    't',
  );
  expect(items).toHaveLength(MAX_ITEMS);
  expect(isCut).toBe(true);
});

it('stops at a server that sends empty pages, or two pages by turns', async () => {
  let asked = 0;
  const fetchPages = (after: (count: number) => string) =>
    serve(() => ({ data: [], has_more: true, after: after(++asked) }));
  const { isCut } = await readItems(fetchPages(String), 't');
  expect(asked).toBe(MAX_PAGES);
  expect(isCut).toBe(true);
  asked = 0;
  await readItems(
    fetchPages((count) => `c${count % 2}`),
    't',
  );
  expect(asked).toBeLessThan(4);
});

it('stops when its signal is aborted', async () => {
  const leaving = new AbortController();
  let asked = 0;
  const reading = readItems(
    serve(() => {
      if (++asked === 3) leaving.abort();
      return { data: [item(String(asked))], has_more: true, after: String(asked) };
    }),
    't',
    leaving.signal,
  );
  await expect(reading).rejects.toThrow('abort');
  expect(asked).toBeLessThan(5);
});

it('stops at a server that sends the same page again', async () => {
  const { items } = await readItems(
    serve(() => ({ data: [item('1')], has_more: true, after: '1' })),
    't',
  );
  expect(items).toHaveLength(2);
});
