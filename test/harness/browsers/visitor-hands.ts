/** A visitor in a page that Playwright drives. */
import type { FrameLocator, Page } from 'playwright-core';
import type { Hands } from '../pages/journey.ts';

/** Acts in the page or in one of its frames. */
export function visitorHands(page: Page, place: Page | FrameLocator = page): Hands {
  // Below the list of conversations, the start screen may have a button of the same name.
  const button = (name: string) =>
    place
      .getByRole('button', { name, exact: true })
      .or(place.getByRole('menuitem', { name, exact: true }))
      .and(place.locator(':not([inert] *)'));
  return {
    press: (name) => button(name).last().click(),
    click: (selector) => place.locator(selector).last().click(),
    sees: (selector, text = '') => place.locator(selector).filter({ hasText: text, visible: true }).last().waitFor(),
    seesButton: (name) => button(name).last().waitFor(),
    misses: (selector) => place.locator(selector).first().waitFor({ state: 'hidden' }),
    missesButton: (name) => button(name).first().waitFor({ state: 'hidden' }),
    type: (text) => page.keyboard.type(text),
    key: (name) => page.keyboard.press(name),
    attach: ({ path }) => place.locator('input[type=file]').setInputFiles(path),
  };
}
