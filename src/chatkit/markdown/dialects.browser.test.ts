/** Markdown of models beyond CommonMark, rendered at once and while it streams. */
import { describe, expect, it, vi } from 'vitest';
import { open, render } from '../../../test/harness/markdown/markdown-views.ts';
import type { MarkdownOptions } from './context.ts';

/** Streams a text character by character and looks at the element after each. */
function watch(text: string, look: (element: HTMLElement) => void, options: MarkdownOptions = {}): HTMLElement {
  const frames: FrameRequestCallback[] = [];
  const request = vi.spyOn(globalThis, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
  const view = open(options);
  for (let length = 1; length <= text.length; length++) {
    view.update(text.slice(0, length), { done: false });
    for (const frame of frames.splice(0)) frame(0);
    look(view.element);
  }
  view.update(text, { done: true });
  request.mockRestore();
  return view.element;
}

/** The elements without what only our renderer adds. */
function outline(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const added of copy.querySelectorAll('.ck-link-goes')) added.remove();
  for (const node of copy.querySelectorAll('*'))
    for (const name of node.getAttributeNames()) node.removeAttribute(name);
  for (const item of copy.querySelectorAll('li > div')) item.replaceWith(...item.childNodes);
  return copy.innerHTML.replaceAll('<!---->', '').replaceAll(/<li><p>(.*?)<\/p><\/li>/g, '<li>$1</li>');
}

describe('emphasis beside Chinese, Japanese and Korean text', () => {
  const EMPHASIS: [text: string, html: string][] = [
    ['**重要提示：**正文从这里开始。', '<strong>重要提示：</strong>正文从这里开始。'],
    ['含**「重点」**内容', '含<strong>「重点」</strong>内容'],
    ['*斜体（括号）。*这里继续。', '<em>斜体（括号）。</em>这里继续。'],
    ['~~删除（括号）。~~这里继续。', '<del>删除（括号）。</del>这里继续。'],
    ['前**测试**后。 **注意** 空格', '前<strong>测试</strong>后。 <strong>注意</strong> 空格'],
    ['销售额**50%**增长。', '销售额<strong>50%</strong>增长。'],
    ['**“A”**和**B**', '<strong>“A”</strong>和<strong>B</strong>'],
    ['**“문서”**는 저장됩니다', '<strong>“문서”</strong>는 저장됩니다'],
    ['**스크립트(script)**라고 하며', '<strong>스크립트(script)</strong>라고 하며'],
    ['ᅡ**(a)**', 'ᅡ<strong>(a)</strong>'],
    ['**C#**や**F#**は速い', '<strong>C#</strong>や<strong>F#</strong>は速い'],
    ['税込**¥10,000**です', '税込<strong>¥10,000</strong>です'],
    ['太郎は**"こんにちは"**と言った', '太郎は<strong>"こんにちは"</strong>と言った'],
    ['Git**（注：不是GitHub）**', 'Git<strong>（注：不是GitHub）</strong>'],
    ['**真…**她，真**（她**', '<strong>真…</strong>她，真<strong>（她</strong>'],
    ['𠮟**(正式)**の字', '𠮟<strong>(正式)</strong>の字'],
    ['葛󠄀**(選択子)**城市', '葛󠄀<strong>(選択子)</strong>城市'],
    ['大塚︀**(選択子)**です', '大塚︀<strong>(選択子)</strong>です'],
    ['**“︁Git”︁**Hub', '<strong>“︁Git”︁</strong>Hub'],
    ['a**〽**a、㊙**(秘)**と', 'a<strong>〽</strong>a、㊙<strong>(秘)</strong>と'],
    ['__注意__：注意事項、__〇__', '<strong>注意</strong>：注意事項、<strong>〇</strong>'],
    ['これは**`コード`**です', 'これは<strong><code>コード</code></strong>です'],
    ['**[링크](https://e.com)**만', '<strong><a>링크</a></strong>만'],
    ['***重要！***下一句', '<em><strong>重要！</strong></em>下一句'],
  ];

  it.each(EMPHASIS)('%s', (text, html) => {
    expect(outline(render(text))).toBe(`<p>${html}</p>`);
  });

  it.each(EMPHASIS)('never shows a mark while it streams: %s', (text) => {
    watch(text, (element) => expect(element.textContent).not.toMatch(/[*~]/));
  });

  it.each(['10~20元，30~40元', '월~금, 토~일', '9時~12時、13時~17時', 'a~b and c~d'])(
    'strikes no ranges: %s',
    (text) => {
      watch(text, (element) => expect(element.querySelector('del')).toBeNull());
      expect(outline(render(text))).toBe(`<p>${text}</p>`);
    },
  );

  it('strikes text between single tildes', () => {
    expect(outline(render('~旧~ 新 (~a~)'))).toBe('<p><del>旧</del> 新 (<del>a</del>)</p>');
  });

  it.each(['a**a«**a', 'a**»a**a', 'a**a∇**a', 'a**𝜵a**a', 'a🈁**a'])(
    'follows CommonMark without such a character: %s',
    (text) => {
      expect(outline(render(text))).toBe(`<p>${text}</p>`);
    },
  );
});

