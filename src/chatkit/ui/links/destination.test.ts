import { beforeAll, describe, expect, it, vi } from 'vitest';
import { destinationToShow } from './destination.ts';

beforeAll(() => {
  vi.stubGlobal('document', { baseURI: 'https://shop.example/page' });
});

const evil = 'https://evil.example/login';

describe('a link whose text names another host', () => {
  it.each([
    'bank.com',
    'https://bank.com',
    'http://bank.com/login',
    'Go to www.bank.com now',
    'BANK.COM',
    'bank.com/evil.example',
    'evil.example.bank.com',
    'notevil.example',
    'see bank.com or evil.example',
    'https://bank.com@evil.example/',
    'https://evil.example@bank.com/',
    'https://bank.com:443@evil.example',
    'b\u200bank.com',
    'bank\u2060.com',
    'bank。com',
    'bank．com',
    'ｂａｎｋ.com',
    'bаnk.com',
    'пример.рф',
    '例え.jp',
    'xn--bnk-5cd.com',
    '192.168.0.1',
    'https://localhost/admin',
    'http://2130706433/',
    'https://[::1]/',
    'me@bank.com',
    '(bank.com)',
    '"bank.com"',
    'bank.com.',
    '\u202emoc.knab\u202c',
    'press\u2067 here',
    'README.md',
  ])('%j shows where it goes', (text) => {
    expect(destinationToShow(text, evil)).toBe('evil.example');
  });

  it.each([
    'evil.example',
    'https://evil.example/login',
    'EVIL.example',
    'www.evil.example',
    'https://evil.example/?next=https://bank.com',
    'https://evil.example/bank.com',
    'click here',
    'Read the annual report 2.5',
    'index.html',
    'Node.js',
    'e.g. this',
    'v1.2.3-rc',
    '',
  ])('%j shows nothing more', (text) => {
    expect(destinationToShow(text, evil)).toBeNull();
  });

  it('may name the parent domain of its target, but not a subdomain', () => {
    expect(destinationToShow('example.com', 'https://docs.example.com/a')).toBeNull();
    expect(destinationToShow('docs.example.com', 'https://example.com/a')).toBe('example.com');
    expect(destinationToShow('example.com', 'https://www.example.com/a')).toBeNull();
    expect(destinationToShow('www.example.com', 'https://example.com/a')).toBeNull();
  });

  it('also shows a target on the site itself, a mailbox or a phone number', () => {
    expect(destinationToShow('bank.com', '/orders')).toBe('shop.example');
    expect(destinationToShow('orders', '/orders')).toBeNull();
    expect(destinationToShow('help@bank.com', 'mailto:me@evil.example')).toBe('me@evil.example');
    expect(destinationToShow('help@bank.com', 'mailto:help@bank.com?subject=x')).toBeNull();
    expect(destinationToShow('Call 0800 123 456', 'tel:+900666')).toBe('+900666');
    expect(destinationToShow('0800 123 456', 'tel:+49800123456')).toBeNull();
    expect(destinationToShow('Call us', 'tel:+49800123456')).toBeNull();
    expect(destinationToShow('bank.com', 'chatkit-link://order')).toBeNull();
  });

  it('reads a long text in linear time', () => {
    const start = performance.now();
    for (const piece of ['a.', 'a-', 'https://', 'a@', '[::', '1.']) destinationToShow(piece.repeat(100_000), evil);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
