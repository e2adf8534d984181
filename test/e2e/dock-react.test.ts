/** `<ChatWidget>` from the built package on React 18 and 19: rendered on a server, hydrated in StrictMode, driven by its page. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { button, composer, eventually, openChat, panel } from '../harness/dock-page.ts';
import { buildReactPage, type ReactPage } from '../harness/react-page.ts';
import type { HostWindow } from '../harness/react-page/page.tsx';
import { setUpSite } from '../harness/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

const drawn = (page: Page) => page.evaluate(() => ({ ...(window as unknown as { drawn: Record<string, number> }).drawn }));
const setProps = (page: Page, props: object) => page.evaluate((props) => (window as unknown as HostWindow).host.setProps(props), props);
/** React's development build advertises its tools. */
const complaints = (console: string[]) => console.filter((line) => !line.includes('Download the React DevTools'));
const heard = (page: Page) => page.evaluate(() => (window as unknown as HostWindow).host.heard);

describe.each([18, 19] as const)('React %i', (version) => {
  let reactPage: ReactPage;
  beforeAll(async () => {
    reactPage = await buildReactPage(version);
  });

  async function openPage(props: object = {}) {
    const all = { apiUrl: '/chatkit', ...props };
    const body = `<div id="root" data-props='${JSON.stringify(all)}'>${reactPage.render(all)}</div>`;
    const visitor = await site.visitHost({ body, tag: '<script type="module" src="/host-page.js"></script>', script: reactPage.script });
    await visitor.page.locator('chat-dock .launcher').waitFor({ state: 'attached' });
    return visitor;
  }

  it('renders on a server and hydrates without a word in the console', async () => {
    expect(reactPage.render({ apiUrl: '/chatkit', theme: 'auto', defaultOpen: true })).toContain('<chat-dock></chat-dock>');
    const { page, console } = await openPage();
    await openChat(page);
    await composer(page).click();
    await page.keyboard.type('What can you do?');
    await page.keyboard.press('Enter');
    await expect.poll(() => heard(page), eventually).toContain('sent What can you do?');
    await button(page, 'Stop').waitFor({ state: 'detached' });
    expect(complaints(console)).toEqual([]);
  });

  it('is opened and closed by a page that holds the state', async () => {
    const { page } = await openPage({ isOpen: false });
    await setProps(page, { isOpen: true });
    await composer(page).waitFor();
    await button(page, 'Close chat').click();
    await panel(page).waitFor({ state: 'hidden' });
    expect(await heard(page)).toEqual(['open false']);
  });

  it('obeys its handle and its hooks', async () => {
    const { page } = await openPage();
    await button(page, 'Show it').click();
    await composer(page).waitFor();
    await button(page, 'Hide it').waitFor();
    await page.evaluate(() => (window as unknown as HostWindow).host.handle?.fullscreen(true));
    await button(page, 'Exit fullscreen').waitFor();
    await button(page, 'Exit fullscreen').click();
    await page.evaluate(() => (window as unknown as HostWindow).host.handle?.setInput('from the handle'));
    await expect.poll(() => composer(page).innerText(), eventually).toContain('from the handle');
  });

  it('draws only what depends on the theme when the theme changes, and keeps the chat', async () => {
    const { page } = await openPage();
    await openChat(page);
    await page.locator('chatdock-chatkit').evaluate((element) => element.setAttribute('data-mark', 'same'));
    const before = await drawn(page);
    await button(page, 'Switch to dark mode').click();
    await button(page, 'The page knows it is dark').waitFor();
    const after = await drawn(page);
    expect(after['widget']).toBe(before['widget']);
    expect(after['neither']).toBe(before['neither']);
    expect(after['theme']).toBeGreaterThan(before['theme'] ?? 0);
    expect(await page.locator('chatdock-chatkit').getAttribute('data-mark')).toBe('same');
    await setProps(page, { title: 'Another title' });
    await page.getByRole('dialog', { name: 'Another title' }).waitFor();
    expect(await page.locator('chatdock-chatkit').getAttribute('data-mark')).toBe('same');
  });

  it('carries on when a handler of the page throws, and the page hears of it once', async () => {
    const { page, console } = await openPage();
    await openChat(page);
    await composer(page).click();
    await page.keyboard.type('throw, please');
    await page.keyboard.press('Enter');
    await expect.poll(() => heard(page), eventually).toContain('sent throw, please');
    await page.getByRole('log').getByText('throw, please').first().waitFor();
    expect(console.filter((line) => line.includes('own handler'))).toHaveLength(1);
  });

  it('speaks the language of the page, and fetches its words when the visitor reaches for it', async () => {
    const { page, console } = await openPage({ locale: 'de-CH', persist: 'none' });
    await button(page, 'Chat öffnen').waitFor();
    expect(await page.getByRole('dialog', { includeHidden: true }).count()).toBe(0);
    await button(page, 'Show it').click();
    await button(page, 'Chat schließen').waitFor();
    await page.getByRole('textbox', { name: 'Nachricht an die KI' }).waitFor();
    await setProps(page, { locale: 'en' });
    await button(page, 'Close chat').click();
    await button(page, 'Open chat').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Show it');
    expect(complaints(console)).toEqual([]);
  });

  it('leaves nothing when it is taken away, and comes back', async () => {
    const { page, console } = await openPage();
    await openChat(page);
    await page.evaluate(() => (window as unknown as HostWindow).host.setMounted(false));
    await expect.poll(() => page.locator('chat-dock').count(), eventually).toBe(0);
    await page.evaluate(() => (window as unknown as HostWindow).host.setMounted(true));
    await composer(page).waitFor(); // It was left open.
    expect(complaints(console)).toEqual([]);
  });
});
