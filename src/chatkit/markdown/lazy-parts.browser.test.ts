/** Parts of the Markdown renderer that load on first use. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LazyPart } from './lazy-part.ts';
import { entityNames, richBlocks } from './lazy-parts.ts';
import { rareSyntax } from './lazy-syntax.ts';
import { createMarkdownView, type MarkdownView } from './markdown-view.ts';

const views: MarkdownView[] = [];
const load = { blocks: richBlocks.load, names: entityNames.load, syntax: rareSyntax.load };

/** Makes a part appear unloaded until its `load` has resolved. */
function forget<Content>(part: LazyPart<Content>, loadNow: () => Promise<Content>) {
  let content: Content | null = null;
  vi.spyOn(part, 'now').mockImplementation(() => content);
  return vi.spyOn(part, 'load').mockImplementation(async () => (content = await loadNow()));
}

let loadBlocks: ReturnType<typeof forget<Awaited<ReturnType<typeof load.blocks>>>>;
let loadNames: ReturnType<typeof forget<boolean>>;
let loadSyntax: ReturnType<typeof forget<Awaited<ReturnType<typeof load.syntax>>>>;

beforeEach(() => {
  loadBlocks = forget(richBlocks, load.blocks);
  loadNames = forget(entityNames, load.names);
  loadSyntax = forget(rareSyntax, load.syntax);
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const view of views.splice(0)) {
    view.destroy();
    view.element.remove();
  }
});

function open(): MarkdownView {
  const view = createMarkdownView();
  views.push(view);
  document.body.append(view.element);
  return view;
}

const tagsIn = ({ element }: MarkdownView) =>
  [...element.children].map(({ tagName, className }) => className || tagName);

describe('a text that needs no other file', () => {
  it.each([
    '# Title\n\nText *with* **marks**, [a link](https://a.example) &amp; &mdash; `code`.',
    '- a\n- b\n\n> c\n\n---\n',
    '1 < 2, **a > b**, R&D, C#!, x^2, [site](https://www.a.example/@me?x=1) and [b](<https://b.example>).',
  ])('loads none: %s', async (text) => {
    const view = open();
    view.update(text, { done: true });
    expect(view.element.textContent).not.toBe('');
    await new Promise(requestAnimationFrame);
    for (const load of [loadBlocks, loadNames, loadSyntax]) expect(load).not.toHaveBeenCalled();
  });
});

describe('a block in another file', () => {
  it.each([
    ['code', 'One\n\n```js\nlet a;\n```\n\nTwo', ['P', 'ck-code', 'P']],
    ['indented code', 'One\n\n    let a;\n\nTwo', ['P', 'ck-code', 'P']],
    ['a table', 'One\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nTwo', ['P', 'ck-table', 'P']],
    ['a footnote', 'One[^1]\n\n[^1]: Note\n\nTwo', ['P', 'P', 'ck-footnotes']],
  ])('is drawn when that is loaded: %s', async (_, text, tags) => {
    const view = open();
    view.update(text, { done: true });
    expect(view.element.childElementCount).toBe(0);
    await vi.waitFor(() => expect(tagsIn(view)).toEqual(tags));
  });

  it('does not change what is drawn meanwhile, and shows all that has arrived then', async () => {
    const view = open();
    view.update('One\n\n', { done: false });
    const first = view.element.firstElementChild;
    await new Promise(requestAnimationFrame);
    view.update('One\n\n```js\nlet a;\n', { done: false });
    await new Promise(requestAnimationFrame);
    view.update('One\n\n```js\nlet a;\nlet b;\n```\n\nTwo', { done: true });
    await vi.waitFor(() => expect(tagsIn(view)).toEqual(['P', 'ck-code', 'P']));
    expect(view.element.firstElementChild).toBe(first);
    expect(view.element.querySelector('code')?.textContent).toBe('let a;\nlet b;\n');
  });

  it('is shown as source text when that cannot be loaded', async () => {
    loadBlocks.mockRejectedValue(new Error('offline'));
    const view = open();
    view.update('One\n\n```js\nlet a;\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nTwo', { done: true });
    await vi.waitFor(() => expect(tagsIn(view)).toEqual(['P', 'ck-raw', 'ck-raw', 'P']));
    expect(view.element.textContent).toBe('Onelet a;| a | b |\n| 1 | 2 |Two');
  });

  it('leaves the rest of a long text as plain text when that cannot be loaded, and tries again', async () => {
    loadBlocks.mockRejectedValue(new Error('offline'));
    const text = Array.from({ length: 9000 }, (_, index) => `- *item* ${index}\n`).join('');
    const end = text.length - 5000;
    const view = open();
    view.update(text.slice(0, end), { done: false });
    const raw = () => view.element.querySelector('.ck-raw');
    await vi.waitFor(() => expect(text.slice(0, end)).toContain(raw()?.lastChild?.textContent ?? 'nothing'));
    view.update(text, { done: true });
    const rest = raw()?.lastChild?.textContent ?? '';
    const [, cut = ''] = /^- \*item\* (\d+)/.exec(rest) ?? [];
    expect(text.endsWith(rest)).toBe(true);
    expect(view.element.querySelectorAll('li')).toHaveLength(Number(cut));
    expect(view.element.lastElementChild).toBe(raw());

    const button = view.element.querySelector('button');
    expect(button?.textContent).toBe('Try again');
    button?.click(); // fails once more
    await vi.waitFor(() => expect(loadBlocks).toHaveBeenCalledTimes(2));
    expect(raw()?.lastChild?.textContent).toBe(rest);

    loadBlocks.mockReset();
    vi.mocked(richBlocks.now).mockRestore();
    loadBlocks.mockImplementation(load.blocks);
    button?.click();
    await vi.waitFor(() => expect(view.element.querySelector('.ck-show-all')).not.toBeNull());
    expect(raw()).toBeNull();
    expect(view.element.querySelectorAll('li')).toHaveLength(Number(cut));
    expect(view.element.querySelector('.ck-rest-text')?.textContent).toBe(rest);
  });

  it('is not drawn after the view is destroyed', async () => {
    const view = open();
    view.update('```\na\n```', { done: true });
    view.destroy();
    await richBlocks.load();
    await new Promise(requestAnimationFrame);
    expect(view.element.childElementCount).toBe(0);
  });
});

