/** The rendering limit of a message, and the button that renders the rest. */
import { describe, expect, it, vi } from 'vitest';
import { HOSTILE_TEXTS } from '../../../../test/harness/hostile/hostile-markdown.ts';
import { open, waitFor } from '../../../../test/harness/markdown/markdown-views.ts';
import type { MarkdownView } from '../markdown-view.ts';

function nodesIn(element: Element): number {
  const walker = document.createTreeWalker(element);
  let nodes = 0;
  while (walker.nextNode()) nodes++;
  return nodes;
}

const LONG = Array.from({ length: 9000 }, (_, index) => `- *item* ${index}\n`).join('');
const showAll = (view: MarkdownView) => view.element.querySelector<HTMLButtonElement>('.ck-show-all');
const restOf = (view: MarkdownView) => view.element.querySelector('.ck-rest-text')?.textContent ?? '';

describe('a message that is too long to render', () => {
  it('renders a bounded number of nodes for any text', { timeout: 120_000 }, () => {
    for (const { name, make } of HOSTILE_TEXTS) {
      const view = open();
      view.element.hidden = true;
      view.update(make(128 * 1024), { done: true });
      expect(nodesIn(view.element), name).toBeLessThan(40_000);
      view.destroy();
      view.element.remove();
    }
  });

  it('shows the rest as source text, each character once', () => {
    const view = open();
    view.update(LONG, { done: true });
    const rest = restOf(view);
    expect(LONG.endsWith(rest)).toBe(true);
    const items = [...view.element.querySelectorAll('li')].map((item) => item.textContent);
    const cut = Number(/item\*? (\d+)/.exec(rest)?.[1]);
    expect(items.length).toBeGreaterThanOrEqual(cut);
    expect(items.length).toBeLessThanOrEqual(cut + 1);
  });

  it('is cut at the same place when it arrives in parts', async () => {
    const whole = open();
    whole.update(LONG, { done: true });
    const parts = open();
    for (let end = 0; end < LONG.length; end += 40_001) parts.update(LONG.slice(0, end), { done: false });
    parts.update(LONG, { done: true });
    expect(restOf(parts)).toBe(restOf(whole));
  });

  it('renders the rest on request, keeps the focus near it, and announces it', async () => {
    const announce = vi.fn();
    const view = open({ announce });
    view.update(LONG, { done: true });
    const drawn = view.element.querySelectorAll('li').length;
    showAll(view)?.focus();
    showAll(view)?.click();
    await waitFor(() => expect(showAll(view)).toBeNull());
    expect(view.element.querySelectorAll('li')).toHaveLength(9000);
    expect(view.element.querySelectorAll('li')[drawn + 1]?.innerHTML).toContain(`<em>item</em> ${drawn + 1}`);
    expect(announce).toHaveBeenCalledExactlyOnceWith('The whole message is shown.');
    expect(view.element.contains(document.activeElement)).toBe(true);
    expect(document.activeElement).not.toBe(view.element);
  });

  it('continues to render arriving text after the reader asked for the rest', async () => {
    const view = open();
    view.update(LONG, { done: false });
    showAll(view)?.click();
    await waitFor(() => expect(showAll(view)).toBeNull());
    view.update(`${LONG}- *last*\n`, { done: true });
    expect([...view.element.querySelectorAll('li em')].at(-1)?.textContent).toBe('last');
    expect(showAll(view)).toBeNull();
  });

  it('continues in sections that repeat the head of a table and keep links and markers', async () => {
    const drawMarker = (at: number) => {
      const marker = document.createElement('i');
      marker.textContent = `(${at})`;
      return marker;
    };
    const view = open({ drawMarker });
    const rows = Array.from({ length: 9000 }, (_, index) => `| **${index}** | [link] |\n`).join('');
    const code = Array.from({ length: 9000 }, (_, index) => `const a${index} = 1;\n`).join('');
    const text = `[link]: https://a.example\n\n| n | to |\n|---|---|\n${rows}\n\`\`\`none\n${code}\`\`\`\n\nEnd. And more.`;
    const end = text.indexOf('End.') + 4;
    view.update(text, { done: true, markers: [end] });
    showAll(view)?.click();
    await waitFor(() => expect(view.element.querySelector('.ck-rest')).toBeNull());
    const cells = [...view.element.querySelectorAll('tbody tr')].map((row) => row.textContent);
    expect(cells).toEqual(Array.from({ length: 9000 }, (_, index) => `${index}link`));
    expect(view.element.querySelectorAll('a[href="https://a.example"]')).toHaveLength(9000);
    const heads = [...view.element.querySelectorAll('thead')].map(({ textContent }) => textContent);
    expect(heads.length).toBeGreaterThan(2);
    expect(new Set(heads)).toEqual(new Set(['nto']));
    const lines = [...view.element.querySelectorAll('.ck-code code')].map(({ textContent }) => textContent).join('\n');
    expect(lines.split('\n').filter((line) => line !== '')).toEqual(code.trimEnd().split('\n'));
    expect([...view.element.querySelectorAll('p')].at(-1)?.textContent).toBe(`End.(${end}) And more.`);
  });

  it.each([
    { name: 'null characters', part: '\0', most: 375 },
    { name: 'replacement characters', part: '\ufffd', most: 375 },
    { name: 'direction marks', part: '\u202e\u2067', most: 375 },
    { name: 'Arabic words', part: 'مرحبا بالعالم ', most: 4800 },
    { name: 'Latin words', part: 'Lorem ipsum dolor sit amet. ', most: 15_000 },
  ])('draws a paragraph of $name in sections that the browser lays out at once', async ({ part, most }) => {
    const text = part.repeat(Math.ceil((16 * most) / part.length) + 64_000 / part.length);
    const view = open();
    view.update(text, { done: true });
    const parts = [...view.element.querySelectorAll('.ck-rest-text > div')].map((part) => part.textContent.length);
    expect(Math.max(...parts)).toBeLessThanOrEqual(Math.min(4000, most));
    showAll(view)?.click();
    await waitFor(() => expect(view.element.querySelector('.ck-rest')).toBeNull());
    const sections = [...view.element.querySelectorAll('.ck-part')].map(({ textContent }) => textContent.length);
    expect(sections.length).toBeGreaterThan(2);
    expect(Math.max(...sections)).toBeLessThanOrEqual(most);
    const letters = (shown: string) => shown.replaceAll(/\s/g, '').replaceAll('\0', '\ufffd');
    expect(letters(view.element.textContent)).toBe(letters(text));
  });

  it.each([
    { name: 'a fence in an item', head: '1.  a\n    ```none\n', line: '    code()\n', foot: '    ```\n', code: true },
    { name: 'a fence in a quote', head: '> ```none\n', line: '> code()\n', foot: '> ```\n', code: true },
    { name: 'items in items', head: '- a\n  - b\n', line: '    - *code()*\n', foot: '', code: false },
    { name: 'a table in an item', head: '- | a |\n  |---|\n', line: '  | code() |\n', foot: '\n', code: false },
  ])('continues in $name as it began', async ({ head, line, foot, code }) => {
    const view = open();
    view.update(`${head}${line.repeat(9000)}${foot}\nEnd.`, { done: true });
    showAll(view)?.click();
    await waitFor(() => expect(view.element.querySelector('.ck-rest')).toBeNull());
    const inCode = [...view.element.querySelectorAll('.ck-code code')].map((block) => block.textContent).join('');
    expect(inCode.match(/code\(\)/g)?.length ?? 0).toBe(code ? 9000 : 0);
    expect(view.element.textContent.match(/code\(\)/g)).toHaveLength(9000);
    expect(view.element.textContent).not.toMatch(/[`|>*]/);
    expect([...view.element.querySelectorAll('p')].at(-1)?.textContent).toBe('End.');
  });

  it('has no button if it is long but within the limit', () => {
    const view = open();
    view.update(
      'A *usual* paragraph with `code` and a [link](https://a.example), forty words or so of it.\n\n'.repeat(600),
      {
        done: true,
      },
    );
    expect(showAll(view)).toBeNull();
  });
});

it('a stack of combining marks is split with dotted circles', () => {
  const view = open();
  view.update(`a${'\u0301'.repeat(100)}`, { done: true });
  expect(view.element.textContent).toBe(
    `a${['\u0301'.repeat(30), '\u0301'.repeat(30), '\u0301'.repeat(30), '\u0301'.repeat(10)].join('\u25cc')}`,
  );
});
