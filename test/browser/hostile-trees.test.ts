/**
 * Hostile widget trees, ten at a time, 5,000 of them in a long run: each is drawn within its time, runs no script, fetches
 * nothing and stays in its box. What the thread around them does is in test/e2e/element/hostile-widgets.test.ts.
 */
import { expect, it } from 'vitest';
import { HOSTILE_HOST, hostileTrees } from '../harness/hostile/hostile-widgets.ts';
import { inLongRun } from '../harness/long-run.ts';
import { showWidget } from '../harness/chat/show-widget.ts';

const PER_FRAME = 10;
const FRAMES = inLongRun(500, 100);
/** Much more than a tree takes. What takes longer would stop the page of a visitor. */
const MAX_MS = 2000;

const nextFrame = () => new Promise(requestAnimationFrame);

/** The effects that no tree may have in its part of the page. */
function faultsOf({ place, root }: ReturnType<typeof showWidget>): string[] {
  const found: string[] = [];
  const edge = place.getBoundingClientRect();
  const widget = place.firstElementChild;
  if (!widget || getComputedStyle(widget).overflow !== 'clip') found.push('does not clip what leaves it');
  if (widget && widget.getBoundingClientRect().right > edge.right + 1) found.push('is wider than its place');
  for (const element of root.querySelectorAll('*')) {
    if (element.matches('script, iframe, object, embed, base, link, meta')) found.push(`has a ${element.tagName}`);
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`has the attribute ${name}`);
      if (/^(?:href|src|action|formaction|xlink:href)$/.test(name) && /^\s*(?:javascript|vbscript|data:text)/i.test(value)) found.push(`leads to ${value}`); // prettier-ignore
      if (name === 'style' && /url\((?!#)/.test(value)) found.push(`fetches by its style: ${value}`);
    }
  }
  return found;
}

/**
 * Draws trees side by side, presses everything but the offers to load a picture, which are the visitor's to accept, and
 * lets the browser draw twice.
 */
async function tryTrees(trees: readonly object[]): Promise<string[]> {
  const began = performance.now();
  const shown = trees.map((tree) => showWidget(tree));
  for (const { root } of shown)
    for (const control of root.querySelectorAll<HTMLElement>('button:not(.ck-image-offer button), [role=button], input, summary')) control.click(); // prettier-ignore
  await nextFrame();
  await nextFrame();
  const found = shown.flatMap(faultsOf);
  shown.forEach(({ remove }) => remove());
  const took = performance.now() - began;
  return took > MAX_MS ? [...found, `took ${Math.round(took)} ms`] : found;
}

it(
  `${PER_FRAME * FRAMES} generated trees render inside their boxes, and no script runs`,
  { timeout: 240_000, retry: 0 },
  async () => {
    // The browser keeps 250 entries by default, and forgets what is fetched later.
    performance.setResourceTimingBufferSize(100_000);
    const first = Date.now() % 1e9;
    for (let frame = 0; frame < FRAMES; frame++) {
      const seed = first + frame;
      expect(await tryTrees(hostileTrees(PER_FRAME, seed)), `seed ${seed}`).toEqual([]);
    }
    expect((window as { hostileRan?: boolean }).hostileRan).toBeUndefined();
    expect(({} as { hostile?: unknown }).hostile).toBeUndefined();
    // A picture is the one thing that a server may have fetched from elsewhere.
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes(HOSTILE_HOST)); // prettier-ignore
    expect(fetched.filter((name) => !name.endsWith('/pixel.png'))).toEqual([]);
  },
);
