/** Saving and printing a conversation, and the signs of unread answers outside the launcher. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeViolations } from '../../harness/browsers/axe.ts';
import { button, command, composer, eventually, focused, launcher, openChat } from '../../harness/pages/dock-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

async function talk(page: Page, question: string) {
  await composer(page).fill(question);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Helpful', exact: true }).first().waitFor();
}

async function openTranscript(page: Page) {
  await button(page, 'More options').click();
  await page.getByRole('menuitem', { name: 'Save this chat' }).click();
  await page.getByRole('region', { name: 'Save this chat' }).waitFor();
}

async function fileFrom(page: Page, name: string) {
  const coming = page.waitForEvent('download');
  await button(page, name).click();
  const download = await coming;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

describe('the conversation on screen', () => {
  it('is saved whole, as Markdown and JSON, under the strict policy', async () => {
    const visitor = await site.visitHost({
      csp: "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    });
    const { page } = visitor;
    await openChat(page);
    await button(page, 'More options').click();
    await page.getByRole('menuitem').first().waitFor();
    expect(await page.getByRole('menuitem', { name: 'Save this chat' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await talk(page, 'What can you do?');
    await openTranscript(page);
    // One row of buttons below the chat, which keeps its place.
    expect((await page.getByRole('region', { name: 'Save this chat' }).boundingBox())?.height).toBeLessThan(120);
    expect(await axeViolations(page)).toEqual([]);
    const markdown = await fileFrom(page, 'Markdown');
    expect(markdown.name).toMatch(/^What-can-you-do\.md$/);
    expect(markdown.text).toMatch(
      /^# What can you do\?\n\n## You \(.+\)\n\nWhat can you do\?\n\n## Assistant \(.+\)\n\n\S/,
    );
    const json = await fileFrom(page, 'JSON');
    const { entries, complete } = JSON.parse(json.text) as { entries: { from: string }[]; complete: boolean };
    expect(complete).toBe(true);
    expect(entries.map(({ from }) => from)).toEqual(['visitor', 'assistant']);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('region', { name: 'Save this chat' }).count(), eventually).toBe(0);
    expect(visitor.console).toEqual([]);
  });

  it('is printed from a separate frame, which is removed after the dialog', async () => {
    const { page } = await site.visitHost({
      before: `
        window.printed = [];
        window.print = function () {
          const host = this.document.body.firstElementChild;
          window.top.printed.push([this === window.top, this.document.title, host.shadowRoot.textContent]);
          this.dispatchEvent(new Event('afterprint'));
        };`,
    });
    await openChat(page);
    await talk(page, 'What can you do?');
    await openTranscript(page);
    await button(page, 'Print').click();
    await expect.poll(() => page.evaluate('window.printed.length'), eventually).toBe(1);
    const [isPage, title, text] = (await page.evaluate('window.printed[0]')) as [boolean, string, string];
    expect(isPage).toBe(false);
    expect(title).toBe('What can you do?');
    expect(text).toContain('You');
    expect(text.length).toBeGreaterThan(100);
    expect(await page.locator('iframe').count()).toBe(0);
  });

  it('offers a retry if the server does not respond', async () => {
    const { page } = await site.visitHost();
    await openChat(page);
    await talk(page, 'What can you do?');
    await openTranscript(page);
    await page.route('**/chatkit', (route) => route.abort());
    await button(page, 'Markdown').click();
    await page.getByRole('alert').filter({ hasText: 'The chat couldn’t be loaded. Try again.' }).waitFor();
    await page.unroute('**/chatkit');
    expect((await fileFrom(page, 'Markdown')).text).toContain('What can you do?');
  });
});

describe('an unread answer', () => {
  it('leaves no mark on a page without the dock', async () => {
    const { page } = await site.visitHost({ options: { unread: 'title', 'hide-on': '/cart' } });
    await launcher(page).waitFor();
    await command(page, 'sendUserMessage', { text: 'What can you do?' });
    await expect.poll(() => page.title(), eventually).toBe('(1) A shop');
    await page.evaluate(() => history.pushState({}, '', '/cart'));
    await expect.poll(() => page.title(), eventually).toBe('A shop');
    await page.evaluate(() => history.pushState({}, '', '/shop'));
    await expect.poll(() => page.title(), eventually).toBe('(1) A shop');
  });

  it('counts in the title until the chat is opened; the sound can be turned off', async () => {
    const { page } = await site.visitHost({ options: { unread: 'title favicon sound' } });
    await launcher(page).waitFor();
    await command(page, 'sendUserMessage', { text: 'What can you do?' });
    await expect.poll(() => page.title(), eventually).toBe('(1) A shop');
    await expect
      .poll(() => page.locator('link[rel="icon"]').getAttribute('href'), eventually)
      .toMatch(/^data:image\/png/);
    await openChat(page);
    await expect.poll(() => page.title(), eventually).toBe('A shop');
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).toBe('/demo/icon.svg');
    await button(page, 'More options').click();
    await page.getByRole('menuitem', { name: 'Turn sound off' }).click();
    await page.reload();
    await composer(page).waitFor();
    await button(page, 'More options').click();
    await page.getByRole('menuitem', { name: 'Turn sound on' }).waitFor();
  });
});

