/** The list of conversations: what its rows say, and what the search asks the server for. */
import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { onCleanup, renderChat, thread, userItem } from '../../../test/harness/chat/render-chat.ts';
import { recordAnnouncements } from '../../../test/harness/chat/spoken.ts';

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
  await expect.poll(described).toBe('5 min. ago You: It is wobbly.');
  // The order follows the last message, not the beginning.
  expect(chat.names()).toEqual(['Oak table', 'Opening hours']);
});

it('asks before it deletes, with a button in another colour, over the whole row', async () => {
  const chat = await openList(searching);
  await chat.button('Delete: Oak table').click();
  const colour = (name: string) => getComputedStyle(chat.button(name).element()).color;
  expect(colour('Delete')).not.toBe(colour('Cancel'));
  const question = chat.root().querySelector('.asking')?.getBoundingClientRect();
  const row = chat.root().querySelector('.history-row:has(.asking)')?.getBoundingClientRect();
  expect(question?.right).toBe(row?.right);
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

it('asks the server when the visitor stops typing, not with each letter', async () => {
  const chat = await openList(searching);
  await expect.poll(chat.searches).toHaveLength(1); // for the last messages
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onCleanup(() => void vi.useRealTimers());
  for (const part of ['w', 'wo', 'wob', 'wobb', 'wobbly']) {
    const field = chat.field.element() as HTMLInputElement;
    field.value = part;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await new Promise(requestAnimationFrame);
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(1000);
  await expect.poll(() => chat.searches().map(({ query }) => query)).toContain('wobbly');
  expect(chat.searches()).toHaveLength(2);
});

it('searches only titles, without a request, if the server does not offer search', async () => {
  const chat = await openList({});
  await chat.field.fill('oak');
  await expect.poll(chat.names).toEqual(['Oak table']);
  await chat.field.fill('wobbly');
  await chat.shows('Nothing matches “wobbly”.');
  expect(chat.searches()).toEqual([]);
});

it('reports that messages could not be searched, and still searches titles', async () => {
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

it('announces and shows that a search stopped before its end', async () => {
  const more = (params: { query: string }) => ({ ...search(params), has_more: true });
  const chat = await openList({ ...searching, 'threads.search': more });
  const announced = recordAnnouncements(chat.root());
  await chat.field.fill('wobbly');
  await chat.shows('There may be more matches.');
  await expect
    .poll(() => announced)
    .toEqual(['1 conversation found. There may be more matches. Add a word to narrow the search.']);
  await chat.field.fill('');
  await expect.poll(() => chat.root().querySelector('.history-note')).toBeNull();
});

it('has a placeholder in the colour of secondary text, whatever the browser’s default', async () => {
  const chat = await openList({});
  const color = (element: Element | null, part?: string) => element && getComputedStyle(element, part).color;
  expect(color(chat.field.element(), '::placeholder')).toBe(color(chat.root().querySelector('.history-group')));
});

it('gives titles the width of a row until the pointer or the focus is on it', async () => {
  const chat = await openList({});
  const row = chat.row('Oak table').closest('.history-row');
  const title = chat.row('Oak table');
  const width = () => title.getBoundingClientRect().width;
  await userEvent.hover(chat.field);
  await expect.poll(() => width() / (row?.getBoundingClientRect().width ?? 0)).toBeGreaterThan(0.85);
  await userEvent.hover(title);
  await expect.poll(() => width() / (row?.getBoundingClientRect().width ?? 0)).toBeLessThan(0.85);
});

it('is a navigation beside the conversation in a wide frame, which stays usable', async () => {
  const answers = {
    ...searching,
    'threads.get_by_id': ({ thread_id: id }: { thread_id: string }) =>
      thread(id, { title: id, items: { data: [userItem('msg_1', `in ${id}`, id)], has_more: false } }),
  };
  const chat = await renderChat({}, { answers });
  const { element } = chat;
  element.toggleAttribute('data-wide', true);
  await element.focusComposer();
  await element.showHistory();
  const list = page.getByRole('navigation', { name: 'Conversation history' });
  await expect.element(list).toBeVisible();
  const conversation = () => chat.root().querySelector('.conversation');
  expect(conversation()?.hasAttribute('inert')).toBe(false);
  await chat.focuses('Message the AI');
  // The list comes first for the keyboard, and is where the text begins.
  const place = list.element().compareDocumentPosition(conversation() ?? document);
  expect(place & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  const [side, main] = [list.element(), conversation()].map((part) => part?.getBoundingClientRect());
  expect(side?.left).toBeLessThan(main?.left ?? 0);
  expect(side?.right).toBeLessThanOrEqual((main?.left ?? 0) + 1);
  // Choosing shows the conversation, leaves the list, and gives the focus to the composer.
  await chat.button('Oak table').click();
  await chat.logs('in thr_1');
  await chat.focuses('Message the AI');
  await expect.element(chat.button('Oak table')).toHaveAttribute('aria-current', 'true');
  await userEvent.keyboard('{Escape}');
  await expect.element(list).toBeVisible();
  // In a narrow frame it is over the conversation again, with what was typed.
  await page.getByRole('searchbox').fill('oak');
  element.toggleAttribute('data-wide', false);
  await expect.element(page.getByRole('region', { name: 'Conversation history' })).toBeVisible();
  await expect.poll(() => conversation()?.hasAttribute('inert')).toBe(true);
  expect(page.getByRole('searchbox').element()).toHaveProperty('value', 'oak');
  await chat.button('Oak table').click();
  await expect.poll(() => chat.root().querySelector('.history')).toBeNull();
});
