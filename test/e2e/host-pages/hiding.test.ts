/** A dock that the page hides, and a launcher that every page lets visitors see. */
import { describe, expect, it } from 'vitest';
import { command, eventually, panel } from '../../harness/pages/dock-page.ts';
import type { HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Page } from 'playwright-core';

const site = setUpSite();
const openPage = async (host: HostPage = {}) => (await site.visitHost(host)).page;

const launcher = (page: Page) => page.locator('chat-dock .launcher');
/** Whether anything of the dock takes room on the screen. */
const isOnScreen = (page: Page) =>
  page
    .locator('chat-dock')
    .first()
    .evaluate((host) =>
      [...(host.shadowRoot?.querySelectorAll('*') ?? [])].some((element) => element.getClientRects().length > 0),
    );

describe('hide()', () => {
  it('hides launcher, panel and bubble; show() brings the launcher back', async () => {
    const page = await openPage({ options: { teaser: 'Ask us!' } });
    await launcher(page).waitFor();
    await command(page, 'hide');
    await expect.poll(() => isOnScreen(page), eventually).toBe(false);
    await command(page, 'show');
    await launcher(page).waitFor();
    await command(page, 'open');
    await panel(page).waitFor();
    await command(page, 'hide');
    await expect.poll(() => isOnScreen(page), eventually).toBe(false);
    await command(page, 'show');
    await launcher(page).waitFor();
    expect(await panel(page).isVisible()).toBe(false);
  });

  it('lasts until the chat is opened', async () => {
    const page = await openPage();
    await launcher(page).waitFor();
    await command(page, 'hide');
    await command(page, 'open');
    await expect.poll(() => panel(page).isVisible(), eventually).toBe(true);
  });
});

it('without a launcher, a panel that was open is not open again on the next page', async () => {
  const page = await openPage({ options: { launcher: 'none' } });
  await page.locator('chat-dock').waitFor({ state: 'attached' });
  await command(page, 'open');
  await panel(page).waitFor();
  await page.reload();
  await page.locator('chat-dock').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  expect(await panel(page).isVisible()).toBe(false);
});

describe('the launcher', () => {
  /** Linear light of a colour, by WCAG. */
  const luminance = ([r = 0, g = 0, b = 0]: readonly number[]) => {
    const [x, y, z] = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (x ?? 0) + 0.7152 * (y ?? 0) + 0.0722 * (z ?? 0);
  };
  const contrast = (one: readonly number[], other: readonly number[]) => {
    const [a = 0, b = 0] = [luminance(one), luminance(other)].toSorted((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  /** A colour with its opacity, drawn over another. */
  const over = (color: string, behind: readonly number[]) => {
    const [r = 0, g = 0, b = 0, opacity = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b].map((value, index) => value * opacity + (behind[index] ?? 0) * (1 - opacity));
  };

  it.each(['light', 'dark'])('has a ring of two lines, one of them 3:1 on any page, theme %s', async (theme) => {
    const page = await openPage({ options: { theme, accent: '#2563eb' } });
    const shadow = await launcher(page).evaluate((button) => getComputedStyle(button).boxShadow);
    const lines = [...shadow.matchAll(/(rgba?\([^)]*\)) 0px 0px 0px [12]px/g)].map(([, color = '']) => color);
    expect(lines).toHaveLength(2);
    const steps = [0, 51, 102, 153, 204, 255];
    const low = steps.flatMap((r) =>
      steps.flatMap((g) =>
        steps.flatMap((b) => {
          const behind = [r, g, b];
          const best = Math.max(...lines.map((line) => contrast(over(line, behind), behind)));
          return best < 3 ? [`rgb(${r} ${g} ${b}): ${best}`] : [];
        }),
      ),
    );
    expect(low).toEqual([]);
  });

  it('shows the focus with another ring', async () => {
    const page = await openPage();
    await launcher(page).waitFor();
    const outline = () => launcher(page).evaluate((button) => getComputedStyle(button).outlineColor);
    const before = await outline();
    await page.keyboard.press('Tab');
    await expect.poll(outline, eventually).not.toBe(before);
  });
});
