import { describe, expect, it } from 'vitest';
import { isDeepLink, isSafeLink } from './link-policy.ts';

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

  it('goes to the host page only because of its scheme, in any letter case', () => {
    expect(['chatkit-link://a', 'ChatKit-Link://a', 'https://x.example/chatkit-link:'].map(isDeepLink)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
