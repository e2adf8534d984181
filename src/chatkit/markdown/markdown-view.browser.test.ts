/** Texts as they are drawn, whole and while they stream. */
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { open, render, stream, waitFor } from '../../../test/harness/markdown/markdown-views.ts';
import { isRawHtml, specExamples } from '../../../test/harness/markdown/commonmark-spec.ts';
import { containsRawHtml } from '../../../test/harness/markdown/tree-to-html.ts';
import { createPictures, type Pictures } from '../pictures/pictures.ts';
import { isSafeLink } from './drawing/link-policy.ts';
import type { MarkdownOptions } from './context.ts';
import { richBlocks } from './lazy-parts.ts';

/** Renders a prefix as if the rest had not arrived yet. */
const halfWay = (text: string, options: MarkdownOptions = {}) => render(text, options, false);

/** The elements, with adjacent text nodes joined. */
function shape(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  copy.normalize();
  return copy.innerHTML;
}

const KITCHEN_SINK = `# Title *with* emphasis

A paragraph with **bold**, _italics_, ~~gone~~, \`code\`, a [link](https://example.com "t"), <https://auto.example>, https://bare.example/x_y, me@example.com,
a hard break\\
and math $x^2 + \\frac{1}{2}$ and \\(a_b\\). Costs $5 and $10. &amp; &copy; a[^1] [ref] [full][ref] [late]

| a | b |
|---|:-:|
| 1 | **2** |
| 3 \\| x | [l](http://e.com) |

- one
- two
  - nested

    loose
- [ ] task
- [x] done

3. three
4. four

> quote
> - in it
lazy

\`\`\`js
const a = 1; // \`not closed\`

let b = "x";
\`\`\`

    indented

    code

Setext
===

$$
\\int_0^1 x dx = \\frac12
$$

\\[ E = mc^2 \\]

<div class="x">
raw *html*
</div>

***
![alt](https://img.example/x.png "t")

[ref]: https://ref.example 'Ref'
[^1]: A note with **bold**[^2].

    And more.
[^2]: Second.

[late]: /late
`;