describe('the list of conversations', () => {
  async function withTwoChats(page: Page) {
    await openChat(page);
    await talk(page, 'echo The oak table is wobbly');
    await button(page, 'New chat').click();
    await talk(page, 'echo Where is my parcel?');
    await button(page, 'Conversation history').click();
    await page.getByRole('searchbox').waitFor();
  }
  const rows = (page: Page) => page.locator('.history-open');

  it('finds words in messages, shows their time, and saves a conversation', async () => {
    const visitor = await site.visitHost({
      csp: "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    });
    const { page } = visitor;
    await withTwoChats(page);
    await expect.poll(() => rows(page).count(), eventually).toBe(2);
    await expect.poll(() => rows(page).first().innerText(), eventually).toMatch(/now[^]*parcel/);
    expect(await axeViolations(page)).toEqual([]);
    const field = page.getByRole('searchbox', { name: 'Search conversations' });
    await field.fill('WOBBLY');
    await expect.poll(() => rows(page).allInnerTexts(), eventually).toEqual([expect.stringContaining('oak table')]);
    expect(await rows(page).first().locator('mark').first().innerText()).toBe('wobbly');
    await field.fill('nothing like this');
    await page.getByText('Nothing matches “nothing like this”.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    // The first Escape clears the query, the second one closes the list.
    await field.press('Escape');
    expect(await field.inputValue()).toBe('');
    await expect.poll(() => rows(page).count(), eventually).toBe(2);
    const title = await rows(page).last().locator('.history-title').innerText();
    const saved = await fileFrom(page, `Save as a file: ${title}`);
    expect(saved.text).toContain('The oak table is wobbly');
    await field.press('Escape');
    await expect.poll(() => field.count(), eventually).toBe(0);
    expect(visitor.console).toEqual([]);
  });

  it('is beside the chat in fullscreen from 1,000 pixels on, and over it below', async () => {
    const visitor = await site.visitHost({ context: { viewport: { width: 1280, height: 720 } } });
    const { page } = visitor;
    await withTwoChats(page);
    await page.getByRole('searchbox').press('Escape');
    const list = page.getByRole('navigation', { name: 'Conversation history' });
    await button(page, 'Enter fullscreen').click();
    await list.waitFor();
    await expect.poll(() => rows(page).count(), eventually).toBe(2);
    expect(await axeViolations(page)).toEqual([]);
    const toggle = button(page, 'Conversation history');
    expect(await toggle.getAttribute('aria-expanded')).toBe('true');
    const [side, text] = [await list.boundingBox(), await composer(page).boundingBox()];
    expect((side?.x ?? 0) + (side?.width ?? 0)).toBeLessThanOrEqual(text?.x ?? 0);
    // A conversation is chosen, with the list still there and the focus in the text field.
    await page
      .getByRole('button', { name: /oak table/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('The oak table is wobbly').first().waitFor();
    await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
    expect(await list.isVisible()).toBe(true);
    // A new chat keeps the list, the button closes it, and opens it without taking the focus.
    await button(page, 'New chat').click();
    expect(await list.isVisible()).toBe(true);
    await toggle.click();
    await expect.poll(() => list.count(), eventually).toBe(0);
    await toggle.press('Enter');
    await list.waitFor();
    expect(await focused(page)).toBe('Conversation history');
    // Narrow: the chat alone. Wide again: the list is back. Esc leaves fullscreen, not the list.
    await page.setViewportSize({ width: 999, height: 720 });
    await expect.poll(() => page.locator('.history').count(), eventually).toBe(0);
    await page.setViewportSize({ width: 1000, height: 720 });
    await list.waitFor();
    await composer(page).press('Escape');
    await button(page, 'Enter fullscreen').waitFor();
    await expect.poll(() => page.locator('.history').count(), eventually).toBe(0);
    expect(await composer(page).isVisible()).toBe(true);
    expect(visitor.console).toEqual([]);
  });
});
