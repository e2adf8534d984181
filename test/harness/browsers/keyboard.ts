/** A visitor without a mouse. Every Tab press is checked, through shadow roots. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Stop {
  name: string;
  /** Whether it is inside the dock rather than in the page. */
  isOurs: boolean;
  /** Problems with the current focus. */
  problems: string[];
  /** A problem that the previous stop still has. */
  complaint: string | null;
  /** Whether it comes after the previous stop in reading order; null for the first stop. */
  isAfter: boolean | null;
  /** Whether this is the stop that `mark` remembered. */
  isMarked: boolean;
}

// The functions below run in the page and are sent there as text, so each contains all it needs or gets it as an
// argument.
/* oxlint-disable unicorn/consistent-function-scoping */

/** The reading order and containment of elements, through shadow roots and slots. */
function readingOrder() {
  const childrenOf = (parent: Element | ShadowRoot | Document) =>
    [...parent.children].flatMap((child) =>
      child instanceof HTMLSlotElement && child.assignedElements().length > 0 ? child.assignedElements() : [child],
    );
  /** All elements in reading order. */
  const flat = (parent: Element | ShadowRoot | Document): Element[] =>
    childrenOf(parent).flatMap((child) => [child, ...flat(child.shadowRoot ?? child)]);
  const parentOf = (node: Element): Element | null =>
    node.assignedSlot ??
    node.parentElement ??
    (node.getRootNode() instanceof ShadowRoot ? (node.getRootNode() as ShadowRoot).host : null);
  /** An element and its ancestors. */
  const chain = (node: Element | null): Element[] => (node ? [node, ...chain(parentOf(node))] : []);
  const focused = () => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active ?? document.body;
  };
  return { flat, chain, focused };
}

type Order = ReturnType<typeof readingOrder>;

/** The visible properties of an element: its name, its focus styles, and why it may be invisible. */
function visibleSigns({ chain }: Order) {
  const nameOf = (element: Element) => {
    const label =
      element.getAttribute('aria-label') ??
      (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement
        ? element.labels?.[0]?.textContent
        : null) ??
      element.textContent;
    return label?.trim().slice(0, 60) || element.tagName;
  };
  /** Outline and shadow, including those of the box around a field, as they are after their transitions. */
  const looksOf = (element: Element) =>
    chain(element)
      .slice(0, 4)
      .map((box) => {
        for (const motion of box.getAnimations()) if (motion instanceof CSSTransition) motion.finish();
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(box);
        const outline =
          outlineStyle === 'none' || parseFloat(outlineWidth) === 0 || outlineColor.endsWith(', 0)')
            ? ''
            : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
        return `${outline} ${boxShadow === 'none' ? '' : boxShadow}`.trim();
      });
  const deepHit = (x: number, y: number) => {
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };
  const hiddenWhy = (element: Element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }))
      return 'is not visible';
    const box = element.getBoundingClientRect();
    const [left, right, top, bottom] = [
      Math.max(box.left, 0),
      Math.min(box.right, innerWidth),
      Math.max(box.top, 0),
      Math.min(box.bottom, innerHeight),
    ];
    if (right - left < 2 || bottom - top < 2) return 'is outside the window';
    const points = [0.5, 0.1, 0.9].flatMap((x) =>
      [0.5, 0.1, 0.9].map((y) => deepHit(left + (right - left) * x, top + (bottom - top) * y)),
    );
    return points.some((hit) => chain(hit).includes(element)) ? null : 'is covered';
  };
  return { nameOf, looksOf, hiddenWhy };
}

