/** The page's styles stay the page's: resets and frameworks change no pixel of the dock, in any of its states, light or dark. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  button,
  choose,
  command,
  composer,
  eventually,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { differingShare } from '../../harness/measure/pictures.ts';
import { resetsAndFrameworks } from '../../harness/pages/resets.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

const unset = '* { all: unset !important }';
const published = resetsAndFrameworks();
const sample = published.filter(([name]) => name === 'Tailwind’s reset' || name === 'Bootstrap');
const sheets = [...inLongRun(published, sample), ['everything unset', unset] as const];

/** By default the chat takes the page's font, so that it looks like a part of it: here it has one of its own. */
const options = {
  teaser: 'Questions? Ask us.',
  font: 'sans-serif',
  prompts: 'What can you do?|Where is my order?',
  disclaimer: 'Answers may be **wrong**.',
  upload: 'direct',
  attachments: 'true',
  feedback: 'comment',
};
const visit = (head = '') =>
  site.visitHost({ body: '<main></main>', head, options, context: { reducedMotion: 'reduce' } });

/** A picture of what is inside of this: without its round corners, through which the page shows. */
async function picture(page: Page, part: Locator, inset: number): Promise<string> {
  await page.mouse.move(0, 0);
  const { x, y, width, height } = (await part.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const clip = { x: x + inset, y: y + inset, width: width - 2 * inset, height: height - 2 * inset };
  return (await page.screenshot({ clip, animations: 'disabled', caret: 'hide' })).toString('base64');
}

/**
 * The picture once nothing moves and nothing is on its way: as good as the same twice, with the network quiet in
 * between. What never rests is for the comparison to judge.
 */
async function settled(page: Page, take: () => Promise<string>): Promise<string> {
  let now = await take();
  for (let round = 0; round < 10; round++) {
    const before = now;
    await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 })));
    now = await take();
    if ((await differingShare(page, before, now)) < 0.0002) break;
  }
  return now;
}

type Look = (state: string, take: () => Promise<string>) => Promise<void>;

/** Brings a new page from state to state, and lets each be looked at. */
async function throughStates(page: Page, theme: 'light' | 'dark', look: Look) {
  const lookAtPanel = (state: string) => look(state, () => picture(page, panel(page), 8));
  await launcher(page).waitFor();
  await command(page, 'setTheme', theme);
  await page.locator(`.dock[data-theme=${theme}]`).waitFor();
  const teaser = page.locator('.bubble');
  await teaser.filter({ hasText: 'Questions?' }).waitFor();
  await look('a teaser', () => picture(page, teaser, 8));
  await button(page, 'Dismiss').click();
  await teaser.waitFor({ state: 'hidden' });
  await look('the launcher', () => picture(page, launcher(page), 10));
  await openChat(page);
  await button(page, 'Where is my order?').waitFor();
  await page.locator(`chatdock-chatkit[data-color-scheme=${theme}]`).waitFor();
  await lookAtPanel('the start of a chat');
  await composer(page).click();
  for (const [text, shown] of [
    ['show a card', '.w-card'],
    ['show code', '.ck-c-keyword'],
    ['show a table', '.ck-table table'],
  ] as const) {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await page.locator(shown).first().waitFor();
    await button(page, 'Stop').waitFor({ state: 'detached' });
  }
  await lookAtPanel('a conversation');
  await button(page, 'Add files and tools').click();
  await page.getByRole('menu').waitFor();
  await lookAtPanel('a menu');
  await page.keyboard.press('Escape');
  await choose(page, 'Keyboard shortcuts');
  await page.locator('.keys').waitFor();
  await lookAtPanel('the list of keys');
  await page.keyboard.press('Escape');
  await button(page, 'Conversation history').click();
  await page.locator('.history-title').waitFor();
  await lookAtPanel('the history');
  await button(page, 'Back to chat').click();
  await button(page, 'Enter fullscreen').click();
  await button(page, 'Exit fullscreen').waitFor();
  await lookAtPanel('fullscreen');
}

/** Puts one sheet in place of another, and waits until the page is drawn with it. */
const wear = (page: Page, css: string) =>
  page.evaluate(async (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  }, css);

describe.each(inLongRun(['light', 'dark'] as const, ['light'] as const))('%s', (theme) => {
  it('no page style, early or late, changes a pixel in any state', async () => {
    const changed: string[] = [];
    const before = new Map<string, string>();
    const { page } = await visit();
    /** What a sheet moves for some frames only, such as a measured size, is not a change. */
    const compare = async (name: string, plain: string, take: () => Promise<string>) => {
      let share = 1;
      for (let round = 0; round < 5 && share >= 0.001; round++) share = await differingShare(page, plain, await take());
      if (share >= 0.001) changed.push(`${name}: ${(share * 100).toFixed(2)} %`);
    };
    await throughStates(page, theme, async (state, take) => {
      const plain = await settled(page, take);
      before.set(state, plain);
      for (const [name, css] of sheets) {
        await wear(page, css);
        await compare(`${state}, ${name}`, plain, take);
      }
      await wear(page, '');
    });
    const other = await visit(`<style>${unset}</style>`);
    await throughStates(other.page, theme, async (state, take) => {
      await expect
        .poll(async () => differingShare(page, before.get(state) ?? '', await take()), {
          ...eventually,
          message: `${state}, unset from the start`,
        })
        .toBeLessThan(0.001);
    });
    expect(before.size).toBe(8);
    expect(sheets.length).toBe(inLongRun(10, 3));
    expect(changed).toEqual([]);
  }, 180_000);
});
