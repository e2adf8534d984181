/** The list of conversations: what its rows say, and what the search asks the server for. */
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderChat, thread } from '../../../test/harness/chat/render-chat.ts';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000 - 1000).toISOString();
const threads = [
  thread('thr_2', { title: 'Opening hours', created_at: minutesAgo(30) }),
  thread('thr_1', { title: 'Oak table', created_at: minutesAgo(40) }),
];
const limits = { message_chars: 100, attachments: 5, edits: true, search_chars: 200 };
const last = [
  { thread_id: 'thr_2', from: 'assistant', text: 'We open at nine.', created_at: minutesAgo(20) },
  { thread_id: 'thr_1', from: 'user', text: 'It is wobbly.', created_at: minutesAgo(5) },
];
const search = ({ query }: { query: string }) => ({
  data: last.filter(({ text }) => text.toLowerCase().includes(query)),
  has_more: false,
});

async function openList(answers: Record<string, unknown>) {
  const chat = await renderChat({}, { answers: { 'threads.list': { data: threads, has_more: false }, ...answers } });
  await chat.button('Conversation history').click();
  await expect.element(chat.button('Oak table')).toBeVisible();
  const row = (name: string) => chat.button(name).element();
  return {
    ...chat,
    row,
    field: page.getByRole('searchbox', { name: 'Search conversations' }),
    names: () => [...chat.root().querySelectorAll('.history-title')].map(({ textContent }) => textContent),
    searches: () => chat.requests.filter(({ type }) => type === 'threads.search').map(({ params }) => params),
  };
}
const searching = { 'threads.list': { data: threads, has_more: false, limits }, 'threads.search': search };

it('names a row by its title, and describes it by the time and the last message', async () => {
  const chat = await openList(searching);
  const described = () =>
    chat.root().getElementById(chat.row('Oak table').getAttribute('aria-describedby') ?? '')?.textContent;
  await expect.poll(described).toBe('5 min. agoYou It is wobbly.');
  // What was last said in decides the order, not which began last.
  expect(chat.names()).toEqual(['Oak table', 'Opening hours']);
});

it('shows what the server finds in messages, and the titles that match', async () => {
  const chat = await openList(searching);
  await chat.field.fill('WOBBLY');
  await expect.poll(chat.names).toEqual(['Oak table']);
  expect(chat.root().querySelector('mark')?.textContent).toBe('wobbly');
  await chat.field.fill('open');
  await expect.poll(chat.names).toEqual(['Opening hours']);
  await chat.field.fill('zebra');
  await chat.shows('Nothing matches “zebra”.');
  // Escape clears the query first, and then closes the list.
  await userEvent.keyboard('{Escape}');
  await expect.poll(chat.names).toEqual(['Oak table', 'Opening hours']);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => chat.named('chatkit.history.close')).toHaveLength(1);
  expect(chat.searches()).toContainEqual({ query: 'wobbly', limit: 100 });
});

it('searches titles only, and asks nothing, if the server has not said that it can search', async () => {
  const chat = await openList({});
  await chat.field.fill('oak');
  await expect.poll(chat.names).toEqual(['Oak table']);
  await chat.field.fill('wobbly');
  await chat.shows('Nothing matches “wobbly”.');
  expect(chat.searches()).toEqual([]);
});

it('says that messages could not be searched, and still searches titles', async () => {
  const chat = await openList({ ...searching, 'threads.search': null });
  const refuseAll = async (): Promise<never> => {
    for (;;) (await chat.next('threads.search')).refuse(500);
  };
  void refuseAll();
  await chat.field.fill('oak');
  await chat.shows('couldn’t be searched right now');
  expect(chat.names()).toEqual(['Oak table']);
  expect(chat.errors()).toEqual([]);
});
