/** Texts that stream: what is drawn so far, and that the end is the same for any chunks. */
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { KITCHEN_SINK } from '../../../test/harness/markdown/kitchen-sink.ts';
import { open, render, stream, waitFor } from '../../../test/harness/markdown/markdown-views.ts';
import { createPictures, type Pictures } from '../pictures/pictures.ts';
import type { MarkdownOptions } from './context.ts';

/** Renders a prefix as if the rest had not arrived yet. */
const halfWay = (text: string, options: MarkdownOptions = {}) => render(text, options, false);

/** The elements, with adjacent text nodes joined. */
function shape(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  copy.normalize();
  return copy.innerHTML;
}

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
