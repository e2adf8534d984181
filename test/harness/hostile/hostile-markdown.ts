/**
 * Markdown that makes parsers scan the same text repeatedly, in any size. Shapes named "known" come from the test
 * suites of cmark, cmark-gfm and markdown-it; the rest is ours.
 */

export interface HostileText {
  name: string;
  /** A text of about this many characters. */
  make: (size: number) => string;
}

const fill = (part: string) => (size: number) => part.repeat(Math.ceil(size / part.length)).slice(0, size);

/** Fills the first half with one part, the second with another, and puts `middle` between them. */
const halves =
  (first: string, second: string, middle = '') =>
  (size: number) => {
    const times = Math.floor(size / (first.length + second.length));
    return first.repeat(times) + middle + second.repeat(times);
  };

/** Fills the first half with one part, the second with another. */
const split = (first: string, second: string) => (size: number) => fill(first)(size / 2) + fill(second)(size / 2);

/** Joins numbered pieces until the text is long enough. */
const series = (piece: (index: number) => string) => (size: number) => {
  const pieces: string[] = [];
  for (let index = 0, length = 0; length < size; index++) {
    const next = piece(index);
    pieces.push(next);
    length += next.length;
  }
  return pieces.join('');
};

/** A head, then a part repeated to fill the rest. */
const after = (head: string, part: string) => (size: number) => head + fill(part)(size - head.length);

const columns = (count: number, row: string) => after(`|${'a|'.repeat(count)}\n|${'-|'.repeat(count)}\n`, `${row}\n`);