/** Describes the focused element and compares it with the previous stop. */
function describeStop(
  mark: boolean,
  { flat, chain, focused }: Order,
  { nameOf, looksOf, hiddenWhy }: ReturnType<typeof visibleSigns>,
): Stop {
  const memory = window as unknown as {
    lastStop?: { element: Element; looks: string[] } | undefined;
    markedStop?: Element;
  };
  const element = focused();
  const isNowhere = element === document.body || element === document.documentElement;
  const problems: string[] = [];
  const all = flat(document);
  for (const one of all)
    if (one instanceof HTMLElement && one.tabIndex > 0)
      problems.push(`"${nameOf(one)}" has a tabindex of ${one.tabIndex}`);

  const last = memory.lastStop;
  const hasMoved = last?.element !== element;
  const looksTheSame =
    last &&
    hasMoved &&
    last.element.isConnected &&
    last.element.checkVisibility() &&
    looksOf(last.element).join() === last.looks.join();
  if (!isNowhere) {
    const why = hiddenWhy(element);
    if (why) problems.push(`"${nameOf(element)}" ${why}`);
    if (looksOf(element).every((style) => style === '')) problems.push(`"${nameOf(element)}" shows no focus`);
  }
  const before = last?.element.isConnected && hasMoved ? all.indexOf(last.element) : -1;
  if (mark) memory.markedStop = element;
  memory.lastStop = isNowhere ? undefined : { element, looks: looksOf(element) };
  return {
    name: isNowhere ? '' : nameOf(element),
    isOurs: chain(element).some(({ localName }) => localName === 'chat-dock'),
    problems,
    complaint: looksTheSame ? `"${nameOf(last.element)}" looks the same with the focus and without` : null,
    isAfter: isNowhere || before < 0 ? null : all.indexOf(element) > before,
    isMarked: element === memory.markedStop,
  };
}
/* oxlint-enable unicorn/consistent-function-scoping */

/** The focused element: its name, its place in the reading order, whether it is visible. */
const look = (page: Page, mark = false): Promise<Stop> =>
  page.evaluate<Stop>(`(() => {
    const order = (${readingOrder.toString()})();
    const signs = (${visibleSigns.toString()})(order);
    return (${describeStop.toString()})(${mark}, order, signs);
  })()`);

const most = 80;

/** Checks one round through the page: the order may start over once, at the page's end. */
const inOrder = (keys: 'Tab' | 'Shift+Tab') => {
  let beginnings = 0;
  const names: string[] = [];
  return ({ isAfter, name }: Stop) => {
    names.push(name);
    if (isAfter === (keys === 'Shift+Tab')) beginnings++;
    expect(beginnings, `Reached against the order of reading: ${names.join(' → ')}`).toBeLessThanOrEqual(1);
  };
};

/** Moves and presses by keyboard only. Fails at the first stop that is invisible or out of order. */
export function byKeyboard(page: Page) {
  const check = async (mark?: boolean) => {
    const stop = await look(page, mark);
    expect(stop.complaint).toBeNull();
    // Opening or moving takes a moment, so check again.
    if (stop.problems.length > 0)
      await expect.poll(async () => (await look(page)).problems, { timeout: 3_000 }).toEqual([]);
    return stop;
  };
  const step = async (keys: string) => {
    await page.keyboard.press(keys);
    return check();
  };
  return {
    press: (keys: string) => page.keyboard.press(keys),
    type: (text: string) => page.keyboard.type(text),
    /** Waits until the focus arrives without a key press. */
    async arrivesAt(name: string) {
      await expect.poll(async () => (await look(page)).name, { timeout: 20_000 }).toBe(name);
      await check();
    },
    /** Presses Tab until the focus is there. */
    async tabTo(name: string, keys: 'Tab' | 'Shift+Tab' = 'Tab') {
      const passed = [(await check()).name];
      const isInOrder = inOrder(keys);
      while (passed.at(-1) !== name) {
        expect(passed.length, `"${name}" is not reached by ${keys}: ${passed.join(' → ')}`).toBeLessThan(most);
        const stop = await step(keys);
        isInOrder(stop);
        passed.push(stop.name);
      }
    },
    /** Presses Tab until the focus is back where it started. Returns every stop on the way. */
    async round() {
      const stops = [await check(true)];
      const isInOrder = inOrder('Tab');
      do {
        expect(stops.length, `The way does not come back: ${stops.map(({ name }) => name).join(' → ')}`).toBeLessThan(
          most,
        );
        const stop = await step('Tab');
        isInOrder(stop);
        stops.push(stop);
      } while (!stops.at(-1)?.isMarked);
      return stops;
    },
  };
}
