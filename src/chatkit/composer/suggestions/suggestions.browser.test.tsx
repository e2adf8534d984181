/** The menus of the composer: mentions with @, and commands with /. */
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { firstTurn, renderChat, type Chat } from '../../../../test/harness/chat/render-chat.ts';

const sent = (chat: Chat) =>
  chat.requests.filter(({ type }) => type === 'threads.create' || type === 'threads.add_user_message');
const content = (body: { params: Record<string, unknown> } | null) =>
  (body?.params['input'] as { content: unknown } | undefined)?.content;
const option = (name: string) => page.getByRole('option', { name });

describe('mentions', () => {
  const people = [
    { id: 'ann', title: 'Ann', group: 'People', icon: 'user', interactive: true, data: { team: 'red' } },
    { id: 'doc', title: 'Plan', group: 'Documents' },
    { id: 'bob', title: 'Bob', group: 'People' },
  ];

  it('@ searches as the visitor types; the keyboard chooses; the tag is sent complete [E084 E087 E090]', async () => {
    const queries: string[] = [];
    const chat = await renderChat({ entities: { onTagSearch: async (query) => (queries.push(query), people) } });
    await chat.type('Ask @a');
    await expect.element(option('Ann')).toBeVisible();
    // A slow machine may have typed both before the first search.
    await expect.poll(() => queries.at(-1)).toBe('a');
    expect(
      page
        .getByRole('option')
        .elements()
        .map(({ textContent }) => textContent),
    ).toEqual(['Ann', 'Bob', 'Plan']);
    expect(
      page
        .getByRole('group')
        .elements()
        .map((group) => group.getAttribute('aria-label')),
    ).toEqual(['People', 'Documents']);
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(option('Bob')).toHaveAttribute('aria-selected', 'true');
    expect(chat.editor().getAttribute('aria-activedescendant')).toBe(option('Bob').element().id);
    await userEvent.keyboard('{ArrowUp}{Enter}');
    expect(sent(chat)).toEqual([]);
    expect(chat.draft()).toBe('Ask Ann ');
    expect(page.getByRole('listbox').elements()).toEqual([]);
    await userEvent.keyboard('please{Enter}');
    const turn = await chat.next();
    expect(content(turn.body)).toEqual([
      { type: 'input_text', text: 'Ask ' },
      { type: 'input_tag', id: 'ann', text: 'Ann', group: 'People', data: { team: 'red' }, interactive: true },
      { type: 'input_text', text: ' please' },
    ]);
    turn.send(...firstTurn('x'));
    turn.end();
  });

  it('Escape closes the menu and keeps the text; Backspace deletes a whole tag [E090]', async () => {
    const chat = await renderChat({ entities: { onTagSearch: async () => people } });
    await chat.type('@An');
    await expect.element(option('Ann')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(page.getByRole('listbox').elements()).toEqual([]);
    expect(chat.draft()).toBe('@An');
    await userEvent.keyboard('n');
    await option('Ann').click();
    expect(chat.draft()).toBe('Ann ');
    await userEvent.keyboard('{Backspace}{Backspace}');
    expect(chat.draft()).toBe('');
    expect(chat.editor().childElementCount).toBe(0);
  });

  it('a late result is dropped; a failed search is reported and typing continues [E085]', async () => {
    const answers = new Map<string, PromiseWithResolvers<typeof people>>();
    const chat = await renderChat({
      entities: {
        onTagSearch: (query) => {
          const answer = Promise.withResolvers<typeof people>();
          answers.set(query, answer);
          return answer.promise;
        },
      },
    });
    await chat.type('@ab');
    answers.get('ab')?.resolve([{ id: 'new', title: 'The new answer' } as (typeof people)[0]]);
    await expect.element(option('The new answer')).toBeVisible();
    answers.get('a')?.resolve([{ id: 'old', title: 'The old answer' } as (typeof people)[0]]);
    await new Promise(requestAnimationFrame);
    expect(option('The old answer').elements()).toEqual([]);
    await userEvent.keyboard('c');
    answers.get('abc')?.reject(new Error('no such index'));
    await expect.poll(() => chat.errors().map(({ name }) => name)).toEqual(['EntitySearchError']);
    await userEvent.keyboard(' and on');
    expect(chat.draft()).toBe('@abc and on');
  });

  it('the mention button needs the option and a search handler, and inserts an @ [E086]', async () => {
    const chat = await renderChat({ entities: { showComposerMenu: true } });
    expect(chat.button('Mention').elements()).toEqual([]);
    chat.setOptions({ entities: { onTagSearch: async () => people } });
    expect(chat.button('Mention').elements()).toEqual([]);
    chat.setOptions({ entities: { onTagSearch: async () => people, showComposerMenu: true } });
    await chat.type('Ask');
    await chat.button('Mention').click();
    await expect.element(option('Ann')).toBeVisible();
    expect(chat.draft()).toBe('Ask @');
  });
});

describe('commands', () => {
  const commands = [
    { id: 'table', label: 'Insert table', description: 'Of your orders', group: 'Orders' },
    { id: 'order', label: 'Pick an order', group: 'Orders' },
    { id: 'beep', label: 'Beep' },
  ];

  it("the menu needs commands.enabled, and lists the composer's built-in commands [E088]", async () => {
    const composer = { tools: [{ id: 'search', label: 'Search', icon: 'search' as const }] };
    const chat = await renderChat({ composer });
    await chat.type('/');
    expect(page.getByRole('listbox').elements()).toEqual([]);
    await userEvent.keyboard('{Backspace}');
    chat.setOptions({ composer, commands: { enabled: true } });
    await chat.type('/');
    await expect.element(option('Search')).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(chat.button('Stop using Search')).toBeVisible();
    expect(chat.draft()).toBe('');
  });

  it('a command inserts an entity, opens a submenu, or only runs [E089]', async () => {
    const selected: string[] = [];
    const chat = await renderChat({
      commands: {
        enabled: true,
        onSearch: async (query) => commands.filter(({ label }) => label.toLowerCase().includes(query)),
        onSelect: async ({ id }) => {
          selected.push(id);
          if (id === 'order') return { type: 'menu', commands: [{ id: 'order-77', label: 'Order 77' }] };
          if (id === 'order-77') return { type: 'entity', entity: { id: 'o77', title: 'Order 77' } };
          return undefined;
        },
      },
    });
    await chat.type('Look at /pick');
    await expect.element(option('Pick an order')).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(option('Order 77')).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => chat.draft()).toBe('Look at Order 77 ');
    expect(chat.editor().querySelector('[data-tag="o77"]')).not.toBeNull();
    await userEvent.keyboard('/beep');
    await expect.element(option('Beep')).toBeVisible();
    await userEvent.keyboard('{Tab}');
    await expect.poll(() => chat.draft().trim()).toBe('Look at Order 77');
    expect(page.getByRole('listbox').elements()).toEqual([]);
    expect(selected).toEqual(['order', 'order-77', 'beep']);
    expect(sent(chat)).toEqual([]);
  });
});
