/** Helpers for tests of a page with a dock. */
import type { Page } from 'playwright-core';

/** A generous limit for slow machines; each wait ends on its condition. */
export const eventually = { timeout: 20_000 };

export const launcher = (page: Page) => page.getByRole('button', { name: /^Open chat/ });
export const panel = (page: Page) => page.getByRole('dialog');
/** The composer's name in the dock, and in an element by itself. */
export const composerName = /^(Ask a question…|Message the AI)$/;
export const composer = (page: Page) => page.getByRole('textbox', { name: composerName });
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Chooses an entry of the header's menu, whose button is named `menu`. */
export async function choose(page: Page, name: string, menu = 'More options') {
  await button(page, menu).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

export async function openChat(page: Page) {
  await launcher(page).click();
  await composer(page).waitFor();
}

/** Resolves when the page is idle: no request is open, and the browser was idle after two frames. */
export async function atRest(page: Page) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => requestIdleCallback(resolve));
  });
}

/** Runs a command of `window.ChatDock` through its queue function. */
export const command = (page: Page, ...words: unknown[]) =>
  page.evaluate((words) => {
    const { ChatDock } = window as unknown as { ChatDock: (...words: unknown[]) => unknown };
    ChatDock(...words);
  }, words);

/** Collects the dock's events in `window.recordedEvents`, oldest first. */
export const recordEvents = `
  window.recordedEvents = [];
  for (const name of ['ready', 'open', 'close', 'fullscreen', 'theme', 'chat-ready', 'message-sent', 'response-end', 'thread-change', 'unread', 'feedback', 'voice', 'error', 'destroy'])
    addEventListener('chat-dock:' + name, ({ detail }) => window.recordedEvents.push({ name, ...detail }));`;

export interface RecordedEvent {
  name: string;
  [key: string]: unknown;
}
export const recordedEvents = (page: Page, name: string) =>
  page.evaluate(
    (name) =>
      (window as unknown as { recordedEvents: RecordedEvent[] }).recordedEvents.filter((event) => event.name === name),
    name,
  );

/** The accessible name of the focused element, through shadow roots; its tag if it has no name. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent?.trim().slice(0, 40) ?? '';
  });
