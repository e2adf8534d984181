import { timingSafeEqual } from 'node:crypto';

/** Compares in constant time, so that response times reveal nothing about the secret. */
export const isSameSecret = (given: Buffer, expected: Buffer): boolean =>
  given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
