import { beforeEach, describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

let now = 0;
let breaker = new CircuitBreaker();
const restsFor = () => {
  const began = now;
  while (breaker.resting) now += 1000;
  const ms = now - began;
  now = began;
  return ms;
};

beforeEach(() => {
  now = 1000;
  breaker = new CircuitBreaker({ failures: 2, restMs: 30_000, longRestMs: 300_000, now: () => now });
});

describe('the pause after a provider fails', () => {
  it('begins with the second failure in a row', () => {
    breaker.failed('server-error');
    expect(restsFor()).toBe(0);
    breaker.failed('server-error');
    expect(restsFor()).toBe(30_000);
    breaker.succeeded();
    breaker.failed('server-error');
    expect(restsFor()).toBe(0);
  });

  it('lasts as long as the provider asks, at the first failure and at each later one', () => {
    breaker.failed('rate-limited', 5000);
    expect(restsFor()).toBe(5000);
    breaker.failed('rate-limited', 120_000);
    expect(restsFor()).toBe(120_000);
    now += 120_000;
    breaker.failed('rate-limited', 90_000);
    expect(restsFor()).toBe(90_000);
    breaker.failed('rate-limited', 1000);
    expect(restsFor()).toBe(30_000);
  });

  it.each(['unauthorised', 'quota', 'unknown-model'] as const)('is long for %s', (kind) => {
    breaker.failed(kind);
    expect(restsFor()).toBe(300_000);
  });

  it('does not begin with a refused request', () => {
    for (let count = 0; count < 3; count += 1) breaker.failed('refused');
    expect(restsFor()).toBe(0);
  });
});
