/** Rendered text does not change its meaning while more text streams in, except in the cases listed in `CHANGES`. */
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { entityNames, richBlocks } from './lazy-parts.ts';
import { rareSyntax } from './lazy-syntax.ts';
import { createMarkdownView } from './markdown-view.ts';

await Promise.all([richBlocks.load(), entityNames.load(), rareSyntax.load()]);

afterEach(() => document.body.replaceChildren());

/** A visible character and how it is shown: the blocks around it, then its formats. */
interface Shown {
  character: string;
  as: string;
}

interface Change {
  from: string;
  to: string;
  after: string;
  text: string;
}

/** Renders every prefix in turn and returns what changed from one kind to another. */
function changesOf(text: string): Change[] {
  const frames: FrameRequestCallback[] = [];
  vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
  const view = createMarkdownView();
  document.body.append(view.element);
  const changes: Change[] = [];
  let before = shownIn(view.element);
  for (let length = 1; length <= text.length + 1; length++) {
    view.update(text.slice(0, length), { done: length > text.length });
    for (const frame of frames.splice(0)) frame(0);
    const now = shownIn(view.element);
    for (const [place, sequence] of before.entries()) {
      const index = sequence.findIndex(
        ({ character, as }, at) => now[place]?.[at]?.character !== character || now[place]?.[at]?.as !== as,
      );
      if (index < 0) continue;
      const describeShown = (shown: Shown | undefined) =>
        shown ? `${shown.as} ${JSON.stringify(shown.character)}` : 'nothing';
      changes.push({
        from: describeShown(sequence[index]),
        to: describeShown(now[place]?.[index]),
        after: text.slice(Math.max(0, length - 40), length),
        text: sequence
          .map(({ character }) => character)
          .join('')
          .slice(-20),
      });
    }
    before = now;
  }
  view.destroy();
  view.element.remove();
  vi.restoreAllMocks();
  return changes;
}

const INLINE = new Set(['em', 'strong', 'del', 'a', 'code', 'sup', 'sub', 'kbd', 'u', 'mark', 'ins']);

/** The text and the footnotes, one character at a time. */
function shownIn(element: HTMLElement): [text: Shown[], notes: Shown[]] {
  const text: Shown[] = [];
  const notes: Shown[] = [];
  const read = (node: Node, blocks: string, formats: ReadonlySet<string>, into: Shown[]): void => {
    if (node instanceof Text) {
      for (const character of node.data)
        if (character.trim() !== '') into.push({ character, as: [blocks, ...[...formats].sort()].join(' ') });
      return;
    }
    if (!(node instanceof HTMLElement) || node.hidden || node.matches('.ck-code-bar, button, .ck-writing')) return;
    if (node.matches('.ck-math, .ck-math-display, .ck-image-offer'))
      return void into.push({ character: '∎', as: [blocks, ...[...formats].sort()].join(' ') });
    const name = node.localName;
    const format = node.matches('.ck-link') ? 'a' : name;
    const isBlock = !INLINE.has(format) || node.closest('.ck-code') !== null;
    const next =
      isBlock && !node.matches('span, .ck-item, .ck-part, tbody, thead, tr')
        ? `${blocks}/${node.className === 'ck-raw' ? 'raw' : name}`
        : blocks;
    for (const child of node.childNodes)
      read(
        child,
        next,
        isBlock ? formats : new Set([...formats, format]),
        node.matches('.ck-footnotes') ? notes : into,
      );
  };
  for (const child of element.childNodes) read(child, '', new Set(), text);
  return [text, notes];
}

