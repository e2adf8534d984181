/** Names of files that a server or a model wrote. */
import { describe, expect, it } from 'vitest';
import { fileName } from './file-name.ts';

describe('the name of a saved file', () => {
  it.each([
    ['order.pdf', '', 'order.pdf'],
    ['../../etc/passwd', '', 'passwd'],
    ['C:\\Windows\\x.exe', '', 'x.exe'],
    ['invoice\u202efdp.exe', '', 'invoicefdp.exe'],
    ['a\u0000b\n.txt', '', 'ab.txt'],
    ['.bashrc', '', 'bashrc'],
    ['x. ', '', 'x'],
    ['what?<b>.png', 'image/png', 'what__b_.png'],
    ['A field', 'image/webp', 'A field.webp'],
    ['A field', 'text/html', 'A field'],
    ['', 'image/png', 'file.png'],
    ['///', '', 'file'],
    ['رسالة.pdf', '', 'رسالة.pdf'],
  ])('for %j of type %j is %j', (name, type, expected) => expect(fileName(name, type)).toBe(expected));

  it('keeps the extension of a long one', () => expect(fileName(`${'x'.repeat(500)}.pdf`)).toMatch(/^x{116}\.pdf$/));
});