const marks = fc.constantFrom(
  '# h\n',
  'text ',
  '*',
  '**',
  '_',
  '~~',
  '`',
  '```',
  '```js\n',
  '\n',
  '\n\n',
  '- ',
  '1. ',
  '> ',
  '    ',
  '\t',
  '| a | b |\n',
  '|---|---|\n',
  '| 1 |',
  '[',
  ']',
  '(',
  ')',
  '](',
  '![',
  '[a]: /url "t"\n',
  '[a]',
  '[^n]',
  '[^n]: note\n',
  '<',
  '>',
  '<b>',
  '<!-- ',
  '-->',
  'https://e.com/',
  'www.e.com',
  'a@b.co',
  '$',
  '$$',
  '$$\n',
  '\\(',
  '\\)',
  '\\[',
  '\\]',
  'x^2',
  '\\',
  '&amp;',
  '&',
  '!',
  '***\n',
  '===\n',
  '---\n',
  '- [ ] ',
  '- [x] t\n',
  '  \n',
  '  ',
  'é',
  '🎉',
  '\r\n',
  '\r',
  '"',
  "'",
  '5',
  '.',
  ':',
  '{',
  '}',
  '\0',
);
const pieces = fc.oneof(
  { weight: 9, arbitrary: marks },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

describe('rendering', () => {
  it('every CommonMark example without raw HTML gives the expected elements [E106]', () => {
    const differing: number[] = [];
    for (const example of specExamples) {
      if (isRawHtml(example) || containsRawHtml(example.markdown)) continue;
      const element = render(example.markdown, { autolinks: false });
      if (textOf(element) !== textOfHtml(example.html)) differing.push(example.number);
    }
    expect(differing).toEqual([]);
  });

  it('the 64 raw HTML examples show as text [E108]', () => {
    for (const { markdown } of specExamples.filter(isRawHtml)) {
      const element = render(markdown, { autolinks: false });
      for (const name of ['script', 'style', 'iframe', 'div[class=""]', 'table', 'bab', 'responsive-image'])
        expect(element.querySelector(name)).toBeNull();
    }
    expect(render('<script>alert(1)</script>').textContent).toBe('<script>alert(1)</script>');
    expect(render('a <b onclick="x()">c</b>').textContent).toBe('a <b onclick="x()">c</b>');
  });

  it('GFM tables, tasks, strikethrough, autolinks and footnotes become their elements [E106]', () => {
    const element = render(KITCHEN_SINK);
    expect([...element.querySelectorAll('th')].map((cell) => cell.textContent)).toEqual(['a', 'b']);
    expect([...element.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['1', '2', '3 | x', 'l']);
    expect(element.querySelectorAll('input[type=checkbox]:disabled')).toHaveLength(2);
    expect(element.querySelectorAll('input[checked]')).toHaveLength(1);
    expect(element.querySelector('del')?.textContent).toBe('gone');
    expect(element.querySelector('a[href="https://bare.example/x_y"]')).not.toBeNull();
    expect(element.querySelector('a[href="mailto:me@example.com"]')).not.toBeNull();
    expect([...element.querySelectorAll('.ck-footnotes li')].map((item) => item.textContent)).toEqual([
      'A note with bold2.And more.↩',
      'Second.↩',
    ]);
    expect(element.querySelector('.ck-footnote-mark')?.textContent).toBe('1');
    expect(element.querySelector('a[href="/late"]')?.textContent).toBe('late');
    expect(element.textContent).toContain('Costs $5 and $10.');
  });

  it('math becomes MathML, and invalid TeX stays as source [E106]', async () => {
    const element = render(
      'Inline $x^2$, display:\n\n$$\n\\frac{a}{b}\n$$\n\nand \\(\\notacommand{\\) too, \\(\\sideset{_a}{^b}\\sum\\)',
    );
    await waitFor(() => expect(element.querySelectorAll('.ck-pending')).toHaveLength(0));
    expect(element.querySelectorAll('math')).toHaveLength(3);
    expect(element.querySelector('.ck-math-source')?.textContent).toBe('\\notacommand{');
  });

  it('code shows its language, is highlighted, and can be copied [E106]', async () => {
    const copied: string[] = [];
    const element = render('```python\ndef f():\n    return "x"  # note\n```', {
      copyText: async (text) => void copied.push(text),
    });
    expect(element.querySelector('.ck-code-language')?.textContent).toBe('python');
    await waitFor(() => expect(element.querySelector('.ck-c-keyword')?.textContent).toBe('def'));
    expect(element.querySelector('code')?.textContent).toBe('def f():\n    return "x"  # note\n');
    element.querySelector<HTMLButtonElement>('.ck-copy')?.click();
    await waitFor(() => expect(copied).toEqual(['def f():\n    return "x"  # note']));
  });

  it('long lines of code wrap on request, and can be unwrapped again', () => {
    const element = render(`\`\`\`\n${'word '.repeat(400)}\n\`\`\``);
    const sheet = document.head.appendChild(document.createElement('style'));
    sheet.textContent = richBlocks.now()?.css ?? '';
    const wrap = element.querySelector<HTMLButtonElement>('.ck-wrap');
    const pre = element.querySelector('pre');
    const runsOver = () => (pre?.scrollWidth ?? 0) > (pre?.clientWidth ?? 0);
    expect([runsOver(), wrap?.ariaPressed]).toEqual([true, 'false']);
    wrap?.click();
    expect([runsOver(), wrap?.ariaPressed]).toEqual([false, 'true']);
    wrap?.click();
    expect([runsOver(), wrap?.ariaPressed]).toEqual([true, 'false']);
    sheet.remove();
  });

  it('a table can be copied as CSV and for spreadsheets, as displayed and without formulas', async () => {
    const copied: string[] = [];
    const text =
      '| Who | **What**, when |\n| - | - |\n| =1+1 | `a` [b](https://x.example) ![c](data:image/png;base64,AA==) |';
    const element = render(text, { copyText: async (given) => void copied.push(given) });
    const [csv, sheet] = element.querySelectorAll<HTMLButtonElement>('.ck-table button');
    csv?.click();
    await waitFor(() => expect(csv?.textContent).toBe('Copied'));
    sheet?.click();
    await waitFor(() => expect(sheet?.textContent).toBe('Copied'));
    expect(copied).toEqual(['Who,"What, when"\r\n\'=1+1,a b c', "Who\tWhat, when\n'=1+1\ta b c"]);
  });
});

describe('in a right-to-left page', () => {
  it.each([
    ['a table', '| one | two |\n| - | - |\n| 1 | 2 |', '.ck-table'],
    ['a formula', '$$\nx + y\n$$', '.ck-math-block'],
    ['a formula in a line', 'مع $x + y$', '.ck-math'],
    ['code', '```\nx + y\n```', '.ck-code pre'],
  ])('%s scrolls and reads from the left, where it begins', (_, text, scroller) => {
    const view = open();
    view.element.dir = 'rtl';
    view.update(text, { done: true });
    const box = view.element.querySelector(scroller);
    expect(box && getComputedStyle(box).direction).toBe('ltr');
  });
  it('a table of right-to-left words scrolls from the right', () => {
    const table = render('| واحد | اثنان |\n| - | - |\n| 1 | 2 |').querySelector('.ck-table');
    expect(table && getComputedStyle(table).direction).toBe('rtl');
  });
});

const allAllowed: Pictures = {
  ...createPictures(),
  policy: () => ({ allowedByVisitor: ['e.com'] }),
};

describe('streaming', () => {
  it('any chunking gives the same elements as the whole text [E107]', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const streamed = stream(parts);
        const whole = render(parts.join(''));
        // A block with letters of both directions is decided by its beginning while it streams.
        if (/[\u0590-\u08ff\ufb1d-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(parts.join('')))
          for (const node of document.querySelectorAll('.ck-md [dir]')) node.removeAttribute('dir');
        expect(shape(streamed)).toBe(shape(whole));
        streamed.remove();
        whole.remove();
      }),
      { numRuns: 800, examples: [[['- ', '[a]: /url "t"\n', '*', '1. ', '  ']]] },
    );
  });

  it('a long text in any chunks gives the same elements as the whole text [E107]', { timeout: 60_000 }, async () => {
    const whole = render(KITCHEN_SINK);
    const settled = async (element: HTMLElement) => {
      await waitFor(() => expect(element.querySelectorAll('.ck-pending')).toHaveLength(0));
      await waitFor(() => expect(element.querySelectorAll('.ck-c-keyword')).toHaveLength(2));
      return shape(element);
    };
    const expected = await settled(whole);
    for (const size of [1, 2, 3, 7, 40, 333]) {
      const parts = KITCHEN_SINK.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(await settled(stream(parts))).toBe(expected);
    }
  });

  it(
    'a very long text has the same parts for any chunking, and none ends in a heading [E107]',
    { timeout: 60_000 },
    () => {
      const text = '# Title\n\nA *paragraph*[^1].\n\n## Next\n\n- a\n- b\n\n***\n\n[^1]: A note.\n\n'.repeat(30);
      const whole = render(text);
      const parts = [...whole.querySelectorAll('.ck-part')];
      expect(parts.length).toBeGreaterThan(3);
      for (const part of parts.slice(0, -1)) expect(part.lastElementChild?.localName).not.toMatch(/^h[1-6r]$/);
      expect(whole.lastElementChild?.className).toBe('ck-footnotes');
      for (const size of [7, 61, 1000])
        expect(shape(stream(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []))).toBe(shape(whole));
      expect(shape(render('A paragraph.\n\n'.repeat(24)))).not.toContain('ck-part');
    },
  );

  it('finished blocks keep their elements [E107]', () => {
    const frames: FrameRequestCallback[] = [];
    const request = vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
    const view = open();
    view.update('First *one*.\n\n- a\n- b\n\nThird', { done: false });
    const [first, list] = view.element.children;
    const changes = new MutationObserver(() => {});
    if (first) changes.observe(first, { subtree: true, childList: true, characterData: true, attributes: true });
    if (list) changes.observe(list, { subtree: true, childList: true, characterData: true, attributes: true });
    view.update('First *one*.\n\n- a\n- b\n\nThird and more\n\nFourth', { done: false });
    for (const frame of frames.splice(0)) frame(0);
    view.update('First *one*.\n\n- a\n- b\n\nThird and more\n\nFourth.', { done: true });
    expect([...view.element.children].slice(0, 2)).toEqual([first, list]);
    expect(changes.takeRecords()).toEqual([]);
    request.mockRestore();
  });

  it('unfinished marks never show: visible text is always a prefix of the final text [E107]', () => {
    const text =
      'Some **bold text** and *more*, `code`, ~~gone~~, [a link](https://example.com/a?b=c "title"), ![pic](https://e.com/x.png) end.\n\n## Heading\n\n| Name | Value |\n| --- | --- |\n| a | **b** |\n\n- item **x**\n- other\n\n```js\nlet a;\n```\n\nMath \\(x^2\\) and $$y$$ then $z_1$ last.';
    const final = visible(render(text));
    for (let length = 1; length < text.length; length++) {
      const shown = visible(halfWay(text.slice(0, length)));
      expect(
        final.startsWith(shown),
        `after ${JSON.stringify(text.slice(Math.max(0, length - 30), length))} it shows ${JSON.stringify(shown.slice(-40))}`,
      ).toBe(true);
    }
  });

  it('nothing is fetched for an unfinished link or image [E107]', () => {
    for (const half of [
      '![pic](https://e.com/x',
      '![pic](https://e.com/x.png',
      '[a](https://e.com',
      '![pic]',
      '<https://e.com/ab',
      'see https://e.com/ab',
    ]) {
      const element = halfWay(half, { pictures: allAllowed });
      expect(element.querySelector('img, a[href]'), half).toBeNull();
    }
  });

  it('an open fence is a code block at once, and a list grows without being rebuilt [E107]', () => {
    expect(halfWay('```js\nconst a').querySelector('.ck-code code')?.textContent).toBe('const a');
    expect(halfWay('```').textContent).toBe('');
    expect(halfWay('| a | b').textContent).toBe('');
    expect(halfWay('| a | b |\n| --').textContent).toBe('');
    expect(halfWay('| a | b |\n| --- | --- |\n| 1').querySelector('td')?.textContent).toBe('1');
  });

  it('markers are at their position and do not change the text [E119]', () => {
    const drawMarker = (at: number) => {
      const marker = document.createElement('sup');
      marker.textContent = `@${at}`;
      return marker;
    };
    const text = 'One fact. Another **bold** fact.\n\n- item here\n\nEnd.';
    const view = open({ drawMarker });
    view.update(text, { done: true, markers: [9, 32, 47, text.length] });
    expect(view.element.textContent).toBe('One fact.@9 Another bold fact.@32item here@47End.@51');
    const second = open({ drawMarker });
    second.update(text, { done: true });
    const [first] = second.element.children;
    second.update(text, { done: true, markers: [9, 32, 47, text.length] });
    expect(second.element.innerHTML).toBe(view.element.innerHTML);
    expect(second.element.children[0]).toBe(first);
  });
});

