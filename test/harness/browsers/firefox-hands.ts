/** A visitor in a page that Puppeteer drives: Firefox, over WebDriver BiDi. */
import { resolve } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { Hands } from '../pages/journey.ts';

const patience = { timeout: 30_000 };

export function firefoxHands(page: Page): Hands {
  /** The last visible element that matches; null while there is none. */
  const find = async (target: Target) => {
    const found = await page.evaluateHandle(findLast, target);
    // Puppeteer types this as Node, because it does not know the function's result.
    return found.asElement() as ElementHandle<Element> | null;
  };
  const see = async (target: Target): Promise<ElementHandle> => {
    await expect.poll(() => find(target), { ...patience, message: JSON.stringify(target) }).not.toBeNull();
    // If it was rendered again meanwhile, look for its replacement.
    return (await find(target)) ?? see(target);
  };
  const miss = (target: Target) =>
    expect.poll(() => find(target), { ...patience, message: `no ${JSON.stringify(target)}` }).toBeNull();
  /** Clicks it once it is stable and enabled. */
  const press = async (target: Target) => {
    const element = await see({ ...target, isEnabled: true });
    await element.scrollIntoView();
    let place: string | undefined;
    await expect.poll(async () => place === (place = JSON.stringify(await element.boundingBox())), patience).toBe(true);
    await element.click();
  };
  return {
    press: (button) => press({ selector: 'button', name: button }),
    click: (selector) => press({ selector }),
    sees: async (selector, text) => void (await see({ selector, text })),
    misses: (selector) => miss({ selector }),
    seesButton: async (name) => void (await see({ selector: 'button', name })),
    missesButton: (name) => miss({ selector: 'button', name }),
    type: (text) => page.keyboard.type(text),
    key: (name) => page.keyboard.press(name),
    async attach({ path }) {
      const [input] = await page.$$('>>> input[type=file]');
      await (input as ElementHandle<HTMLInputElement>).uploadFile(resolve(path));
    },
  };
}

interface Target {
  selector: string;
  /** The accessible name: `aria-label`, else the text. */
  name?: string | undefined;
  /** Text that it contains. */
  text?: string | undefined;
  isEnabled?: boolean;
}

/** Runs in the page, so it cannot use anything from this file. */
function findLast({ selector, name, text = '', isEnabled = false }: Target): Element | null {
  const fits = (element: Element) =>
    element.matches(selector) &&
    element.checkVisibility({ visibilityProperty: true }) &&
    (name === undefined ||
      ((element.getAttribute('aria-label') ?? element.textContent?.trim()) === name && !element.closest('[inert]'))) &&
    (element.textContent ?? '').includes(text) &&
    !(isEnabled && element.matches(':disabled'));
  let last: Element | null = null;
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (fits(element)) last = element;
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  return last;
}
