/** Steps that find controls by role and name, as a visitor does. A pattern also lists the names in older builds. */
import type { Page } from 'playwright-core';

/** Long enough for a slow machine, short enough for a state that an old build does not have. */
const PATIENCE_MS = 8000;

type Role = Parameters<Page['getByRole']>[0];

const visible = (page: Page, name: RegExp, role: Role = 'button') =>
  page.getByRole(role, { name }).filter({ visible: true }).first();

/** Throws if there is no such thing. */
export async function find(page: Page, name: RegExp, role: Role = 'button') {
  const found = visible(page, name, role);
  await found.waitFor({ timeout: PATIENCE_MS }).catch(() => {
    throw new Error(`no ${role} is named ${name.source}`);
  });
  return found;
}

export async function press(page: Page, name: RegExp, role: Role = 'button') {
  const found = await find(page, name, role);
  await found.click({ timeout: PATIENCE_MS });
}

/** Opens the header's menu, if there is one. */
export async function openMenu(page: Page) {
  const more = visible(page, /^More options$/);
  if ((await more.count()) === 0) return;
  await more.click();
  await page.getByRole('menuitem').first().waitFor({ timeout: PATIENCE_MS });
}

/** Presses a button of the header, or the entry of that name in its menu. */
export async function choose(page: Page, name: RegExp) {
  if ((await visible(page, name).count()) > 0) return press(page, name);
  await openMenu(page);
  return press(page, name, 'menuitem');
}

export const LAUNCHER = /^(Open chat|فتح)/;
export const composer = (page: Page) => page.getByRole('textbox').filter({ visible: true }).last();

export async function openChat(page: Page) {
  await press(page, LAUNCHER);
  await composer(page).waitFor({ timeout: 2 * PATIENCE_MS });
  // Move the pointer away, so that nothing is drawn as hovered.
  await page.mouse.move(1, 1);
  await rest(page);
}

/** Sends a message and waits for the end of the answer, which has buttons then. */
export async function ask(page: Page, text: string) {
  const { length } = await page.getByRole('button', { name: COPY }).all();
  await say(page, text);
  await page
    .getByRole('button', { name: COPY })
    .nth(length)
    .waitFor({ timeout: 2 * PATIENCE_MS });
  await rest(page);
}

const COPY = /^Copy$/;

/** Sends a message without waiting for an answer. */
export async function say(page: Page, text: string) {
  await composer(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Resolves when nothing is loading any more, or after some seconds, because some states load forever. */
export async function rest(page: Page) {
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {});
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
}
