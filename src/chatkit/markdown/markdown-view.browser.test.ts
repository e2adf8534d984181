/** Texts as they are drawn whole. streaming.browser.test.ts has texts that arrive in pieces. */
import { describe, expect, it } from 'vitest';
import { specExamples, isRawHtml } from '../../../test/harness/markdown/commonmark-spec.ts';
import { KITCHEN_SINK } from '../../../test/harness/markdown/kitchen-sink.ts';
import { open, render, waitFor } from '../../../test/harness/markdown/markdown-views.ts';
import { containsRawHtml } from '../../../test/harness/markdown/tree-to-html.ts';
import { isSafeLink } from './drawing/link-policy.ts';
import { richBlocks } from './lazy-parts.ts';

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
