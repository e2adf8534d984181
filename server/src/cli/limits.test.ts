import { describe, expect, it } from 'vitest';
import { decideCors } from '../core/http/cors.ts';
import { parseConfig } from './settings/config.ts';
import { corsOf } from './limits.ts';

const isAllowed = (origin: string, settings: Record<string, string> = {}) =>
  decideCors(new Headers({ origin }), 'http://127.0.0.1:8787', corsOf(parseConfig(settings))).allowed;

const here = ['http://localhost:5173', 'http://127.0.0.1:3000', 'https://shop.localhost', 'http://[::1]:8080'];
const elsewhere = [
  'https://shop.example',
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'http://192.168.0.7:8080',
  'null',
  'file://',
];

describe('a server that only this machine can reach', () => {
  it.each(here)('lets pages of %s call', (origin) => {
    expect(isAllowed(origin)).toBe(true);
  });

  it.each(elsewhere)('refuses pages of %s', (origin) => {
    expect(isAllowed(origin)).toBe(false);
  });
});

it.each([
  { CHATDOCK_ALLOWED_ORIGINS: 'https://shop.example' },
  { CHATDOCK_PUBLIC_URL: 'https://chat.example' },
  { HOST: '0.0.0.0' },
])('a server with %o lets only the listed origins call', (settings) => {
  expect(here.map((origin) => isAllowed(origin, settings))).toEqual(here.map(() => false));
});
