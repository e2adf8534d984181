/** The front page and the configurator of a server that shows the demo: what they say is true, and what they give works. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import budgets from '../../../scripts/budgets.json' with { type: 'json' };
import { readOptions } from '../../../src/options/checks.ts';
import { toAttribute } from '../../../src/options/diagnose.ts';
import { optionNames } from '../../../src/options/options.ts';
import { axeViolations } from '../../harness/browsers/axe.ts';
import { composerName, eventually, launcher } from '../../harness/pages/dock-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();
const sizes = [
  [1280, 800],
  [390, 844],
] as const;

/** Opens a page of the demo, as a visitor who may copy. */
const open = (path: string, viewport = { width: 1280, height: 800 }) =>
  site.visit(site.server.url + path, { viewport, permissions: ['clipboard-read', 'clipboard-write'] });
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const isWiderThanWindow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** How many lines a text has, and on how many it is shown. */
const linesOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .evaluate((text) => [text.textContent.split('\n').length, new Set([...text.getClientRects()].map(({ y }) => y)).size]);

describe('the front page', () => {
  it.each(sizes)('has no axe or layout faults at %d × %d, light, dark and right to left', async (width, height) => {
    const { page, console } = await open('', { width, height });
    await launcher(page).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeViolations(page), colorScheme).toEqual([]);
    }
    for (const dir of ['ltr', 'rtl']) {
      await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
      expect(await isWiderThanWindow(page), dir).toBe(false);
    }
    const [lines, shown] = await linesOf(page, '#snippet');
    expect(shown).toBe(lines);
    expect(console).toEqual([]);
  });

  it('shows a live panel beside the headline, and copies the tag with this address', async () => {
    const { page, console } = await open('');
    const live = page.frameLocator('iframe.live');
    await live.getByRole('button', { name: 'What can you do?' }).click();
    await live.getByRole('button', { name: 'Not helpful' }).waitFor();
    const [heading, frame] = [
      await page.getByRole('heading', { level: 1 }).boundingBox(),
      await page.locator('iframe.live').boundingBox(),
    ];
    expect(frame?.x).toBeGreaterThan((heading?.x ?? Infinity) + (heading?.width ?? Infinity));
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await copied(page)).toContain(`src="${site.server.url}dist/chatdock.umd.js"`);
    expect(console).toEqual([]);
  });

  it.each([
    [390, 844],
    [1024, 768],
    [1180, 700],
    [1280, 800],
    [1920, 1080],
  ])('keeps launcher and teaser off its first screen at %d × %d, and greets below it', async (width, height) => {
    const { page } = await open('', { width, height });
    await launcher(page).waitFor();
    const box = async (selector: string) => {
      const { x, y, width, height } = (await page.locator(selector).boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 };
      return { left: x, top: y, right: x + width, bottom: y + height };
    };
    const teaser = page.getByRole('button', { name: 'Questions? Ask me.' });
    expect(await teaser.count()).toBe(0);
    const [round, content, top] = [await box('.corner .launcher'), await box('.hero'), await box('.top')];
    const covered: string[] = [];
    for (const part of ['.live', '[data-chat-open]', '#snippet']) {
      const { left, right, top, bottom } = await box(part);
      if (left < round.right && right > round.left && top < round.bottom && bottom > round.top) covered.push(part);
    }
    expect(covered).toEqual([]);
    // The live panel ends where the header ends, without an empty column beside it.
    expect(width < 1000 ? 0 : content.right - (await box('.live')).right).toBe(0);
    expect(Math.abs(top.right - content.right)).toBeLessThan(26);
    // In the highest window, the first screen never leaves it.
    await page.locator('main').evaluate((main) => (main.style.minHeight = '300vh'));
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await teaser.waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await teaser.waitFor({ state: 'hidden' });
  });

  it('links only to existing pages', async () => {
    const { page } = await open('');
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    expect(links.length).toBeGreaterThan(8);
    for (const link of new Set(links)) expect((await fetch(link)).status, link).toBe(200);
  });

  it('has the figures of the build, the benchmarks and the translations', () => {
    const text = readFileSync('demo/index.html', 'utf8');
    const figures = [...text.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, figure]) => figure);
    const locales = readdirSync('src/dock/locales').filter((file) => /^[a-z]{2}(-\w+)?\.ts$/.test(file));
    expect(figures).toEqual([`${budgets.launcher.brotli / 1000} KB`, '0', '95 ms', String(locales.length)]);
    expect(readFileSync('docs/benchmarks.md', 'utf8')).toMatch(
      /take about 55 ms\s+with the bare text node and 85 to 95 ms in/,
    );
  });
});

