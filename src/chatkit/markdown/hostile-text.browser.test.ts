/** Texts that try to run code, to cover the page or to stop it. */
import { describe, expect, it } from 'vitest';
import { render, stream, waitFor } from '../../../test/harness/markdown/markdown-views.ts';

describe('formulas that could cover the page', () => {
  it.each([
    ['a rule', '\\rule{100000em}{100000em}'],
    ['a negative space', '\\hspace{-100000em} x'],
    ['a lowered box', '\\lower 99999em \\hbox{x}'],
    ['a raised box', '\\raisebox{99999pt}{x}'],
    ['sizes in sizes', `${'{\\Huge '.repeat(20)}x${'}'.repeat(20)}`],
  ])('stay within a few lines: %s', async (_, tex) => {
    const element = render(`$$${tex}$$`);
    await waitFor(() => expect(element.querySelector('.ck-pending')).toBeNull());
    const nodes = [...element.querySelectorAll('math *')];
    const sizes = nodes.map((node) => {
      const { height, width } = node.getBoundingClientRect();
      return Math.max(height, width);
    });
    expect(Math.max(...sizes)).toBeLessThan(600);
    const lengths = nodes
      .flatMap((node) => [...node.attributes])
      .flatMap(({ value }) => [...value.matchAll(/-?[\d.]+(?=em)/g)].map((count) => Math.abs(Number(count))));
    expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(10);
  });

  it('are shown as source when nested too deeply', async () => {
    const tex = `${'\\sqrt{'.repeat(500)}x${'}'.repeat(500)}`;
    const element = render(`$$${tex}$$`);
    await waitFor(() => expect(element.querySelector('.ck-math-source')?.textContent).toBe(tex));
  });
});

describe('hostile text', () => {
  const SIZE = 64 * 1024;
  const fill = (part: string) => part.repeat(Math.ceil(SIZE / part.length)).slice(0, SIZE);
  const half = (a: string, b: string) =>
    a.repeat(Math.floor(SIZE / 2 / a.length)) + b.repeat(Math.floor(SIZE / 2 / b.length));
  const TEXTS: Record<string, string> = {
    brackets: fill('['),
    'image brackets': fill('!['),
    'nested brackets': half('[', ']'),
    'link openers': fill('[a]('),
    'angle links': fill('[a](<b'),
    parentheses: `[a](${fill('(')}`,
    stars: fill('*'),
    'open emphasis': fill('*a '),
    'nested emphasis': half('*a **b ', 'c** d* '),
    'strong towers': half('**', '**'),
    'mixed emphasis': fill('*a_ '),
    underscores: fill('_a*'),
    tildes: fill('~a~~'),
    quotes: fill('>'),
    'quote lines': fill('> > > > a\n'),
    lists: fill('- '),
    'deep lists': Array.from({ length: 350 }, (_, depth) => `${' '.repeat(depth)}- a\n`).join(''),
    backticks: Array.from({ length: 360 }, (_, length) => '`'.repeat(length + 1)).join(' '),
    'open code': fill('`a'),
    fences: fill('```\n'),
    tags: fill('<a '),
    attributes: `<a${fill(' x')}`,
    comments: fill('<!--'),
    declarations: fill('<!A'),
    instructions: fill('<?'),
    cdata: fill('<![CDATA['),
    entities: fill('&a'),
    dollars: fill('$a '),
    'double dollars': fill('$$a'),
    parens: fill('\\(a'),
    pipes: fill('|'),
    'wide table': `${fill('|a').slice(0, SIZE / 2)}|\n${fill('|-').slice(0, SIZE / 2)}|`,
    'long table': `|a|b|c|\n|-|-|-|\n${fill('|\n')}`,
    'delimiter rows': fill('|-|\n'),
    definitions: fill('[a]: /b\n'),
    'many definitions': Array.from({ length: 5000 }, (_, index) => `[${index}]: /b\n`).join(''),
    'late references':
      Array.from({ length: 3000 }, (_, index) => `[r${index}] `).join('') +
      '\n\n' +
      Array.from({ length: 3000 }, (_, index) => `[r${index}]: /b\n`).join(''),
    footnotes:
      Array.from({ length: 2500 }, (_, index) => `[^${index}] `).join('') +
      '\n\n' +
      Array.from({ length: 2500 }, (_, index) => `[^${index}]: n\n`).join(''),
    urls: fill('http://a.b/('),
    mails: fill('a@a.'),
    'long word': fill('a'),
    'long mail': fill('a.'),
    hashes: `# ${fill('#')}a`,
    'heading spaces': `# ${fill(' ')}a`,
    spaces: fill(' '),
    lines: fill('\n'),
    tabs: fill('\t'),
    backslashes: fill('\\'),
    nulls: fill('\0'),
    setext: fill('a\n='),
    rules: fill('* * '),
    'dashes before a word': `${fill('-')}x`,
    'a marker before spaces': `- ${fill(' ')}x`,
    'ticks before a tick': `${fill('`').slice(0, SIZE - 2)}x\``,
    'words for math': fill(`\\(${'ab '.repeat(1300)}1\\)`),
    'delimiters before spaces': fill(`a|b\n-|-${' '.repeat(3900)}x\n`),
    'tildes before a separator': `${fill('~')}\u2028`,
    'attributes and spaces': `<a x${fill(' ')}<`,
  };

  it('is fast for any input, at once and while it streams', { timeout: 120_000 }, () => {
    for (const [name, text] of Object.entries(TEXTS)) {
      const started = performance.now();
      render(text).remove();
      const whole = performance.now() - started;
      const parts = text.match(/[^]{1,2048}/g) ?? [];
      stream(parts).remove();
      const streamed = performance.now() - started - whole;
      // Far above the expected time, far below any quadratic time.
      expect(whole, `${name} at once`).toBeLessThan(5000);
      expect(streamed, `${name} in parts`).toBeLessThan(10_000);
    }
  });
});