describe('HTML tags without attributes', () => {
  it.each([
    ['a<br>b<BR/>c<br />d<br >e</br>f', '<p>a<br>b<br>c<br>d<br>e<br>f</p>'],
    ['# a<br>b', '<h1>a<br>b</h1>'],
    ['- a<br>\n  b', '<ul><li>a<br>b</li></ul>'],
    [
      'H<sub>2</sub>O, x<sup>*2*</sup>, <KBD>Ctrl</kbd >',
      '<p>H<sub>2</sub>O, x<sup><em>2</em></sup>, <kbd>Ctrl</kbd></p>',
    ],
    ['**<u>a **b**</u>**', '<p><strong><u>a <strong>b</strong></u></strong></p>'],
    ['<mark>a</mark><del>b</del><ins>c</ins>', '<p><mark>a</mark><del>b</del><ins>c</ins></p>'],
    ['[a <u>b</u>](https://e.com)', '<p><a>a <u>b</u></a></p>'],
    ['a <!-- unseen --> b', '<p>a  b</p>'],
    ['<!-- unseen\n\nat all -->\n\na', '<p>a</p>'],
    ['<!-- unseen --> a', '<div> a</div>'],
    ['<br>\n\na', '<p><br></p><p>a</p>'],
    ['<u>\na *b*\n</u>', '<p><u>\na <em>b</em>\n</u></p>'],
    ['<p>a<br>b <sub>*c*</sub></p>', '<div>&lt;p&gt;a<br>b <sub>*c*</sub>&lt;/p&gt;</div>'],
  ])('are drawn as elements: %s', (text, html) => {
    expect(outline(render(text))).toBe(html);
  });

  it('break lines in the cells of a table', () => {
    const cells = render('| a | b |\n|-|-|\n| Mail<br>Chat<br/>Phone | <kbd>x</kbd> |').querySelectorAll('td');
    expect([...cells].map((cell) => cell.innerHTML)).toEqual(['Mail<br>Chat<br>Phone', '<kbd>x</kbd>']);
  });

  it.each([
    '<u class="x">a</u>',
    '<sub onclick=x>a</sub>',
    '<details open>a</details>',
    '<b>a</b>',
    '<summary>a</summary>',
    '<a>b</a>',
    '</sub>',
    '<u>a',
    '<sub/>a',
    '<script><br></script>',
    '<style>u{}</style>',
    '<img src=x onerror=y>',
  ])('stay text otherwise: %s', (text) => {
    const element = render(text);
    expect(element.textContent).toBe(text);
    expect(element.querySelector('u, sub, details, summary, b, a, script, style, img, br')).toBeNull();
  });

  it.each([
    ['on lines of their own', '<details>\n<summary>More *text*</summary>\n\n- a\n\n**b**\n\n</details>\n\nc'],
    ['without empty lines', '<details>\n<summary>More *text*</summary>\n- a\n\n**b**\n</details>\nc'],
    ['on one line', '<details><summary>More *text*</summary>\n- a\n\n**b**</details>\n\nc'],
    ['with a summary on three lines', '<details>\n<summary>\nMore *text*\n</summary>\n- a\n\n**b**\n</details>\nc'],
  ])('details hold blocks: %s', (_, text) => {
    const html =
      '<details><summary>More <em>text</em></summary><ul><li>a</li></ul><p><strong>b</strong></p></details><p>c</p>';
    expect(outline(render(text)).replaceAll('\n', '')).toBe(html);
    expect(outline(watch(text, () => {})).replaceAll('\n', '')).toBe(html);
  });

  it('details nest, work in lists and quotes, and keep code that looks like their end', () => {
    expect(outline(render('<details>\n<details>\na\n</details>\nb\n</details>\nc'))).toBe(
      '<details><details><p>a</p></details><p>b</p></details><p>c</p>',
    );
    expect(outline(render('> <details><summary>a</summary>b</details>\n\nc'))).toBe(
      '<blockquote><details><summary>a</summary><p>b</p></details></blockquote><p>c</p>',
    );
    expect(render('<details>\n\n```\n</details>\n```\n\nb').querySelector('details p')?.textContent).toBe('b');
    expect(outline(render('a <details><summary>b</summary>c</details>'))).toBe(
      '<p>a <details><summary>b</summary>c</details></p>',
    );
    expect(outline(render('> <details>\n> a\n</details>'))).toBe(
      '<blockquote><details><p>a</p></details></blockquote><div>&lt;/details&gt;</div>',
    );
  });
});

