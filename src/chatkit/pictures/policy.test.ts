import { describe, expect, it } from 'vitest';
import { applyPicturePolicy, type PicturePolicy } from './policy.ts';

const verdict = (src: unknown, policy: PicturePolicy = {}, home?: string) =>
  applyPicturePolicy(src, policy, home).verdict;

describe('a list of picture hosts', () => {
  it.each([
    ['good.com', 'https://good.com/x.png', 'load'],
    ['good.com', 'https://www.good.com/x.png', 'block'],
    ['good.com', 'https://evilgood.com/x.png', 'block'],
    ['*.good.com', 'https://img.good.com/x.png', 'load'],
    ['*.good.com', 'https://a.b.good.com/x.png', 'load'],
    ['*.good.com', 'https://good.com/x.png', 'block'],
    ['*.good.com', 'https://evilgood.com/x.png', 'block'],
    ['*.good.com', 'https://img.evilgood.com/x.png', 'block'],
    ['*.good.com', 'https://img.good.com.evil.com/x.png', 'block'],
    ['*.good.com', 'https://img.good.com@evil.com/x.png', 'block'],
    [' HTTPS://Good.com/path ', 'https://good.com/x.png', 'load'],
    ['good.com:8443', 'https://good.com/x.png', 'load'],
    ['', 'https://good.com/x.png', 'block'],
  ])('%j and the picture %s: %s', (domain, src, expected) => {
    expect(verdict(src, { allowedDomains: [domain] })).toBe(expected);
  });

  it('that is empty blocks every picture; without a list the visitor is asked', () => {
    const src = 'https://good.com/x.png';
    expect(verdict(src, { allowedDomains: [] })).toBe('block');
    expect(verdict(src, { allowedDomains: null })).toBe('ask');
    expect(verdict(src)).toBe('ask');
  });

  it('overrules what the visitor has allowed', () => {
    expect(verdict('https://a.com/x.png', { allowedDomains: ['b.com'], allowedByVisitor: ['a.com'] })).toBe('block');
  });
});

describe('a host that the visitor allows', () => {
  const policy = { allowedByVisitor: ['good.com'] };
  it.each([
    ['https://good.com/y.png', 'load'],
    ['http://good.com:8080/y.png', 'load'],
    ['https://GOOD.com/y.png', 'load'],
    ['https://www.good.com/y.png', 'ask'],
    ['https://good.com.evil.com/y.png', 'ask'],
    ['https://good.com@evil.com/y.png', 'ask'],
  ])('%s: %s', (src, expected) => {
    expect(verdict(src, policy)).toBe(expected);
  });
});

describe('an address that no picture may have', () => {
  it.each([
    'javascript:alert(1)',
    'x.png',
    '/logout',
    './logout',
    '../logout',
    '?logout',
    '//good.com/x.png',
    '\\\\good.com\\x.png',
    'https://',
    'https:x.png',
    ' https://good.com/x.png',
    'blob:https://page.example/1',
    'data:image/svg+xml;base64,AAAA',
    'data:text/html;base64,AAAA',
    'file:///etc/passwd',
    '',
    7,
    null,
    ['https://good.com/x.png'],
  ])('%j is blocked', (src) => {
    expect(verdict(src, { allowedDomains: ['good.com'], allowedByVisitor: ['good.com'] })).toBe('block');
  });

  it('an inline bitmap makes no request, so it loads', () => {
    expect(applyPicturePolicy('data:image/png;base64,AAAA', { allowedDomains: [] })).toEqual({
      verdict: 'load',
      src: 'data:image/png;base64,AAAA',
      host: '',
    });
  });
});

describe('a picture that the server or the page wrote', () => {
  const home = 'https://chat.example/v1/chatkit';
  it.each([
    ['https://chat.example/file/1', 'load', 'https://chat.example/file/1'],
    ['/file/1', 'load', 'https://chat.example/file/1'],
    ['file/1', 'load', 'https://chat.example/v1/file/1'],
    ['https://chat.example:8443/file/1', 'ask', 'https://chat.example:8443/file/1'],
    ['//evil.example/1', 'ask', 'https://evil.example/1'],
    ['https://chat.example@evil.example/1', 'ask', 'https://chat.example@evil.example/1'],
    ['blob:https://chat.example/5', 'load', 'blob:https://chat.example/5'],
    ['blob:https://evil.example/5', 'block', ''],
    ['javascript:alert(1)', 'block', ''],
    ['data:image/svg+xml,x', 'block', ''],
  ])('%s: %s', (src, expected, address) => {
    expect(applyPicturePolicy(src, {}, home)).toMatchObject({ verdict: expected, src: address });
  });

  it('is subject to the list if it is on another origin', () => {
    const policy = { allowedDomains: ['cdn.example'] };
    expect(verdict('https://cdn.example/1', policy, home)).toBe('load');
    expect(verdict('https://other.example/1', policy, home)).toBe('block');
    expect(verdict('/file/1', policy, home)).toBe('load');
  });
});
