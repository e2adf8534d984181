/** The views of a thread: messages, work, and the row under an answer. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  added,
  assistantItem,
  at,
  delta,
  done,
  firstTurn,
  renderChat,
  thread,
  userItem,
  type RenderOptions,
} from '../harness/chat/render-chat.ts';

const common = (id: string) => ({ id, thread_id: 'thr_1', created_at: at });
const updated = (item_id: string, update: object) => ({ type: 'thread.item.updated', item_id, update });
const workflow = (id: string, more: object) => ({
  ...common(id),
  type: 'workflow',
  workflow: { type: 'custom', tasks: [], expanded: false, ...more },
});

afterEach(() => vi.restoreAllMocks());

async function withItems(items: object[], given: RenderOptions = {}) {
  const chat = await renderChat(
    { initialThread: 'thr_1', ...given },
    { answers: { 'threads.get_by_id': thread('thr_1', { items: { data: items, has_more: false } }) } },
  );
  await expect.poll(() => chat.named('chatkit.thread.load.end')).toHaveLength(1);
  return chat;
}

async function duringTurn() {
  const chat = await renderChat();
  const turn = await chat.say('hello');
  turn.send(...firstTurn('hello'));
  await chat.logs('hello');
  return { chat, turn };
}

describe("a visitor's message", () => {
  it('is plain text with its line breaks, and shows tags as pills [E105]', async () => {
    const content = [
      { type: 'input_text', text: '# not a **title**\nsecond <b>line</b> about ' },
      { type: 'input_tag', id: 'o', text: 'Order 77', data: {}, interactive: false },
    ];
    const chat = await withItems([userItem('m1', '', 'thr_1', { content })]);
    await chat.logs('# not a **title**');
    const bubble = chat.root().querySelector('.bubble');
    expect(bubble?.querySelector('h1,strong,b')).toBeNull();
    expect(bubble?.textContent).toBe('# not a **title**\nsecond <b>line</b> about Order 77');
    expect(bubble && getComputedStyle(bubble).whiteSpaceCollapse).toMatch(/preserve|break-spaces/);
    expect(bubble?.querySelector('.tag')?.textContent).toBe('Order 77');
  });
});

describe('data-ai-generated', () => {
  it('marks every item of an answer, and nothing that the visitor wrote', async () => {
    const chat = await withItems([
      userItem('m1', 'hello', 'thr_1'),
      workflow('w1', {}),
      assistantItem('m2', 'Hi there.', 'thr_1'),
      { ...common('g1'), type: 'generated_image', image: { id: 'i', url: 'https://example.com/i.png' } },
      { ...common('c1'), type: 'widget', widget: { type: 'Card', children: [] } },
    ]);
    await chat.logs('Hi there.');
    const marks = [...chat.root().querySelectorAll('[data-item]')].map((item) => [
      item.getAttribute('data-item'),
      item.hasAttribute('data-ai-generated'),
    ]);
    expect(marks).toEqual([
      ['m1', false],
      ['w1', true],
      ['m2', true],
      ['g1', true],
      ['c1', true],
    ]);
  });
});

describe('progress', () => {
  it('is one line with an icon, replaced by the next, and ends with the message or the turn [E114 P092]', async () => {
    const { chat, turn } = await duringTurn();
    const line = () => chat.root().querySelector('.progress');
    turn.send({ type: 'progress_update', icon: 'search', text: 'Reading' });
    await expect.poll(() => line()?.textContent).toContain('Reading');
    await expect.poll(() => line()?.querySelector('svg')).not.toBeNull();
    turn.send({ type: 'progress_update', text: 'Writing' });
    await expect.poll(() => line()?.textContent).toContain('Writing');
    expect(chat.root().querySelectorAll('.progress')).toHaveLength(1);
    turn.send(added(assistantItem('m2', 'Here.')));
    await expect.poll(line).toBeNull();
    turn.send({ type: 'progress_update', text: 'One more thing' });
    await expect.poll(() => line()?.textContent).toContain('One more thing');
    turn.end();
    await expect.poll(line).toBeNull();
  });
});

describe('workflows', () => {
  it('reasoning streams its text, collapses to its duration, and expands on request [E115]', async () => {
    const { chat, turn } = await duringTurn();
    const thought = (content: string) => ({ type: 'thought', content });
    turn.send(
      added(workflow('w', { type: 'reasoning' })),
      updated('w', { type: 'workflow.task.added', task_index: 0, task: thought('The question') }),
    );
    await chat.logs('The question');
    turn.send(
      updated('w', { type: 'workflow.task.updated', task_index: 0, task: thought('The question has two halves') }),
    );
    await chat.logs('has two halves');
    turn.send(
      done(
        workflow('w', {
          type: 'reasoning',
          tasks: [thought('The question has two halves')],
          summary: { duration: 12 },
        }),
      ),
    );
    await expect.poll(() => chat.log().element().textContent).not.toContain('has two halves');
    const head = page.getByRole('button', { name: /12/ });
    await expect.element(head).toHaveAttribute('aria-expanded', 'false');
    await head.click();
    await chat.logs('has two halves');
    turn.end();
  });

  it('a custom workflow shows tasks with state, then its summary, expanded if the server says [E116]', async () => {
    const { chat, turn } = await duringTurn();
    const task = (title: string, status_indicator: string, more: object = {}) => ({
      type: 'custom',
      title,
      status_indicator,
      ...more,
    });
    turn.send(
      added(
        workflow('w', {
          expanded: true,
          tasks: [
            task('Search', 'complete'),
            task('Compare', 'loading', { content: 'with **care**' }),
            task('Write', 'none'),
          ],
        }),
      ),
    );
    await chat.logs('Compare');
    const rows = () => [...chat.root().querySelectorAll('.tasks > li')];
    expect(rows().map((row) => [row.querySelector('.spinner') !== null, row.querySelector('svg') !== null])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ]);
    await expect.poll(() => rows()[1]?.querySelector('strong')?.textContent).toBe('care');
    turn.send(
      done(
        workflow('w', {
          expanded: true,
          tasks: [task('Search', 'complete')],
          summary: { title: 'Compared three offers', icon: 'search' },
        }),
      ),
    );
    const head = page.getByRole('button', { name: 'Compared three offers' });
    await expect.element(head).toHaveAttribute('aria-expanded', 'true');
    await expect.poll(() => head.element().querySelectorAll('svg').length).toBe(2);
    turn.send(
      done(
        workflow('w', {
          expanded: false,
          tasks: [task('Search', 'complete')],
          summary: { title: 'Compared three offers' },
        }),
      ),
    );
    await expect.element(head).toHaveAttribute('aria-expanded', 'false');
    turn.end();
  });

  it('searches show their queries and links, files their names [E117]', async () => {
    const sources = {
      web: [
        { type: 'url', title: 'Price list', url: 'https://shop.example/prices' },
        { type: 'url', title: 'Trap', url: 'javascript:alert(1)' },
      ],
      files: [{ type: 'file', title: 'Terms', filename: 'terms.pdf' }],
    };
    const tasks = [
      { type: 'web_search', title: 'Looked it up', queries: ['coffee price'], sources: sources.web },
      { type: 'file', title: 'Read', sources: sources.files },
    ];
    const chat = await withItems([
      userItem('m1', 'Q'),
      workflow('w', { tasks, expanded: true, summary: { title: 'Research' } }),
      { ...common('t'), type: 'task', task: { type: 'file', title: 'Alone', sources: sources.files } },
    ]);
    await chat.logs('coffee price');
    const links = [...chat.root().querySelectorAll<HTMLAnchorElement>('.task a')].map(({ href, target, rel }) => ({
      href,
      target,
      isIsolated: rel.includes('noopener'),
    }));
    expect(links).toEqual([{ href: 'https://shop.example/prices', target: '_blank', isIsolated: true }]);
    expect(chat.log().element().textContent).toMatch(/Trap.*Terms.*Alone.*Terms/s);
  });
});

describe('actions of an answer', () => {
  const turnItems = [
    userItem('m1', 'Question'),
    assistantItem('m2', 'First part.'),
    {
      ...common('w'),
      type: 'widget',
      copy_text: 'Widget as text',
      widget: { type: 'Card', children: [{ type: 'Text', value: 'A widget' }] },
    },
    { ...common('w2'), type: 'widget', widget: { type: 'Card', children: [{ type: 'Text', value: 'Silent' }] } },
    assistantItem('m3', 'Second part.'),
  ];

  it('copy appears when the turn is complete, and copies messages and widget copy text [E123]', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const chat = await withItems(turnItems);
    await chat.button('Copy').click();
    expect(written.mock.calls).toEqual([['First part.\n\nWidget as text\n\nSecond part.']]);
    const turn = await chat.say('more');
    turn.send(done(userItem('m4', 'more')), added(assistantItem('m5', '')), delta('m5', 'Half'));
    await chat.logs('Half');
    expect(chat.button('Copy').elements()).toHaveLength(1);
    turn.end();
    await expect.poll(() => chat.button('Copy').elements()).toHaveLength(2);
  });

  it('retry appears if enabled, removes the turn and asks again [E125 P130]', async () => {
    const chat = await withItems(turnItems, { threadItemActions: { retry: true } });
    await chat.button('Regenerate').click();
    const retry = await chat.next();
    expect(retry.body).toEqual({ type: 'threads.retry_after_item', params: { thread_id: 'thr_1', item_id: 'm1' } });
    await expect.poll(() => chat.log().element().textContent).not.toContain('part.');
    retry.send(done(assistantItem('m9', 'A better answer.')));
    retry.end();
    await chat.logs('A better answer.');
  });

  it('retry is absent unless it is enabled [E125]', async () => {
    const chat = await withItems(turnItems);
    await expect.element(chat.button('Copy')).toBeVisible();
    expect(chat.button('Regenerate').elements()).toEqual([]);
  });
});

describe('an entity', () => {
  const cite = (interactive: boolean) => ({
    ...assistantItem('m2', ''),
    content: [
      {
        type: 'output_text',
        text: 'See the order.',
        annotations: [
          {
            type: 'annotation',
            index: 13,
            source: {
              type: 'entity',
              id: 'o',
              title: 'Order 77',
              inline_label: '#77',
              description: 'Two parcels',
              interactive,
              data: {},
            },
          },
        ],
      },
    ],
  });

  it("shows the page's preview on hover, or its own details without one [E122 E182]", async () => {
    let preview: object | null = { type: 'Basic', children: [{ type: 'Text', value: 'Arrives on Monday' }] };
    const asked: unknown[] = [];
    const chat = await withItems([userItem('m1', 'Q'), cite(true)], {
      entities: { onRequestPreview: async (entity) => (asked.push(entity.id), { preview: preview as never }) },
    });
    const mark = page.getByRole('button', { name: '#77' });
    await userEvent.hover(mark);
    await chat.logs('Arrives on Monday');
    expect(asked).toEqual(['o']);
    chat.element.remove();

    preview = null;
    const plain = await withItems([userItem('m1', 'Q'), cite(true)], {
      entities: { onRequestPreview: async () => ({ preview: null }) },
    });
    await userEvent.hover(page.getByRole('button', { name: '#77' }));
    await plain.logs('Two parcels');
  });
});

describe('looks and language', () => {
  it('a theme applies to existing elements; draft and focus stay [E135]', async () => {
    const chat = await withItems([userItem('m1', 'Question'), assistantItem('m2', 'Answer')], { theme: 'light' });
    await chat.type('half a thought');
    const before = [
      chat.editor(),
      chat.root().querySelector('.bubble'),
      chat.root().querySelector('.assistant-message'),
    ];
    const colour = () => getComputedStyle(chat.editor()).color;
    const light = colour();
    chat.setOptions({
      initialThread: 'thr_1',
      theme: {
        colorScheme: 'dark',
        radius: 'sharp',
        density: 'compact',
        typography: { baseSize: 18 },
        color: { accent: { primary: '#c0f', level: 2 } },
      },
    });
    await expect.poll(colour).not.toBe(light);
    expect([
      chat.editor(),
      chat.root().querySelector('.bubble'),
      chat.root().querySelector('.assistant-message'),
    ]).toEqual(before);
    expect(chat.draft()).toBe('half a thought');
    expect(chat.root().activeElement).toBe(chat.editor());
  });

  it("the page's texts stay as given; the element's own are in the visitor's language [E138]", async () => {
    const chat = await renderChat({
      locale: 'de-DE',
      startScreen: { greeting: 'Good day to you', prompts: [{ label: 'My own prompt', prompt: 'x' }] },
      composer: { placeholder: 'Own words' },
    });
    await chat.shows('Good day to you');
    await chat.shows('My own prompt');
    await expect.poll(() => chat.editor().getAttribute('aria-label')).toBe('Own words');
    await expect.poll(() => chat.button('Nachricht senden').elements()).toHaveLength(1);
    chat.element.remove();
    const plain = await renderChat({ locale: 'de-DE' });
    await expect.poll(() => plain.editor().getAttribute('aria-label')).not.toBe('Message the AI');
  });
});