describe('the names of characters', () => {
  // First, because a table that is loaded once stays.
  it('stay as they were written when the table cannot be loaded', async () => {
    loadNames.mockRejectedValue(new Error('offline'));
    const view = open();
    view.update('&Zfr; &copy;', { done: true });
    await vi.waitFor(() => expect(view.element.textContent).toBe('&Zfr; ©'));
  });

  it('are looked up in the whole table when a text has a rare one', async () => {
    const view = open();
    view.update('Before &copy;', { done: false });
    await vi.waitFor(() => expect(view.element.textContent).toBe('Before ©'));
    view.update('Before &copy; &Zfr; and &nosuchname;', { done: true });
    await vi.waitFor(() => expect(view.element.textContent).toBe('Before © ℨ and &nosuchname;'));
  });

  it('are found across two packets', async () => {
    const view = open();
    view.update('A &Zf', { done: false });
    view.update('A &Zfr; b', { done: true });
    await vi.waitFor(() => expect(view.element.textContent).toBe('A ℨ b'));
  });
});

describe('rare syntax', () => {
  const drawn = ({ element }: MarkdownView) => element.innerHTML;

  it.each([
    ['a bare address', 'See www.a.example for more', 'a[href="http://www.a.example"]'],
    ['a mail address', 'Write to me@a.example', 'a[href="mailto:me@a.example"]'],
    ['an address in brackets', 'See <https://a.example>', 'a'],
    ['a tag', 'H<sub>2</sub>O', 'sub'],
    ['HTML', '<div>\n\n*a*\n\n</div>', '.ck-raw'],
    ['a comment', 'a <!-- b --> c', 'p'],
    ['a formula', 'so $x^2$ it is', '.ck-math'],
    ['a formula of its own', '\\[\nx^2\n\\]', '.ck-math-display'],
    ['an image', '![a](https://a.example/a.png)', '.ck-image-load'],
  ])('is read when its code is loaded: %s', async (_, text, selector) => {
    const view = open();
    view.update(text, { done: true });
    expect(view.element.childElementCount).toBe(0);
    await vi.waitFor(() => expect(view.element.querySelector(selector)).not.toBeNull());
    expect(loadSyntax).toHaveBeenCalledOnce();
  });

  it('does not change drawn text while its code loads, however the text arrives', async () => {
    const view = open();
    const text = 'One *two*\n\nSee https://a.example/b?c=d and x@a.example, ![e](/f.png), $g^2$ or <u>h</u>.\n\nEnd';
    view.update(text.slice(0, 12), { done: false });
    const first = view.element.firstElementChild;
    for (let length = 13; length <= text.length; length++) {
      view.update(text.slice(0, length), { done: false });
      if (length % 8 === 0) await new Promise(requestAnimationFrame);
    }
    view.update(text, { done: true });
    await vi.waitFor(() => expect(view.element.lastElementChild?.textContent).toBe('End'));
    expect(view.element.firstElementChild).toBe(first);
    const whole = open();
    whole.update(text, { done: true });
    expect(drawn(view)).toBe(drawn(whole));
  });

  it('is text when its code cannot be loaded, and the rest of the answer is drawn', async () => {
    loadSyntax.mockRejectedValue(new Error('offline'));
    const view = open();
    view.update('**See** https://a.example, $x^2$, <u>it</u> and ![e](/f.png).\n\n<div>\n\n- End', { done: true });
    await vi.waitFor(() => expect(tagsIn(view)).toEqual(['P', 'P', 'UL']));
    expect(view.element.textContent).toBe('See https://a.example, $x^2$, <u>it</u> and e.<div>End');
    expect(view.element.querySelectorAll('a, img')).toHaveLength(0);
  });
});