/** The visible text, without button labels and hidden text. */
function visible(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const unseen of copy.querySelectorAll('.ck-code-bar, .ck-pending, button, .ck-image-offer, [hidden]'))
    unseen.remove();
  return (copy.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

/** Elements and text in one line, without what only our renderer adds. */
function textOf(element: Element): string {
  let text = '';
  for (const node of element.childNodes) {
    if (node instanceof Text) text += node.data;
    else if (node instanceof Element) text += outline(node);
  }
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/> | </g, (mark) => mark.trim())
    .trim();
}

function outline(node: Element): string {
  if (node.matches('.ck-code')) return `<pre>${node.querySelector('code')?.textContent ?? ''}</pre>`;
  if (node.matches('.ck-item, .ck-unsafe-link, .ck-image-blocked')) return textOf(node);
  if (node.matches('a') && !isSafeLink(node.getAttribute('href') ?? '')) return textOf(node);
  if (node.matches('img')) return node.getAttribute('alt') || 'An image from ? wasn’t loaded.';
  if (node.matches('li > p, li > div > p')) return `${textOf(node)} `;
  const name = node.localName;
  return `<${name}>${textOf(node)}</${name}>`;
}

/**
 * The comparable form of the specification's HTML: raw HTML as text, tight and loose lists treated alike, links and
 * images by policy.
 */
function textOfHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const code of page.querySelectorAll('pre')) code.replaceChildren(code.textContent ?? '');
  return textOf(page.body);
}