const words = fc.constantFrom(
  'word',
  'Two words',
  'x',
  '5',
  'a_b',
  '3 * 4',
  'co-op',
  'https',
  'hello',
  'if',
  '1.5',
  'C#',
  'é',
  '日本語',
  '~5',
  'a < b',
  'R&D',
  'end.',
);
const plain = fc.oneof(words, fc.constantFrom('\\*', '&amp;', '&copy;', '[1]', '$x^2$', '\\(y_1\\)'));
const simple = fc.oneof(
  plain,
  words.map((text) => `\`${text}\``),
  words.map((text) => `[${text}](https://e.com/a?b=c)`),
  words.map((text) => `[${text}](https://e.com "title")`),
  fc.constantFrom(
    '![pic](https://e.com/x.png)',
    '<https://e.com>',
    'https://e.com/x.html',
    'www.e.com',
    '<b>',
    '<br/>',
    '</i>',
    'H<sub>2</sub>O',
    '<kbd>Ctrl</kbd>+<KBD>C</KBD>',
    '<u>so *much* more</u>',
    '</ins>',
    '<!-- unseen -->',
    'R$20',
    '5$/mo',
    '$10, now 8$',
    '$HOME/$USER',
    '$AAPL/$TSLA',
    '$$$',
  ),
);
/** Emphasis in and beside text that is written without spaces. */
const eastAsian = fc.constantFrom(
  '**重要提示：**正文',
  '含**「重点」**内容',
  '销售额**50%**增长',
  '*斜体（括号）。*这里',
  '~~删除（括号）。~~这里',
  '**“문서”**는',
  '前**测试**后*重点*。',
  '参考https://e.com/a；https://e.com/b。',
);
const inline = fc.oneof(
  simple,
  eastAsian,
  plain.map((text) => `*${text}*`),
  plain.map((text) => `_${text}_`),
  fc
    .array(
      fc.oneof(
        simple,
        plain.map((text) => `*${text}*`),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => `**so ${parts.join(' ')} on**`),
  simple.map((text) => `**${text}**`),
  simple.filter((text) => !text.includes('~')).map((text) => `~~${text}~~`),
);
const line = fc.array(inline, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
const indent = (by: string) => (text: string) => text.replace(/^(?=.)/gm, by);
const block: fc.Arbitrary<string> = fc.letrec<{ block: string; blocks: string }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 2 },
    line.map((text) => `A ${text}`),
    fc.array(line, { minLength: 2, maxLength: 3 }).map((lines) => lines.map((text) => `so ${text}`).join('\n')),
    fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([level, text]) => `${'#'.repeat(level)} ${text}`),
    line.map((text) => `## ${text} ##`),
    fc.constantFrom('---', '***', '* * *', '___'),
    fc
      .tuple(
        fc.constantFrom('```', '~~~', '````'),
        fc.constantFrom('', 'js', 'c++ title=x'),
        fc.array(fc.constantFrom('let a = 1;', '', '  # x', '- y', '``', '| a |', '    b'), { maxLength: 3 }),
      )
      .map(([fence, info, lines]) => [fence + info, ...lines, fence].join('\n')),
    fc.constantFrom('    indented', '    two\n    lines'),
    fc
      .array(fc.tuple(inline, inline), { minLength: 1, maxLength: 3 })
      .map((rows) => rows.map(([a, b], index) => `| ${a} | ${b} |${index === 0 ? '\n| --- | :-: |' : ''}`).join('\n')),
    fc.constantFrom(
      '<div class="x">\nraw *html*\n</div>',
      '<b>bold</b> text',
      '<b>',
      '<details>\n<summary>More</summary>\n\nInside\n\n</details>',
      '<details><summary>More *text*</summary>\n- a\n- b\n</details>',
      '<br>',
      '<u>\nunder\n</u>',
      '<!-- a\ncomment -->',
      '<divine> x',
    ),
    fc.constantFrom('$$\nx = 1\n$$', '\\[ a = b \\]', '$$y$$'),
    fc
      .tuple(fc.constantFrom('- ', '* ', '1. ', '2) '), fc.array(tie('blocks'), { minLength: 1, maxLength: 3 }))
      .map(([mark, items]) => items.map((item) => mark + indent(' '.repeat(mark.length))(item).trimStart()).join('\n')),
    fc
      .array(line, { minLength: 1, maxLength: 2 })
      .map((items) => items.map((item, index) => `- [${index ? 'x' : ' '}] ${item}`).join('\n')),
    tie('blocks').map((text) => text.replaceAll(/^/gm, '> ')),
  ),
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 2 }).map((blocks) => blocks.join('\n\n')),
})).block;
const written = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => blocks.join('\n\n'));

/** All cases that must change, because the prefix is ambiguous. docs/markdown.md describes the same cases. */
const CHANGES: { what: string; text: string; from: RegExp; to: RegExp }[] = [
  { what: 'a paragraph whose next line underlines it', text: 'Title\n===\n', from: /^\/p /, to: /^\/h1 / },
  {
    what: 'the header of a table that begins without a bar',
    text: 'a | b\n--- | ---\n1 | 2\n',
    from: /^\/p /,
    to: /table\/th /,
  },
  { what: 'an emphasis that is never closed', text: 'some *text\n\nmore', from: /^\/p em /, to: /^\/p "\*"/ },
  { what: 'a strikethrough that is never closed', text: 'some ~~text\n\nmore', from: /^\/p del /, to: /^\/p "~"/ },
  { what: 'a code span that is never closed', text: 'some `text\n\nmore', from: /^\/p code /, to: /^\/p "`"/ },
  { what: 'a tag that is never closed', text: 'some <u>text\n\nmore', from: /^\/p u /, to: /^\/p "<"/ },
  { what: 'two marks of which one is closed', text: 'some **text* more', from: /^\/p strong /, to: /^\/p em / },
  { what: 'a strikethrough between single tildes', text: 'some ~text~ more', from: /^\/p "~"/, to: /^\/p del / },
  { what: 'an email address without angle brackets', text: 'ask me@example.com', from: /^\/p "m"/, to: /^\/p a "m"/ },
  {
    what: 'a reference whose definition comes later',
    text: 'see [it] there\n\n[it]: /url\n',
    from: /^\/p "\["/,
    to: /^\/p a "i"/,
  },
  { what: 'a footnote that is never written', text: 'a claim[^1] made', from: /^\/p "m"/, to: /^\/p "\["/ },
  {
    what: 'a link whose text is longer than 300 characters',
    text: `[${'word '.repeat(80)}](/url)`,
    from: /^\/p "\["/,
    to: /^nothing/,
  },
];

describe('while a text streams', () => {
  it('rendered text never changes its kind, disappears or gets text inserted [E107]', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(changesOf(text)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it.each(['~~$AAPL/$TSLA~~ **so 5$/mo *word* on** _word_', '*$TSLA* so 5$/mo', '~~a $HOME/$USER~~ _so_ 5$'])(
    'a price after a marked ticker or variable is not a formula: %s',
    (text) => expect(changesOf(text)).toEqual([]),
  );

  for (const { what, text, from, to } of CHANGES) {
    it(`the exceptions: ${what}`, () => {
      const [change] = changesOf(text);
      expect(change?.from).toMatch(from);
      expect(change?.to).toMatch(to);
    });
  }

  it('marks are held back with their content [E107]', () => {
    for (const half of ['so **[a link', 'so ~~[a link](https://e', 'so _$x', 'so **![pic](', 'so *<a hr']) {
      const view = createMarkdownView();
      view.update(half, { done: false });
      expect(view.element.textContent.trim(), half).toBe('so');
      view.destroy();
    }
  });
});
