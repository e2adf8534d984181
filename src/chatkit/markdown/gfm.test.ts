/** Runs the examples of the extensions in GFM 0.29, by their numbers in that specification. */
import { describe, expect, it } from 'vitest';
import { markdownToHtml } from '../../../test/harness/markdown/tree-to-html.ts';

const html = (text: string) => markdownToHtml(text, true);
const link = (href: string, text = href) => `<a href="${href}">${text}</a>`;

describe('tables', () => {
  it('198: a header, a delimiter row and rows', () => {
    expect(html('| foo | bar |\n| --- | --- |\n| baz | bim |\n')).toBe(
      '<table>\n<thead>\n<tr>\n<th>foo</th>\n<th>bar</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>baz</td>\n<td>bim</td>\n</tr>\n</tbody>\n</table>\n',
    );
  });

  it('199: cells need no alignment and no outer pipes', () => {
    expect(html('| abc | defghi |\n:-: | -----------:\nbar | baz\n')).toBe(
      '<table>\n<thead>\n<tr>\n<th align="center">abc</th>\n<th align="right">defghi</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="center">bar</td>\n<td align="right">baz</td>\n</tr>\n</tbody>\n</table>\n',
    );
  });

  it('200: a pipe in a cell is escaped, also in code', () => {
    expect(html('| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n')).toBe(
      '<table>\n<thead>\n<tr>\n<th>f|oo</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b <code>|</code> az</td>\n</tr>\n<tr>\n<td>b <strong>|</strong> im</td>\n</tr>\n</tbody>\n</table>\n',
    );
  });

  it('201 202: ends at another block or an empty line', () => {
    expect(html('| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n')).toMatch(
      /<\/table>\n<blockquote>\n<p>bar<\/p>\n<\/blockquote>\n$/,
    );
    expect(html('| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n')).toMatch(
      /<td>bar<\/td>\n<td><\/td>\n<\/tr>\n<\/tbody>\n<\/table>\n<p>bar<\/p>\n$/,
    );
  });

  it('203: the header must have as many cells as the delimiter row', () => {
    expect(html('| abc | def |\n| --- |\n| bar |\n')).toBe('<p>| abc | def |\n| --- |\n| bar |</p>\n');
  });

  it('204 205: other rows may have fewer or more cells, and there may be no rows', () => {
    expect(html('| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n')).toMatch(
      /<td>bar<\/td>\n<td><\/td>\n<\/tr>\n<tr>\n<td>bar<\/td>\n<td>baz<\/td>\n<\/tr>/,
    );
    expect(html('| abc | def |\n| --- | --- |\n')).toBe(
      '<table>\n<thead>\n<tr>\n<th>abc</th>\n<th>def</th>\n</tr>\n</thead>\n</table>\n',
    );
  });
});

it('a row that ends in a backslash keeps its last cell', () => {
  expect(html('| a | b |\n| --- | --- |\n| c | d\\\n')).toContain('<td>c</td>\n<td>d\\</td>');
});

describe('strikethrough', () => {
  it('491 492 493: one or two tildes, within a paragraph, never three', () => {
    expect(html('~~Hi~~ Hello, ~there~ world!\n')).toBe('<p><del>Hi</del> Hello, <del>there</del> world!</p>\n');
    expect(html('This ~~has a\n\nnew paragraph~~.\n')).toBe('<p>This ~~has a</p>\n<p>new paragraph~~.</p>\n');
    expect(html('This will ~~~not~~~ strike.\n')).toBe('<p>This will ~~~not~~~ strike.</p>\n');
  });
});

