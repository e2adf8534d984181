/** Choosing a tool or a model for a message. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { done, firstTurn, renderChat, userItem } from '../../../test/harness/chat/render-chat.ts';

describe('tools and models', () => {
  const tools = [
    { id: 'search', label: 'Search the docs', shortLabel: 'Docs', icon: 'search' as const },
    { id: 'draw', label: 'Draw', icon: 'square-image' as const, persistent: true },
    { id: 'pinned', label: 'Always here', icon: 'bolt' as const, pinned: true },
  ];

  it('tools are in the plus menu or pinned; a chosen tool is a chip that can be removed [E068 E076 E077 E078]', async () => {
    const chat = await renderChat({ composer: { tools } });
    await expect.element(chat.button('Always here')).toHaveAttribute('aria-pressed', 'false');
    await chat.button('Add files and tools').click();
    await expect
      .poll(() =>
        page
          .getByRole('menuitemradio')
          .elements()
          .map(({ textContent }) => textContent),
      )
      .toEqual(['Search the docs', 'Draw']);
    expect(page.getByRole('menuitem').elements()).toEqual([]);
    await expect
      .poll(() => page.getByRole('menuitemradio').first().element().querySelector('svg')?.childElementCount)
      .toBeGreaterThan(0);
    await page.getByRole('menuitemradio', { name: 'Search the docs' }).click();
    await expect.element(chat.button('Stop using Docs')).toBeVisible();
    await chat.button('Stop using Docs').click();
    await expect.poll(() => chat.button('Stop using Docs').elements()).toEqual([]);
    await chat.button('Always here').click();
    await expect.element(chat.button('Always here')).toHaveAttribute('aria-pressed', 'true');
    expect(chat.named('chatkit.tool.change')).toEqual([{ toolId: 'search' }, { toolId: null }, { toolId: 'pinned' }]);
    chat.setOptions({ composer: { tools: [] } });
    await expect.poll(() => chat.named('chatkit.tool.change').at(-1)).toEqual({ toolId: null });
    expect(chat.button('Add files and tools').elements()).toEqual([]);
  });

  it('the chosen tool is sent, and reset afterwards unless it is persistent [E079 E080]', async () => {
    const chat = await renderChat({ composer: { tools } });
    await chat.element.setComposerValue({ selectedToolId: 'search' });
    let turn = await chat.say('one');
    expect(turn.body?.params['input']).toMatchObject({ inference_options: { tool_choice: { id: 'search' } } });
    turn.send(...firstTurn('one'));
    turn.end();
    await expect.poll(() => chat.named('chatkit.tool.change').at(-1)).toEqual({ toolId: null });
    await expect.poll(() => chat.named('chatkit.response.end')).toHaveLength(1);
    await chat.element.setComposerValue({ selectedToolId: 'draw' });
    turn = await chat.say('two');
    expect(turn.body?.params['input']).toMatchObject({ inference_options: { tool_choice: { id: 'draw' } } });
    turn.send(done(userItem('msg_5', 'two')));
    turn.end();
    await expect.element(chat.button('Stop using Draw')).toBeVisible();
  });

  it('the default model is selected, disabled ones cannot be, and the choice is kept [E081]', async () => {
    const models = [
      { id: 'old', label: 'Old', disabled: true },
      { id: 'fast', label: 'Fast', description: 'Answers at once' },
      { id: 'deep', label: 'Deep', default: true },
    ];
    const chat = await renderChat({ composer: { models } });
    let turn = await chat.say('one');
    expect(turn.body?.params['input']).toMatchObject({ inference_options: { model: 'deep' } });
    turn.send(...firstTurn('one'));
    turn.end();
    await chat.button('Model: Deep').click();
    await chat.shows('Answers at once');
    await page.getByRole('menuitemradio', { name: 'Old' }).click({ force: true });
    await expect.element(chat.button('Model: Deep')).toBeVisible();
    await page.getByRole('menuitemradio', { name: /Fast/ }).click();
    for (const text of ['two', 'three']) {
      turn = await chat.say(text);
      expect(turn.body?.params['input']).toMatchObject({ inference_options: { model: 'fast' } });
      turn.send(done(userItem(`msg_${text}`, text)));
      turn.end();
      await expect.element(chat.button('Send message')).toBeVisible();
    }
  });
});
