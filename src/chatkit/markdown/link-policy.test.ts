import { describe, expect, it } from 'vitest';
import { isDeepLink, isSafeLink, judgeImage } from './link-policy.ts';

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
  ])('%j and the picture %s: %s', (domain, src, verdict) => {
    expect(judgeImage(src, { allowedDomains: [domain] })).toBe(verdict);
  });

  it('that is empty blocks every picture; without a list the policy decides', () => {
    const src = 'https://good.com/x.png';
    expect(judgeImage(src, { allowedDomains: [], unlisted: 'load' })).toBe('block');
    expect(judgeImage(src, {})).toBe('ask');
    expect(judgeImage(src, { unlisted: 'load' })).toBe('load');
  });

  it.each(['data:image/png;base64,AAAA', 'javascript:alert(1)', 'x.png', '//good.com/x.png', 'https://', 'blob:x'])(
    'never loads %s',
    (src) => expect(judgeImage(src, { unlisted: 'load' })).toBe('block'),
  );
});

describe('a link', () => {
  it.each([
    ['https://shop.example', true],
    ['mailto:a@b.example', true],
    ['/orders/7', true],
    ['chatkit-link://order', true],
    ['javascript:alert(1)', false],
    ['JaVaScRiPt:alert(1)', false],
    ['java\nscript:alert(1)', false],
    ['\u0001javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['vbscript:x', false],
    ['file:///etc/passwd', false],
    ['', false],
  ])('to %j is safe: %s', (href, isSafe) => {
    expect(isSafeLink(href)).toBe(isSafe);
  });

  it('is for the host page by its scheme only, in any case', () => {
    expect(['chatkit-link://a', 'ChatKit-Link://a', 'https://x.example/chatkit-link:'].map(isDeepLink)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