describe('the configurator', () => {
  const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

  it.each(sizes)('has no faults at %d × %d', async (width, height) => {
    const { page, console } = await open('configure', { width, height });
    await field(page, 'data-name').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeViolations(page), colorScheme).toEqual([]);
    }
    expect(await isWiderThanWindow(page)).toBe(false);
    if (width < 1000) await page.getByRole('button', { name: 'Code' }).click();
    const [lines, shown] = await linesOf(page, '#tag');
    expect(shown).toBe(lines);
    expect(console).toEqual([]);
  });

  it('finds options by any word, and hides the groups without one', async () => {
    const { page } = await open('configure');
    await page.getByRole('searchbox').fill('header-color');
    await expect.poll(() => page.locator('legend:visible').allInnerTexts(), eventually).toEqual(['Chat']);
    expect(await page.locator('.option:visible').count()).toBe(1);
  });

  it.each(['color', 'colour', ' Colour '])('finds the same options by "%s", in names and meanings', async (word) => {
    const { page } = await open('configure');
    await field(page, 'data-name').waitFor();
    await page.getByRole('searchbox').fill(word);
    const found = () => page.locator('.option:visible').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-option')));
    await expect.poll(found, eventually).toEqual(expect.arrayContaining(['accent', 'headerColor']));
    expect(await found()).not.toContain('prompts');
    await page.getByRole('searchbox').fill('');
    await expect.poll(async () => (await found()).length, eventually).toBe(optionNames.length);
  });

  it('shows one part at a time on a phone, from any place, by finger and by keyboard', async () => {
    const { page } = await open('configure', { width: 390, height: 844 });
    const part = (name: string) => page.getByRole('button', { name, exact: true });
    const tag = page.locator('#tag');
    await field(page, 'data-title').fill('Welcome');
    await page.evaluate(() => scrollTo(0, 3000));
    expect(await tag.isVisible()).toBe(false);
    await part('Code').click();
    expect(await tag.innerText()).toContain('data-title="Welcome"');
    expect((await tag.boundingBox())?.y).toBeLessThan(400);
    expect(await field(page, 'data-title').isVisible()).toBe(false);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await part('Preview').getAttribute('aria-pressed')).toBe('true');
    await page.frameLocator('#preview').getByRole('heading', { name: 'Welcome' }).waitFor();
    const frame = await page.locator('#preview').boundingBox();
    expect((frame?.y ?? 0) + (frame?.height ?? 0)).toBeLessThanOrEqual(844);
    await part('Options').click();
    expect(await page.evaluate(() => scrollY)).toBe(3000);
    expect((await part('Options').boundingBox())?.y).toBe(0);
    for (const name of ['Preview', 'Code']) {
      await part(name).click();
      expect(await axeViolations(page), name).toEqual([]);
      expect(await isWiderThanWindow(page), name).toBe(false);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    expect([await tag.isVisible(), await field(page, 'data-title').isVisible(), await part('Code').isVisible()]).toEqual([true, true, false]);
  });

  it('has every option of the tables, with its meaning', async () => {
    const { page } = await open('configure');
    await field(page, 'data-name').waitFor();
    const shown = await page
      .locator('.option')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.getAttribute('data-option'),
          row.querySelector('code')?.textContent,
          !!row.querySelector('.meaning')?.textContent,
        ]),
      );
    const byName = (rows: unknown[][]) => rows.toSorted(([one], [other]) => String(one).localeCompare(String(other)));
    expect(byName(shown)).toEqual(byName(optionNames.map((name) => [name, toAttribute(name), true])));
  });

  it('generates a tag with the same options in an empty page, and keeps them in its address', async () => {
    const wanted = {
      title: 'A "quoted" <title> & more',
      apiUrl: `${site.server.url}chatkit`,
      theme: 'dark',
      position: 'bottom-start',
      launcher: 'label',
      launcherLabel: 'Ask us',
      prompts: '[{"label":"A","prompt":"Say \\"A\\""}]',
      header: 'new close',
      width: '27rem',
      history: 'false',
      zIndex: '7',
      accent: 'rebeccapurple',
      engineTimeout: '3s',
    };
    const hash = new URLSearchParams(Object.entries(wanted)).toString();
    const { page } = await open(`configure#${hash}`);
    await page.frameLocator('#preview').getByRole('button', { name: 'Ask us' }).waitFor();
    const tag = await page.locator('#tag').innerText();
    expect(Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)))).toEqual(wanted);

    const { page: empty } = await site.visitHost({ tag, body: '' });
    await empty.getByRole('button', { name: 'Ask us' }).waitFor();
    const pasted = await empty.evaluate(() => ({
      ...document.querySelector<HTMLScriptElement>('script[src*=chatdock]')?.dataset,
    }));
    expect(readOptions(pasted)).toEqual(readOptions(wanted));
    expect(Object.keys(readOptions(pasted).options)).toHaveLength(Object.keys(wanted).length);
  });

  it('generates a working tag without options if nothing is changed', async () => {
    const { page } = await open('configure');
    await page.frameLocator('#preview').getByRole('textbox', { name: composerName }).waitFor();
    const tag = await page.locator('#tag').innerText();
    expect([...tag.matchAll(/data-[\w-]+/g)].flat()).toEqual(['data-api-url', 'data-title']);
    // A key alone would leave the demo agent.
    expect(await page.locator('#env').innerText()).toMatch(/^CHATDOCK_MODEL=openai:gpt.*\nOPENAI_API_KEY=$/m);
  });

  it('shows the dock with each change, and the option’s own error for a wrong value', async () => {
    const { page, console } = await open('configure');
    const preview = page.frameLocator('#preview');
    await preview.getByRole('textbox', { name: composerName }).waitFor();
    await field(page, 'data-title').fill('Welcome');
    await preview.getByRole('heading', { name: 'Welcome' }).waitFor();
    await field(page, 'data-theme').selectOption('dark');
    await expect.poll(() => preview.locator('chat-dock .dock').getAttribute('data-theme'), eventually).toBe('dark');
    await field(page, 'data-width').fill('wide');
    await page.getByText('data-width="wide" is not a CSS length; "400px" is used instead.').waitFor();
    expect(await field(page, 'data-width').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#tag').innerText()).not.toContain('data-width');
    await field(page, 'data-width').fill('30rem');
    await expect.poll(() => page.locator('#tag').innerText(), eventually).toContain('data-width="30rem"');
    await page.getByRole('button', { name: 'Copy' }).nth(1).click();
    expect(await copied(page)).toContain('title="Welcome"');
    expect(console).toEqual([]);
  });
});
