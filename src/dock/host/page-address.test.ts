import { expect, it } from 'vitest';
import { matchesAddress } from './page-address.ts';

const at = (path: string) => `https://shop.example${path}`;

it.each([
  ['/checkout', '/checkout', true],
  ['/checkout', '/checkout/', true],
  ['/checkout/', '/checkout', true],
  ['/checkout', '/checkout/pay', false],
  ['/checkout', '/checkout?step=2#pay', true],
  ['/checkout*', '/checkout/pay', true],
  ['/checkout*', '/checkouts', true],
  ['/checkout/*', '/checkout', false],
  ['*/checkout', '/de/checkout', true],
  ['/*/checkout', '/de/checkout', true],
  ['/*/checkout', '/checkout', false],
  ['/a*b*c', '/a-b-c', true],
  ['/a*b*c', '/a-c-b', false],
  ['/aa*aa', '/aaa', false],
  ['/', '/', true],
  ['/', '/cart', false],
  ['*', '/anything', true],
  ['/cart /checkout*', '/checkout/1', true],
  ['/cart, /checkout*', '/cart', true],
  ['/search?q=*', '/search?q=shoes', true],
  ['/search?q=*', '/search', false],
  ['/app#/pay*', '/app#/pay/1', true],
  ['/app#/pay*', '/app', false],
  ['https://shop.example/cart', '/cart', true],
  ['https://other.example/*', '/cart', false],
  ['/price(', '/price(', true],
  ['', '/', false],
  [' , ', '/', false],
])('%j on %s: %j', (patterns, path, expected) => expect(matchesAddress(patterns, at(path))).toBe(expected));
