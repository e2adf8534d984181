/** Accessibility: axe violations in every state, names, focus, announcements, target sizes, motion. */
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  added,
  assistantItem,
  delta,
  done,
  firstTurn,
  options,
  renderChat,
  thread,
  userItem,
  type RenderOptions,
  type Chat,
} from '../../test/harness/chat/render-chat.ts';

/** All axe violations, one line each. */
async function violations(chat: Chat): Promise<string[]> {
  const { violations: found } = await axe.run(chat.element, {
    resultTypes: ['violations'],
    rules: { region: { enabled: false } },
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
  );
}

const composer = {
  attachments: { enabled: true },
  tools: [
    { id: 'a', label: 'Search', icon: 'search' as const },
    { id: 'b', label: 'Pinned', icon: 'bolt' as const, pinned: true },
  ],
  models: [
    { id: 'm', label: 'Fast', description: 'At once' },
    { id: 'n', label: 'Deep', disabled: true },
  ],
  dictation: { enabled: true },
};
const everything: RenderOptions = {
  composer,
  startScreen: { prompts: [{ label: 'Track a parcel', prompt: 'x', icon: 'cube' }] },
  disclaimer: { text: 'May be [wrong](https://example.com).' },
  threadItemActions: { feedback: true, retry: true },
  entities: { onTagSearch: async () => [{ id: '1', title: 'Ann', group: 'People' }], showComposerMenu: true },
};
const turnItems = [
  userItem('msg_1', 'Where is it?', 'thr_1', { quoted_text: 'quoted' }),
  assistantItem('msg_2', '# On its way\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet x = 1\n```'),
  {
    type: 'workflow',
    id: 'wf',
    thread_id: 'thr_1',
    created_at: '2026-11-22T10:00:00Z',
    workflow: {
      type: 'custom',
      expanded: true,
      tasks: [
        {
          type: 'web_search',
          title: 'Searched',
          status_indicator: 'complete',
          queries: ['q'],
          sources: [{ type: 'url', title: 'Source', url: 'https://example.com' }],
        },
      ],
    },
  },
  {
    type: 'widget',
    id: 'w',
    thread_id: 'thr_1',
    created_at: '2026-11-22T10:00:00Z',
    widget: {
      type: 'Card',
      children: [
        { type: 'Text', value: 'A card' },
        { type: 'Button', label: 'Go', onClickAction: { type: 'go' } },
      ],
    },
  },
  assistantItem('msg_3', 'With a source.', 'thr_1', {
    content: [
      {
        type: 'output_text',
        text: 'With a source.',
        annotations: [
          { type: 'annotation', index: 14, source: { type: 'url', title: 'The page', url: 'https://example.com' } },
        ],
      },
    ],
  }),
];
const answers = {
  'threads.list': { data: [thread('thr_1', { title: 'One' }), thread('thr_2', { title: 'Two' })], has_more: false },
  'threads.get_by_id': thread('thr_1', { title: 'One', items: { data: turnItems, has_more: false } }),
};

const states: { name: string; open: (chat: Chat) => Promise<unknown>; options?: RenderOptions }[] = [
  { name: 'start screen', open: (chat) => expect.element(chat.button('Track a parcel')).toBeVisible() },
  { name: 'thread', options: { initialThread: 'thr_1' }, open: (chat) => chat.logs('With a source.') },
  { name: 'history', options: { initialThread: 'thr_1' }, open: async (chat) => { await chat.button('Conversation history').click(); await chat.button('Delete: Two').click(); } },
  { name: 'menu of tools', open: async (chat) => { await chat.button('Add files and tools').click(); await expect.element(page.getByRole('menuitem')).toBeVisible(); } },
  { name: 'menu of models', open: (chat) => chat.button('Model: Fast').click() },
  { name: 'mentions', open: async (chat) => { await chat.type('@'); await expect.element(page.getByRole('option')).toBeVisible(); } },
  { name: 'full composer', open: async (chat) => { await chat.element.setComposerValue({ text: 'Hello', reply: 'quoted', attachments: [{ type: 'file', id: 'f', name: 'a.pdf', mime_type: 'application/pdf' }], selectedToolId: 'a' }); await expect.element(chat.button('Remove a.pdf')).toBeVisible(); } },
  { name: 'streaming', open: async (chat) => { const turn = await chat.say('go'); turn.send(...firstTurn('go'), { type: 'progress_update', text: 'Working', icon: 'search' }, added(assistantItem('msg_9', 'Half'))); await chat.logs('Half'); } },
  { name: 'an error', open: async (chat) => { (await chat.say('go')).drop(); await chat.complains('Couldn’t connect'); } },
  { name: 'questions', open: async (chat) => { const turn = await chat.say('go'); turn.send(...firstTurn('go'), done({ type: 'structured_input', id: 'q', thread_id: 'thr_1', created_at: '2026-11-22T10:00:00Z', status: 'pending', inputs: [{ type: 'multiple_choice', id: 'a', question: 'Which?', options: [{ value: 'S' }], multiple: false }, { type: 'freeform', id: 'b', question: 'Else?', description: 'Optional' }] })); turn.end(); await expect.element(chat.button('Next')).toBeVisible(); } },
]; // prettier-ignore

describe.each(['light', 'dark'] as const)('axe finds no violations, %s', (theme) => {
  it.each(states)('in the state: $name', async ({ open, options: more }) => {
    const chat = await renderChat({ ...everything, ...more, theme }, { answers });
    await open(chat);
    await chat.settle();
    expect(await violations(chat)).toEqual([]);
  });
});

describe('keyboard and pointer', () => {
  it("every button has a name in the visitor's language, and a target of at least 24 pixels [E183]", async () => {
    const chat = await renderChat({ ...everything, initialThread: 'thr_1' }, { answers });
    await chat.logs('With a source.');
    await expect.element(chat.button('Go')).toBeVisible();
    await chat.settle();
    for (const button of chat.root().querySelectorAll<HTMLElement>('button, summary, select')) {
      const { width, height } = button.getBoundingClientRect();
      if (width === 0) continue;
      expect((button.getAttribute('aria-label') ?? button.textContent ?? '').trim(), button.outerHTML).not.toBe('');
      expect(Math.min(width, height), button.outerHTML).toBeGreaterThanOrEqual(24);
    }
  });

  it('a menu opens, moves, chooses and closes by keyboard, and returns the focus [E183]', async () => {
    const chat = await renderChat(everything);
    chat.root().querySelector<HTMLElement>('[aria-label="Add files and tools"]')?.focus();
    await userEvent.keyboard('{Enter}');
    await chat.focuses('Add photos and files');
    await userEvent.keyboard('{ArrowDown}');
    await chat.focuses('Search');
    await userEvent.keyboard('{ArrowDown}');
    await chat.focuses('Add photos and files');
    await userEvent.keyboard('{End}{Enter}');
    await expect.element(chat.button('Stop using Search')).toBeVisible();
    chat.root().querySelector<HTMLElement>('[aria-label="Add files and tools"]')?.focus();
    await userEvent.keyboard(' {Escape}');
    await chat.focuses('Add files and tools');
    expect(page.getByRole('menu').elements()).toEqual([]);
  });

  it('the focus is in the composer after sending, stopping, choosing a prompt and retrying [E184]', async () => {
    const chat = await renderChat(everything);
    await chat.button('Track a parcel').click();
    let turn = await chat.next();
    turn.send(...firstTurn('x'), options(true));
    await expect.poll(() => chat.root().activeElement).toBe(chat.editor());
    await chat.button('Stop').click();
    await expect.poll(() => chat.root().activeElement).toBe(chat.editor());
    await chat.type('again');
    await chat.button('Send message').click();
    turn = await chat.next();
    turn.drop();
    await chat.button('Try again').click();
    await expect.poll(() => chat.root().activeElement).toBe(chat.editor());
  });
});

describe('announcements', () => {
  const spoken = (chat: Chat) => {
    const announced: string[] = [];
    const status = [...chat.root().children].find((child) => child.role === 'status');
    if (status)
      new MutationObserver(() => announced.push(status.textContent ?? '')).observe(status, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    return announced;
  };

  it('the list is silent; a finished answer is announced sentence by sentence, once [E184]', async () => {
    const chat = await renderChat();
    const announced = spoken(chat);
    expect(chat.root().querySelector('[role="log"]')?.getAttribute('aria-live') ?? 'off').toBe('off');
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), added(assistantItem('msg_2', '')));
    for (const piece of ['It is ', 'on its way. ', 'It comes ', 'tomorrow.']) turn.send(delta('msg_2', piece));
    turn.send(done(assistantItem('msg_2', 'It is on its way. It comes tomorrow.')));
    turn.end();
    await expect.poll(() => announced.join(' ')).toContain('It comes tomorrow.');
    expect(announced.join(' ').split('It is on its way.')).toHaveLength(2);
    expect(announced.some((text) => text.trim() === 'It is')).toBe(false);
  });
});

it('with reduced motion nothing shimmers, pulses or slides [E185]', async () => {
  const chat = await renderChat();
  const sheets = chat.root().adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]);
  const reduced = sheets.filter(
    (rule): rule is CSSMediaRule =>
      rule instanceof CSSMediaRule && rule.conditionText.includes('prefers-reduced-motion'),
  );
  expect(reduced.map(({ cssText }) => cssText).join()).toMatch(/animation-duration: 0\.01ms !important/);
});
