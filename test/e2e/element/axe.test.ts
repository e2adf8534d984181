/** Every state of the gallery, in every look: axe finds nothing, and what a finger hits is large enough. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeViolations } from '../../harness/browsers/axe.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { changeLook, galleryStates, galleryWidths, visitGallery } from '../../harness/pages/gallery-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

const looks = [
  { scheme: 'light', locale: 'en' },
  { scheme: 'dark', locale: 'en' },
  { scheme: 'dark', locale: 'ar' },
  { scheme: 'light', locale: 'ar' },
] as const;

/**
 * Targets a finger could miss: by WCAG 2.5.8 at least 24 px each way, unless they stand in a line of text. What catches the
 * press counts, so a small sign with a larger area around it passes; the area is probed, not computed.
 */
const smallTargets = (page: Page) =>
  page.evaluate(() => {
    const least = 24;
    const wanted =
      'button, summary, select, textarea, input:not([type=hidden]), a[href], [role=button], [role=textbox], [role^=menuitem], [role=option], [tabindex="0"]';
    const found: string[] = [];
    for (const chat of document.querySelectorAll('openai-chatkit')) {
      const root = chat.shadowRoot;
      for (const control of root?.querySelectorAll<HTMLElement>(wanted) ?? []) {
        // A press on its label ticks a box.
        const target = (control.matches('[type=radio], [type=checkbox]') && control.closest('label')) || control;
        if (!target.checkVisibility() || control.matches(':disabled')) continue;
        // A link or a note's number among words: the line decides its height.
        if (target.matches('p a, li a, td a, blockquote a, small a') && !target.closest('.source-chip')) continue;
        target.scrollIntoView({ block: 'center' });
        const { left, right, top, bottom } = target.getBoundingClientRect();
        if (right - left >= least && bottom - top >= least) continue;
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const reach = least / 2 - 1;
        const misses = [
          [0, 0],
          [reach, 0],
          [-reach, 0],
          [0, reach],
          [0, -reach],
        ].filter(([dx = 0, dy = 0]) => {
          const hit =
            (right - left >= least ? root?.elementFromPoint(x, y + dy) : root?.elementFromPoint(x + dx, y + dy)) ??
            null;
          return !target.contains(hit);
        });
        if (misses.length > 0)
          found.push(
            `${chat.closest('figure')?.id}: ${target.outerHTML.slice(0, 140)} is ${Math.round(right - left)} × ${Math.round(bottom - top)}`,
          );
      }
    }
    return found;
  });

it.each(inLongRun(galleryWidths, galleryWidths.slice(0, 1)))(
  '%i px: axe finds no violations in any state, light and dark, in both directions',
  async (width) => {
    const { page, console: messages } = await visitGallery(site, { width });
    expect(await page.locator('#gallery > figure').count()).toBe(galleryStates);
    // A usual run has both schemes and both directions once.
    for (const look of inLongRun(looks, [looks[0], looks[2]])) {
      await changeLook(page, look);
      expect(await axeViolations(page), `${look.scheme} ${look.locale}`).toEqual([]);
    }
    expect(messages).toEqual([]);
  },
  120_000,
);

it('forced colours: axe finds no violations', async () => {
  const { page } = await visitGallery(site, {}, { forcedColors: 'active' });
  expect(await axeViolations(page)).toEqual([]);
}, 120_000);

it.each(['en', 'ar'])(
  'every target in every state is at least 24 pixels each way (%s) [E183]',
  async (locale) => {
    const { page } = await visitGallery(site, { locale });
    expect(await smallTargets(page)).toEqual([]);
  },
  120_000,
);