describe('dollars', () => {
  it.each([
    'De R$20 por R$ 15.',
    'US$20 (about A$ 30).',
    'It went from 5$ to 7$; then 8$, 9$ and 10$.',
    'Price: $10, now 8$.',
    'Cela coûte 5$/mois ou 10$/mois, soit 60$ par an.',
    'Cela coûte 5 $/mois ou 10 $/mois, soit 60 $.',
    'It made $7M in ARR within 24 months, and more than $40M. From $5 to $10k. The $2k cohort, the $25-50k tier.',
    '$HOME/$USER and $PATH:$HOME/bin and ${HOME}/${USER}',
    'export PATH=$HOME/bin:$PATH',
    '$HOME_DIR/$USER_NAME, $1/$2, $a=$b;',
    '$AAPL/$TSLA, $BTC-$ETH, $AAPL and $TSLA',
    'de $20 à 30$, entre $5 y 6$, NT$100, HK$5–HK$8',
    '价格$10，现在8$，从$5到6$',
    'Cheap is $, usual is $$, dear is $$$, and $$ again',
    '$$ – moderate, $$$ – expensive',
    '$$ is moderate and so is $$',
    '($5)-(6$)',
    '$name and another$',
    '5 $, soit 6$',
    '$1 = 0.9€, 2$ = 1.8€',
    '$5 (o 6$)',
    '(US$1=€0.9, C$1=€0.7)',
    '$100M→$200M, $20–$30, $5/$6/€7',
    'export A=${A}${B}',
    'awk {print $1, $2}',
    '$env:PATH; $env:USER',
    '^a$|^b$',
  ])('are prices, variables and tickers: %s', (text) => {
    expect(render(text).querySelector('.ck-math, .ck-math-display')).toBeNull();
    expect(render(text).textContent).toBe(text);
    const element = watch(text, (half) => expect(half.querySelector('.ck-math')).toBeNull());
    expect(element.textContent).toBe(text);
  });

  it.each([
    ['$x$', 'x'],
    ['设$x$为整数', 'x'],
    ['the $n$th and $k$-th', 'n|k'],
    ['$5$, $2x + 3$, $10^6$, $1, 2, 3$ and $-5$', '5|2x + 3|10^6|1, 2, 3|-5'],
    ['$x, y \\in A$, $Area = \\pi r^2$ and $f(x)$', 'x, y \\in A|Area = \\pi r^2|f(x)'],
    ['$5 and $x^2$', 'x^2'],
    ['$$E=mc^2$$ and $\\text{speed of } x$', 'E=mc^2|\\text{speed of } x'],
    ['$\\$5$', '\\$5'],
    ["$[0, 1)$, $x'$, $P(A|B)$ and $2 x$", "[0, 1)|x'|P(A|B)|2 x"],
    ['$100\\%$ and $50\\text{ km}$', '100\\%|50\\text{ km}'],
    ['\\(α\\) and \\( a_1 + b \\)', 'α|a_1 + b'],
  ])('are formulas: %s', (text, formulas) => {
    const tex = [...render(text).querySelectorAll('.ck-math')].map((node) => node.textContent);
    expect(tex.join('|')).toBe(formulas);
  });

  it('formulas in brackets work in lines, blocks and lists', () => {
    const text =
      'So:\n\n\\[\\text{采集} \\rightarrow \\text{解码}\\]\n\nand \\(x\\) and \\(a_1 + b\\), $$E=mc^2$$ here.\n\n\\[\nx = \\frac{-b}{2a}\n\\]\n\n1. In a list:\n   \\[ y = 2 \\]\n2. Or $$z = 3$$';
    expect(render(text).querySelectorAll('.ck-math')).toHaveLength(7);
  });
});

