/** The pages of examples/on-a-page, as the gallery shows them: one for each layout and each feature that needs a page. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeViolations } from '../../harness/browsers/axe.ts';
import { composer, eventually, launcher } from '../../harness/pages/dock-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });
const pages = readdirSync('examples/on-a-page').flatMap((file) => /^(.+)\.html$/.exec(file)?.slice(1) ?? []);
const phone = { width: 390, height: 844 };

const open = (path: string, viewport = { width: 1280, height: 800 }) =>
  site.visit(`${site.server.url}gallery/${path}`, { viewport, reducedMotion: 'reduce' });
/** The chat’s own field, in any language. */
const field = (page: Page) => page.locator('chatdock-chatkit').getByRole('textbox').first();
const isInline = (page: Page) => page.locator('script[data-layout=inline]').count();

/** Moves to the launcher with the keyboard alone, and opens the chat. */
async function openByKeyboard(page: Page) {
  if (await isInline(page)) return await field(page).focus();
  await page.locator('chat-dock .launcher').waitFor();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.matches('.launcher'))) break;
  }
  await page.keyboard.press('Enter');
  await expect
    .poll(
      () =>
        field(page).evaluate(
          (node) =>
            node.getRootNode() instanceof ShadowRoot && (node.getRootNode() as ShadowRoot).activeElement === node,
        ),
      eventually,
    )
    .toBe(true);
}

it('the gallery leads to each of them, and examples/README.md names their folder', async () => {
  const { page } = await site.visit(`${site.server.url}gallery?state=start`);
  const links = await page
    .getByRole('navigation', { name: 'On a page' })
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')?.replace('gallery/', '')));
  expect(links.toSorted()).toEqual(pages.toSorted());
  expect(readFileSync('examples/README.md', 'utf8')).toContain('`on-a-page`');
});

describe.each(pages)('%s', (name) => {
  it('is used by keyboard alone, and axe finds nothing, light, dark and on a phone', async () => {
    const { page, console } = await open(name);
    await openByKeyboard(page);
    await page.keyboard.type('echo hello');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('hello').nth(1).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect.poll(() => page.locator('chat-dock .dock').getAttribute('data-theme'), eventually).toBe(colorScheme);
      expect(await axeViolations(page), colorScheme).toEqual([]);
    }
    await page.setViewportSize(phone);
    expect(await axeViolations(page), 'on a phone').toEqual([]);
    if (!(await isInline(page))) {
      await page.keyboard.press('Escape');
      await launcher(page).waitFor();
    }
    expect(console).toEqual([]);
  });
});

it.each(['floating', 'sidebar', 'inline', 'modal'])(
  '%s fits a phone from right to left, and axe finds nothing',
  async (name) => {
    const { page, console } = await open(`${name}?lang=ar`, phone);
    if (!(await isInline(page))) await page.locator('chat-dock .launcher').click();
    await field(page).waitFor();
    expect(await page.locator('chat-dock .dock').getAttribute('dir')).toBe('rtl');
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    expect(console).toEqual([]);
  },
);

describe('what the pages are for', () => {
  it('the greeting comes once the visitor has agreed', async () => {
    const { page } = await open('by-itself');
    await launcher(page).waitFor();
    expect(await page.getByText('Need help to choose a table?').count()).toBe(0);
    await page.getByRole('button', { name: 'Yes' }).click();
    await expect.poll(() => page.getByText('Need help to choose a table?').isVisible(), eventually).toBe(true);
  });

  it('a sentence of the page becomes a question', async () => {
    const { page } = await open('page-context');
    await launcher(page).waitFor();
    await page.locator('article p').selectText();
    await page.getByRole('button', { name: 'Ask about this' }).click();
    await expect.poll(() => page.getByRole('blockquote').innerText(), eventually).toContain('It seats six people');
  });

  it('an Intercom call starts a conversation', async () => {
    const { page } = await open('from-intercom');
    await launcher(page).waitFor();
    await page.getByRole('button', { name: 'Ask about delivery' }).click();
    await expect.poll(() => composer(page).innerText(), eventually).toContain('How long does delivery');
  });
});