const KNOWN: Record<string, (size: number) => string> = {
  'nested strong and emphasis': halves('*a **a ', ' a** a*', 'b'),
  'emphasis closers without openers': fill('a_ '),
  'emphasis openers without closers': fill('_a '),
  'link closers without openers': fill('a]'),
  'link openers without closers': fill('[a'),
  'mismatched openers and closers': fill('*a_ '),
  'openers, then mismatched closers': split('*a ', '_a*_ '),
  'closers whose length is no multiple of 3': after('a**b', 'c* '),
  'link openers and emphasis closers': fill('[ a_'),
  'brackets and parentheses crossed': fill('[ (]('),
  'empty links in image openers': fill('![[]()'),
  'nested brackets': halves('[', ']', 'a'),
  'nested quotes': (size) => `${fill('> ')(size - 1)}a`,
  'nested lists': series((depth) => `${' '.repeat(2 * (depth % 200))}* a\n`),
  'null characters': fill('abc\0de\0'),
  'code spans of every length': series((index) => `e${'`'.repeat(index)}`),
  'unclosed pointed destinations': fill('[a](<b'),
  'unclosed destinations': fill('[a](b'),
  'unclosed comments': after('</', '<!--'),
  'blank lines in nested lists': halves('- ', '\n', 'x'),
  'blank lines in nested lists in a quote': (size) => `> ${'- '.repeat(size / 4)}x\n${'>\n'.repeat(size / 4)}`,
  'emphasis in a deep quote': halves('>', 'a*'),
  'many definitions': series((index) => `[x${index}]: /url\n\n[nothing]\n\n`),
  'emphasis without an end': halves('*', '*', 'a'),
  'table rows after returns': fill('aaa\rbbb\n-\v\n'),
  'references to many definitions': (size) => series((index) => `[${index}]: u\n`)(size / 2) + fill('[0] ')(size / 2),
  'half a declaration': fill('<!A '),
  'half an instruction': fill('<?'),
  'half a character section': fill('<![CDATA['),
  'stars in stars': fill('***a '),
  'tag that never ends': after('<a', ' x'),
  'spaces in a heading': (size) => `# ${' '.repeat(size)}#`,
  'a long closing run': (size) => `# a ${'#'.repeat(size)}a`,
  'stars and underscores by turns': fill('**_* '),
  'ticks and backslashes': fill('``\\'),
  'opening angles, one closed': (size) => `${'<'.repeat(size)}>`,
  'spaces before a hard break': (size) => `x${' '.repeat(size)}x  \nx`,
  'stars after an address': (size) => `https://test.com?${'*'.repeat(size)}a`,
  'straight quotes': fill('"'),
  'a long definition label': (size) => `[${'a'.repeat(size)}]: b`,
};

const BRACKETS: Record<string, (size: number) => string> = {
  brackets: fill('['),
  'image brackets': fill('!['),
  'closing brackets': fill(']'),
  'images in images': halves('![', '](a)', 'b'),
  'links in links': halves('[', '](a)', 'b'),
  'links in images in links': halves('[![', '](a)](b)', 'c'),
  'empty links': fill('[]()'),
  'image openers before links': split('![', '[a](b) '),
  'links and openers by turns': fill('[[a](b)'),
  'references that mean nothing': fill('[a][b]'),
  'references in brackets': fill('[[a][b] '),
  'escaped labels': fill('[\\[\\]][\\[\\]'),
  'titles that never close': fill('[a](b "c '),
  'titles of three kinds': fill('[a](b "c)[a](b \'c)[a](b (c)'),
  'spaces before a title': fill(`[a](b${' '.repeat(60)}`),
  'parentheses in a destination': (size) => `[a](${fill('(')(size)}`,
  'balanced parentheses, left open': fill('[a](b()'),
  'groups that a link may not have': series((index) => (index % 40 === 39 ? 'b c\n' : '[a]((bbbb')),
  'one definition, named often': (size) => `[a]: /${'b'.repeat(size / 2)}\n\n${fill('[a] ')(size / 2)}`,
  'definitions in one paragraph': series((index) => `[x${index}]: /b\n`),
  'the same definition again': fill('[a]: /b\n'),
  'definitions with titles': series((index) => `[x${index}]: /b "c\nd"\n`),
  'definitions whose title never closes': series((index) => `[x${index}]: /b\n"c\n`),
  'one title over many definitions': after('[a]: /b "c\n', '[d]: /e\n'),
  'definitions before an underline': fill('[a]: /b\n===\n'),
  'definitions that come late': (size) =>
    series((index) => `[r${index}] `)(size / 2) + '\n\n' + series((index) => `[r${index}]: /b\n`)(size / 2),
  'items of definitions': series((index) => `- [x${index}]: /b\n\n`),
  'footnotes that come late': (size) =>
    series((index) => `[^${index}] `)(size / 2) + '\n\n' + series((index) => `[^${index}]: n\n`)(size / 2),
  'footnotes by turns': series((index) => `[^${index}]: n\n\n[^${index}]\n\n`),
  'footnotes in footnotes': fill('[^1]: '),
  'footnotes without a meaning': fill('[^a]'),
};

const EMPHASIS: Record<string, (size: number) => string> = {
  stars: fill('*'),
  'underscores and stars': fill('_a*'),
  'every mark': fill('*a_b~c~~d**e__f***g'),
  'strong towers': halves('**', '**', 'a'),
  'emphasis closed in another order': halves('*a _b ', 'c* d_ '),
  'strikethrough by ones and twos': fill('~a~~'),
  'nested strikethrough': halves('~~a ', ' b~~', 'c'),
  'emphasis in brackets': fill('[*a'),
  'emphasis between punctuation': fill('*(*'),
  'emphasis in Chinese': fill('**中文**字'),
  'emphasis from right to left': fill('*שלום* عليكم '),
  'code spans that never close': fill('`a'),
  'code of three lengths': fill('`a``b```c'),
  'ticks of every length, twice': (size) =>
    series((index) => `${'`'.repeat(index + 1)} `)(size / 2) + fill('` `` ')(size / 2),
  backslashes: fill('\\'),
  'escapes of everything': fill('\\*\\[\\`\\<'),
  'hard breaks': fill('a\\\nb  \n'),
};

const ANGLES_AND_ADDRESSES: Record<string, (size: number) => string> = {
  tags: fill('<a '),
  'tags with quotes by turns': fill(`<a x=' y=" z=' w="`),
  'attributes, then a space': fill(`<a b='c' d="e" `),
  'attribute that never closes': fill('<a x="'),
  'spaces in a tag': (size) => `<a x${' '.repeat(size)}<`,
  'closing tags': fill('</a '),
  'processing and comments by turns': fill('<!--<?<!A'),
  'html block of tags': fill('<div>\n<b>x</b>\n'),
  'pointed addresses left open': fill('<http://a'),
  'pointed mail left open': fill('<a@b.'),
  entities: fill('&amp;&#0;&'),
  'half entities': fill('&a'),
  'addresses without a host': fill('http:///'),
  'addresses in one another': fill('http://a.b/('),
  'addresses without a valid host': fill('.www.a_b'),
  'address with closing parentheses': (size) => `http://a.b/${')'.repeat(size)}`,
  'address with entities at its end': (size) => `http://a.b/${'&a;'.repeat(size / 3)}`,
  'addresses between quotation marks': fill('“http://a.b”'),
  'address with stars': (size) => `http://a.b/${'*a~b'.repeat(size / 4)}`,
  'mail in mail': fill('a@a.'),
  'mail without an end': fill('a@a-'),
  'a long local part': fill('a.'),
};

const SIMPLE_TAGS: Record<string, (size: number) => string> = {
  'simple tags left open': fill('<sub>a'),
  'ends of simple tags': fill('</sub>a'),
  'nested simple tags': halves('<u>', '</u>', 'a'),
  'simple tags opened, others closed': split('<sub>', '</sup>'),
  'simple tags crossed': fill('<sub><u>a</sub></u>'),
  'simple tags and emphasis crossed': fill('<u>*a</u>*'),
  'simple tags and brackets crossed': fill('[<u>]</u>'),
  'simple tags in links': fill('[<u>a](b)</u>'),
  breaks: fill('a<br>'),
  'breaks alone': fill('<br>'),
  comments: fill('a<!-- b -->'),
  'comments left open in paragraphs': fill('a <!-- b\n\n'),
  'comments in a line that is one': after('<!-- a -->', '<!-- b -->'),
  'simple tags in raw HTML': after('<p>', '<sub>a</sub><br>'),
  'simple tags left open in raw HTML': after('<p>', '<sub>a\n'),
  details: fill('<details>\n'),
  'details on one line': fill('<details>'),
  'inline details': after('a ', '<details><summary>b'),
  'ends of details': after('<details>\n', '</details>\n'),
  'ends of details on one line': after('<details>\n', '</details>'),
  'whole details': fill('<details><summary>a</summary>b</details>\n'),
  'summary left open': after('<details>\n<summary>', 'a\n'),
};

const MATH: Record<string, (size: number) => string> = {
  dollars: fill('$a '),
  'one run of dollars': fill('$'),
  'three dollars': fill('$$$a'),
  'amounts before dollars': fill('5$ '),
  'amounts after dollars': fill('$10 a '),
  'words between dollars': fill('$ab cd$'),
  'words between two dollars': fill('$$ a word '),
  'long words between dollars': (size) => `$${'ab '.repeat(300)}c`.repeat(Math.ceil(size / 902)),
  'double dollars': fill('$$a'),
  'dollars by ones and twos': fill('$a$$b'),
  'formulas in parentheses': fill('\\(a'),
  'formulas in brackets': fill('\\[a'),
  'formula brackets that never match': fill('\\[\\('),
  'escaped parentheses without letters': (size) => `${'\\('.repeat(1900)}\\)`.repeat(Math.ceil(size / 3802)),
  'words for formulas': (size) => `\\(${'ab '.repeat(1300)}1\\)`.repeat(Math.ceil(size / 3900)),
  'display formulas left open': fill('$$\na\n\n'),
  'one display formula': after('$$\n', 'a+b\n'),
};

const BLOCKS: Record<string, (size: number) => string> = {
  'headings by underline': fill('a\n=\n'),
  'headings and rules by turns': fill('a\n-\n---\n'),
  headings: fill('# a\n'),
  rules: fill('***\n'),
  'rules, almost': fill('* * '),
  'dashes before a word': (size) => `${'-'.repeat(size)}x`,
  'quote lines': fill('> > > > a\n'),
  'lazy quotes': fill('> a\nb\n'),
  'quotes by depth': series((index) => `${'>'.repeat(index % 80)} a\n`),
  'list of dashes': fill('- '),
  'bullets by turns': fill('- a\n* b\n+ c\n'),
  'empty items': fill('-\n'),
  'loose items': fill('- a\n\n'),
  'ordered items': series((index) => `${index % 1e8}. a\n`),
  tasks: fill('- [ ] a\n'),
  'tasks without text': fill('- [x]\n'),
  'items and quotes by turns': fill('- > '),
  'nested lines of items': fill(`${'- '.repeat(30)}a\n`),
  'a marker before spaces': (size) => `- ${' '.repeat(size)}x`,
  'indented code': fill('    a\n'),
  'indented code with blank lines': fill('    a\n\n\n'),
  fences: fill('```\n'),
  'fence that never closes': after('```js\n', 'a = `b`;\n'),
  'tildes and ticks by turns': fill('~~~\n```\n'),
  'fence lines with a tick': (size) => `${'`'.repeat(size)}x\``,
  'rows of one letter': columns(2, 'a'),
  'hundred columns, short rows': columns(100, 'a'),
  'hundred columns, full rows': columns(100, 'a|'.repeat(100)),
  'escaped pipes': columns(3, '\\|\\||\\|'),
  'one row of pipes': (size) => `|a|\n|-|\n${'|'.repeat(size)}`,
  'too wide a table': (size) => `${'|a'.repeat(size / 4)}|\n${'|-'.repeat(size / 4)}|`,
  'delimiter rows': fill('|-|\n'),
  'delimiters before spaces': fill(`a|b\n-|-${' '.repeat(3900)}x\n`),
  'tables by the hundred': fill('a|b\n-|-\nc|d\n\n'),
};

const CHARACTERS: Record<string, (size: number) => string> = {
  'combining marks': fill('\u0301'),
  'combining marks on letters': fill(`a${'\u0301\u0323'.repeat(40)}`),
  'joined emoji': fill('\u{1F468}\u200D'),
  'zero width': fill('a\u200B\u2060'),
  reversed: fill('\u202Ea'),
  isolates: fill('\u2066a'),
  Chinese: fill('中文字'),
  'Chinese between marks': fill('中*文_'),
  'emphasis beside Chinese': fill('中**“a”**'),
  'emphasis after selectors': fill('葛\u{E0100}**(a)**'),
  'Hebrew and Latin by turns': fill('א a '),
  'paragraphs without letters': fill('1\n\n'),
  'items without letters': fill('- א\n- 1\n'),
  Arabic: fill('مرحبا '),
  'one word': fill('a'),
  'one line of words': fill('word '),
  'lines of one letter': fill('a\n'),
  returns: fill('a\r'),
  'blank lines': fill('\n'),
  spaces: fill(' '),
  tabs: fill('\t'),
  'tabs in quotes': fill('>\t>\ta\n'),
  'lone surrogates': fill('\uD800*'),
  everything: fill('# a\n\n*b* [c](d) `e`\n\n- f\n\n> g\n\n|h|\n|-|\n|i|\n\n'),
};

export const HOSTILE_TEXTS: readonly HostileText[] = [
  ...Object.entries(KNOWN).map(([name, make]) => ({ name: `known: ${name}`, make })),
  ...[BRACKETS, EMPHASIS, ANGLES_AND_ADDRESSES, SIMPLE_TAGS, MATH, BLOCKS, CHARACTERS].flatMap((group) =>
    Object.entries(group).map(([name, make]) => ({ name, make })),
  ),
];