describe('bare addresses', () => {
  it.each([
    ['See “https://e.com/page”, ‘https://e.com/b’, «https://e.com/c»', '/page /b /c'],
    ['https://e.com/d… then https://e.com/e—see, https://e.com/f” end', '/d /e /f'],
    ['参考：https://e.com/a；https://e.com/b；https://e.com/c', '/a /b /c'],
    ['见https://e.com/a、https://e.com/b。（https://e.com/c）「https://e.com/d」【https://e.com/e】', '/a /b /c /d /e'],
    [
      'https://e.com/a！https://e.com/b？https://e.com/c，https://e.com/d：https://e.com/e～https://e.com/f',
      '/a /b /c /d /e /f',
    ],
    ['„https://e.com/a“ ›https://e.com/b‹ ‚https://e.com/c‘', '/a /b /c'],
    ['https://e.com/a، ثم https://e.com/b؟ और https://e.com/c।', '/a /b /c'],
    ['｢https://e.com/a｣､https://e.com/b｡ https://e.com/c・https://e.com/d', '/a /b /c /d'],
    ['**https://e.com/a**和~~https://e.com/b~~与https://e.com/c', '/a /b /c'],
    ['https://e.com/a_b(c)?d=e&f=1,2*3~4. https://e.com/é/日本', '/a_b(c)?d=e&f=1,2*3~4 /%C3%A9/%E6%97%A5%E6%9C%AC'],
    ['https://e.com/a– https://e.com/b–c', '/a /b%E2%80%93c'],
    ['“https://e.com” and www.e.com’s or ask me@e.com” now', '/ / me@e.com'],
  ])('end before quotation marks and other punctuation: %s', (text, paths) => {
    const found = [...render(text).querySelectorAll('a')].map(({ protocol, pathname, search }) =>
      protocol === 'mailto:' ? pathname : pathname + search,
    );
    expect(found.join(' ')).toBe(paths);
  });
});

describe('the direction of a block', () => {
  const directions = (element: HTMLElement) =>
    [...element.querySelectorAll<HTMLElement>('h1, p, ul, blockquote, .ck-table, pre')].map(({ dir }) => dir);
  const MIXED =
    '# שלום עולם\n\nזהו טקסט.\n\nEnglish paragraph.\n\nReact היא ספרייה של קוד לבניית ממשקים.\n\n- פריט ראשון\n- Second item\n\n```python\nprint("Hello")\n```\n\n| עמודה | ערך |\n|---|---|\n| א | 1 |';
  const EXPECTED = ['rtl', 'rtl', 'ltr', 'rtl', 'rtl', 'rtl', 'ltr', 'ltr', 'rtl'];

  it('is that of most of its letters, whatever the first one is', () => {
    expect(directions(render(MIXED))).toEqual(EXPECTED);
    for (const text of [
      'JavaScript היא שפת תכנות לדפדפנים',
      '`npm install` מתקין את החבילה',
      '[מדריך](https://example.com/a/long/address)',
      'Visual Studio Code הוא עורך קוד פתוח וחינמי של מיקרוסופט',
    ])
      expect(directions(render(text)), text).toEqual(['rtl']);
    for (const text of ['שלום is the Hebrew word for peace', '中文 and English'])
      expect(directions(render(text)), text).toEqual(['ltr']);
  });

  it('without a majority, is that of the previous block', () => {
    expect(directions(render('שלום עולם\n\nab אב\n\n12,5 %\n\nEnglish\n\nab אב'))).toEqual([
      'rtl',
      'rtl',
      'rtl',
      'ltr',
      'ltr',
    ]);
  });

  it('never changes while the text streams in', () => {
    const seen = new Map<Element, string>();
    const changed: string[] = [];
    const look = (element: HTMLElement) => {
      for (const block of element.querySelectorAll<HTMLElement>('h1, p, ul, blockquote, .ck-table')) {
        if (block.hidden || (block.matches('p') && block.textContent === '')) continue;
        const before = seen.get(block);
        if (before !== undefined && before !== block.dir) changed.push(block.textContent);
        seen.set(block, block.dir);
      }
    };
    expect(directions(watch(MIXED, look))).toEqual(EXPECTED);
    expect(directions(watch('React היא ספרייה של קוד.', look, { textBefore: () => 'מה זה?' }))).toEqual(['rtl']);
    expect(directions(watch('JavaScript היא שפת תכנות לדפדפנים.', look, { textBefore: () => 'מה זה?' }))).toEqual([
      'rtl',
    ]);
    expect(changed).toEqual([]);
  });

  it('waits for the first sentence in a right-to-left chat', () => {
    const dirs = new Set<string>();
    const look = (element: HTMLElement) => {
      const block = element.querySelector('p');
      if (block?.textContent) dirs.add(block.dir);
    };
    watch('English sentence of many words', look, { direction: 'rtl' });
    expect([...dirs]).toEqual(['ltr']);
  });

  it('is decided by the first 20 characters of a text that begins in the other direction', () => {
    const dirs: string[] = [];
    const text = 'React היא ספרייה של קוד in which English words become the majority of all letters';
    watch(text, (element) => dirs.push(element.querySelector('p')?.dir ?? ''));
    expect([...new Set(dirs.slice(0, 19))]).toEqual(['']);
    expect([...new Set(dirs.slice(20))]).toEqual(['rtl']);
  });
});
