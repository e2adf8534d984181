/**
 * Markdown of models beyond CommonMark, as far as the parser alone decides. `dialects.browser.test.ts` tests the
 * rendering.
 */
import { describe, expect, it } from 'vitest';
import { markdownToHtml } from '../../../test/harness/markdown/tree-to-html.ts';

const html = (text: string) => markdownToHtml(text, true);
const link = (href: string, text = href) => `<a href="${href}">${text}</a>`;

describe('emphasis beside languages written without spaces', () => {
  it.each([
    ['**สำคัญ:**ข้อความ', '<strong>สำคัญ:</strong>ข้อความ'],
    ['และ**"ไทย"**ต่อ', 'และ<strong>"ไทย"</strong>ต่อ'],
    ['**ສຳຄັນ:**ຂໍ້ຄວາມ', '<strong>ສຳຄັນ:</strong>ຂໍ້ຄວາມ'],
    ['**សំខាន់:**អត្ថបទ', '<strong>សំខាន់:</strong>អត្ថបទ'],
    ['**အရေးကြီး:**စာသား', '<strong>အရေးကြီး:</strong>စာသား'],
    ['~~ลบ (50%)~~ต่อ', '<del>ลบ (50%)</del>ต่อ'],
    ['**Bold:**text', '**Bold:**text'],
  ])('%s', (text, expected) => expect(html(text).replaceAll('&quot;', '"')).toBe(`<p>${expected}</p>\n`));
});

describe('bare addresses end before', () => {
  it.each([
    ['https://example.com에서 찾아보세요', `${link('https://example.com')}에서 찾아보세요`],
    ['www.example.com를 보세요', `${link('http://www.example.com', 'www.example.com')}를 보세요`],
    ['링크는 https://example.com/a입니다.', `링크는 ${link('https://example.com/a')}입니다.`],
    ['https://example.com/a/에서는 된다', `${link('https://example.com/a/')}에서는 된다`],
    ['请访问https://example.com查看', `请访问${link('https://example.com')}查看`],
    ['https://example.comを参照', `${link('https://example.com')}を参照`],
    ['ดูที่https://example.comครับ', `ดูที่${link('https://example.com')}ครับ`],
  ])('the sentence that goes on: %s', (text, expected) => expect(html(text)).toBe(`<p>${expected}</p>\n`));

  it.each(['https://ko.wikipedia.org/wiki/서울은', 'https://zh.wikipedia.org/wiki/C语言', 'https://例え.jp/パス'])(
    'nothing that belongs to them: %s',
    (address) => expect(html(address)).toMatch(new RegExp(`^<p><a href="[^"]+">${address}</a></p>\n$`)),
  );
});