describe('bare links', () => {
  it('622 to 628: www, its end, its punctuation, its parentheses and entities', () => {
    expect(html('www.commonmark.org\n')).toBe(`<p>${link('http://www.commonmark.org', 'www.commonmark.org')}</p>\n`);
    expect(html('Visit www.commonmark.org/help for more information.\n')).toBe(
      `<p>Visit ${link('http://www.commonmark.org/help', 'www.commonmark.org/help')} for more information.</p>\n`,
    );
    expect(html('Visit www.commonmark.org.\n\nVisit www.commonmark.org/a.b.\n')).toBe(
      `<p>Visit ${link('http://www.commonmark.org', 'www.commonmark.org')}.</p>\n<p>Visit ${link('http://www.commonmark.org/a.b', 'www.commonmark.org/a.b')}.</p>\n`,
    );
    expect(html('(www.google.com/search?q=Markup+(business)))\n')).toBe(
      `<p>(${link('http://www.google.com/search?q=Markup+(business)', 'www.google.com/search?q=Markup+(business)')}))</p>\n`,
    );
    expect(html('www.google.com/search?q=commonmark&hl;\n')).toBe(
      `<p>${link('http://www.google.com/search?q=commonmark', 'www.google.com/search?q=commonmark')}&amp;hl;</p>\n`,
    );
    expect(html('www.commonmark.org/he<lp\n')).toBe(
      `<p>${link('http://www.commonmark.org/he', 'www.commonmark.org/he')}&lt;lp</p>\n`,
    );
  });

  it('629: schemes are kept', () => {
    expect(html('http://commonmark.org\n\n(Visit https://encrypted.google.com/search?q=Markup+(business))\n')).toBe(
      `<p>${link('http://commonmark.org')}</p>\n<p>(Visit ${link('https://encrypted.google.com/search?q=Markup+(business)')})</p>\n`,
    );
  });

  it('630 to 632: email addresses, and text that is not one', () => {
    expect(html('foo@bar.baz\n')).toBe(`<p>${link('mailto:foo@bar.baz', 'foo@bar.baz')}</p>\n`);
    expect(html("hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.\n")).toBe(
      `<p>hello@mail+xyz.example isn't valid, but ${link('mailto:hello+xyz@mail.example', 'hello+xyz@mail.example')} is.</p>\n`,
    );
    expect(html('a.b-c_d@a.b\n\na.b-c_d@a.b.\n\na.b-c_d@a.b-\n\na.b-c_d@a.b_\n')).toBe(
      `<p>${link('mailto:a.b-c_d@a.b', 'a.b-c_d@a.b')}</p>\n<p>${link('mailto:a.b-c_d@a.b', 'a.b-c_d@a.b')}.</p>\n<p>a.b-c_d@a.b-</p>\n<p>a.b-c_d@a.b_</p>\n`,
    );
  });
});

describe('the character before a bare link', () => {
  it("may be from GFM's list, other punctuation, or a letter of a language without spaces", () => {
    for (const before of ['', 'a ', '*', '_', '~', '(', '"', '“', ':', '\u4e2d'])
      expect(html(`${before}https://e.com/x\n`), before).toContain(link('https://e.com/x'));
  });

  it('is never another letter or an angle bracket', () => {
    for (const text of [
      'xhttps://e.com',
      '<https://e.com x',
      '< https://e.com',
      '<\twww.e.com',
      '<me@e.com x',
      '< me@e.com',
    ])
      expect(html(`${text}\n`), text).not.toContain('<a ');
  });
});

describe('math', () => {
  it('is read in all four notations', () => {
    expect(html('$x^2$ and \\(y_1\\) and $$z$$ and \\[a = b\\]\n')).toBe(
      '<p><math>x^2</math> and <math>y_1</math> and <math>z</math> and <math>a = b</math></p>\n',
    );
    expect(html('$$\nx = 1\n- y\n$$\n')).toBe('<div class="math">$$\nx = 1\n- y\n$$</div>');
  });

  it('is not prices or escaped brackets', () => {
    expect(html('It costs $5 and then $10, or $5-$10.\n')).toBe('<p>It costs $5 and then $10, or $5-$10.</p>\n');
    expect(html('\\(see this\\) and \\[not this\\]\n')).toBe('<p>(see this) and [not this]</p>\n');
  });
});

describe('list items with only definitions', () => {
  it('are loose if a blank line follows a definition inside the item', () => {
    expect(markdownToHtml('- [a]: /b\n\n  c\n')).toBe('<ul>\n<li>\n<p>c</p>\n</li>\n</ul>\n');
    expect(markdownToHtml('- [a]: /b\n  [d]: /e\n- c\n')).toContain('<li>c</li>');
  });

  it('continue over blank lines, like items that begin with text', () => {
    expect(markdownToHtml('- [a]: /b\n\n\n  c\n')).toBe('<ul>\n<li>\n<p>c</p>\n</li>\n</ul>\n');
  });
});

describe('a repeated reference to a long address', () => {
  it('is a link until references would make the text ten times as long', () => {
    const html = markdownToHtml(`[a]: /${'b'.repeat(3000)}\n\n${'[a] '.repeat(1000)}`);
    expect(html.length).toBeLessThan(100_000);
    expect(html).toContain('</a> [a]');
    expect(markdownToHtml(`[a]: /b\n\n${'[a] '.repeat(1000)}`)).not.toContain('[a]');
  });
});
