/** A visitor in any engine that a `Typist` drives. */
import { expect } from 'vitest';
import type { Hands } from '../pages/journey.ts';
import type { Typist } from './typists.ts';

const patience = { timeout: 30_000 };

export function typistHands(typist: Typist): Hands {
  /** The middle of the last visible element that matches; null while there is none. */
  const find = (target: Target) => typist.evaluate(findLast, target);
  const see = (target: Target) =>
    expect.poll(() => find(target), { ...patience, message: JSON.stringify(target) }).not.toBeNull();
  const miss = (target: Target) =>
    expect.poll(() => find(target), { ...patience, message: `no ${JSON.stringify(target)}` }).toBeNull();
  /** Clicks it once it is stable and enabled. */
  const press = async (button: Target) => {
    const target = { ...button, isEnabled: true, isScrolledTo: true };
    let place: Awaited<ReturnType<typeof find>> = null;
    let before = '';
    await expect
      .poll(
        async () => {
          place = await find(target);
          const now = JSON.stringify(place);
          const isStable = place !== null && now === before;
          before = now;
          return isStable;
        },
        { ...patience, message: JSON.stringify(button) },
      )
      .toBe(true);
    const { x, y } = place ?? { x: 0, y: 0 };
    await typist.click(x, y);
  };
  return {
    press: (button) => press({ selector: 'button, [role=menuitem]', name: button }),
    click: (selector) => press({ selector }),
    sees: (selector, text) => see({ selector, text }),
    misses: (selector) => miss({ selector }),
    seesButton: (name) => see({ selector: 'button, [role=menuitem]', name }),
    missesButton: (name) => miss({ selector: 'button, [role=menuitem]', name }),
    type: (text) => typist.type(text),
    key: (name) => typist.press(name),
    attach: ({ path }) => typist.attach(path),
  };
}

interface Target {
  selector: string;
  /** The accessible name: `aria-label`, else the text. */
  name?: string | undefined;
  /** Text that it contains. */
  text?: string | undefined;
  isEnabled?: boolean;
  isScrolledTo?: boolean;
}

/** Runs in the page, so it cannot use anything from this file. */
function findLast({ selector, name, text = '', isEnabled = false, isScrolledTo = false }: Target) {
  const fits = (element: Element) =>
    element.matches(selector) &&
    element.getClientRects().length > 0 &&
    getComputedStyle(element).visibility === 'visible' &&
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
  if (!last) return null;
  const middle = () => {
    const { left, top, width, height } = last.getBoundingClientRect();
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
  };
  const { x, y } = middle();
  // Something may cover it, such as the composer at the end of a conversation. The root is a document or a shadow root.
  const hit = (last.getRootNode() as Document | ShadowRoot).elementFromPoint(x, y);
  if (isScrolledTo && !last.contains(hit))
    last.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  return middle();
}
