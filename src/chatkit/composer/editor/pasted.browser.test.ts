/** Clipboard content of several programs, as browsers report it: from the programs' documentation and bug reports. */
import { expect, it } from 'vitest';
import { sortPasted } from './pasted.ts';

interface Copied {
  from: string;
  text?: string;
  html?: string;
  rtf?: string;
  /** Names; the type follows from the extension. */
  files?: string[];
  pastes: { text?: string; files?: string[] };
}

const bitmap = 'image.png';
const office = (body: string) =>
  `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal { margin: 0 }</style></head><body><!--StartFragment-->${body}<!--EndFragment--></body></html>`;

const copies: Copied[] = [
  { from: 'a text editor', text: 'one\r\ntwo\rthree', pastes: { text: 'one\ntwo\nthree' } },
  {
    from: 'Word',
    text: 'Quarterly numbers\r\nare fine',
    html: office('<p class=MsoNormal>Quarterly numbers<br>are fine</p>'),
    rtf: '{\\rtf1 Quarterly numbers}',
    files: [bitmap],
    pastes: { text: 'Quarterly numbers\nare fine' },
  },
  {
    from: 'Word, a text that is a file name',
    text: bitmap,
    html: office(`<p class=MsoNormal>${bitmap}</p>`),
    files: [bitmap],
    pastes: { text: bitmap },
  },
  {
    from: 'Excel',
    text: 'a\tb\r\n1\t2\r\n',
    html: office('<table><tr><td>a<td>b<tr><td>1<td>2</table>'),
    files: [bitmap],
    pastes: { text: 'a\tb\n1\t2\n' },
  },
  { from: 'Pages', text: 'A page', rtf: '{\\rtf1 A page}', files: ['image.tiff'], pastes: { text: 'A page' } },
  { from: 'Numbers in Firefox, without RTF', text: '1\t2', files: [bitmap], pastes: { text: '1\t2' } },
  {
    from: 'LibreOffice Calc',
    text: '1\t2\n',
    html: '<table><tr><td>1</td><td>2</td></tr></table>',
    rtf: '{\\rtf1 1 2}',
    files: [bitmap],
    pastes: { text: '1\t2\n' },
  },
  {
    from: 'Google Docs',
    text: 'Hello',
    html: '<meta charset="utf-8"><b id="docs-internal-guid-1"><span>Hello</span></b>',
    pastes: { text: 'Hello' },
  },
  {
    from: 'Google Sheets',
    text: '1\t2',
    html: '<google-sheets-html-origin><table><tr><td>1</td><td>2</td></tr></table>',
    pastes: { text: '1\t2' },
  },
  { from: 'a screenshot', files: [bitmap], pastes: { files: [bitmap] } },
  {
    from: 'a page’s picture',
    html: '<img src="https://a.example/a.png">',
    files: [bitmap],
    pastes: { files: [bitmap] },
  },
  {
    from: 'a page’s picture with its address',
    text: 'https://a.example/cat.jpg',
    html: '<meta charset="utf-8"><img src="https://a.example/cat.jpg" alt="A cat">',
    files: [bitmap],
    pastes: { files: [bitmap] },
  },
  {
    from: 'PowerPoint, a shape without text',
    html: office('<p><img src="file:///C:/clip_image001.png"></p>'),
    files: [bitmap],
    pastes: { files: [bitmap] },
  },
  {
    from: 'a page’s picture as a data URL',
    text: 'A cat',
    html: `<html><head><title>A page</title><style>img { top: 0 }</style></head><body>&nbsp;<!--x--><img src="data:image/png;base64,${'A'.repeat(200_000)}"></body></html>`,
    files: [bitmap],
    pastes: { files: [bitmap] },
  },
  { from: 'Finder', text: 'cat.png', files: ['cat.png'], pastes: { files: ['cat.png'] } },
  {
    from: 'Finder, several files',
    text: 'Zürich.png\rnotes.txt',
    files: ['Zu\u0308rich.png', 'notes.txt'],
    pastes: { files: ['Zu\u0308rich.png', 'notes.txt'] },
  },
  { from: 'Finder with hidden extensions', text: 'my cat', files: ['my cat.png'], pastes: { files: ['my cat.png'] } },
  { from: 'Finder, a screenshot file', text: bitmap, files: [bitmap], pastes: { files: [bitmap] } },
  { from: 'Explorer', files: ['report.pdf'], pastes: { files: ['report.pdf'] } },
  {
    from: 'Explorer, “Copy as path”',
    text: '"C:\\Users\\me\\report 1.pdf"\r\n',
    files: ['report 1.pdf'],
    pastes: { files: ['report 1.pdf'] },
  },
  { from: 'Explorer, only the path', text: '"C:\\report.pdf"', pastes: { text: '"C:\\report.pdf"' } },
  {
    from: 'GNOME Files',
    text: '/home/me/a.png\n/home/me/b.txt',
    files: ['a.png', 'b.txt'],
    pastes: { files: ['a.png', 'b.txt'] },
  },
  { from: 'Dolphin', text: 'file:///home/me/my%20cat.png', files: ['my cat.png'], pastes: { files: ['my cat.png'] } },
  { from: 'a broken address', text: 'file:///100%.png', files: ['100%.png'], pastes: { files: ['100%.png'] } },
  {
    from: 'a messenger, a picture and its caption',
    text: 'Our cat',
    files: ['IMG_1.jpg'],
    pastes: { text: 'Our cat', files: ['IMG_1.jpg'] },
  },
  {
    from: 'a mail with an attachment',
    text: 'See below',
    html: '<p>See below</p>',
    files: ['report.pdf', 'logo.png'],
    pastes: { text: 'See below', files: ['report.pdf'] },
  },
];

const types: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  tiff: 'image/tiff',
  pdf: 'application/pdf',
};

it.each(copies)('pastes the intended text from $from', ({ text, html, rtf, files = [], pastes }) => {
  const data = new DataTransfer();
  if (text !== undefined) data.setData('text/plain', text);
  if (html !== undefined) data.setData('text/html', html);
  if (rtf !== undefined) data.setData('text/rtf', rtf);
  for (const name of files) {
    const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain';
    data.items.add(new File(['x'], name, { type }));
  }
  const pasted = sortPasted(data);
  expect({ text: pasted.text, files: pasted.files.map(({ name }) => name) }).toEqual({
    text: '',
    files: [],
    ...pastes,
  });
});
