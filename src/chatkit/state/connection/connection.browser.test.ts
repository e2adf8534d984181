/** When a lost connection is made again, and when that is given up. */
import { ProtocolError } from '@chatdock/protocol/errors';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { initialState, type ChatState } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { resolveOptions } from '../options.ts';
import { startingLanguage } from '../../language/load.ts';
import { createStore } from '../store.ts';
import { watchConnection } from './connection.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }));
afterEach(() => vi.useRealTimers());

function watch() {
  const options = resolveOptions({ api: { url: '/chat', domainKey: 'test' } });
  const store = createStore<ChatState>({
    ...initialState(options, startingLanguage('en')),
    turn: { phase: 'responding', isSlow: false },
  });
  const errors: Error[] = [];
  // The two members that it uses; hence the cast.
  const context = { store, report: (error: Error) => errors.push(error) } as unknown as Context;
  const watched = watchConnection(context, new AbortController().signal, () => true);
  return { ...watched, errors, turn: () => store.get().turn };
}

const lost = new ProtocolError('network', 'The connection is lost.');
const signedOut = new ProtocolError('http-status', 'Sign in.', { status: 401 });

/** Fails again and again for this long. @returns the time until it gave up, in minutes */
async function minutesUntilGivenUp(watched: ReturnType<typeof watch>, cause: ProtocolError) {
  const started = Date.now();
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const next = watched.beforeRetry(attempt, cause).then(
      () => true,
      () => false,
    );
    await vi.advanceTimersByTimeAsync(11_000);
    if (!(await next)) return (Date.now() - started) / 60_000;
  }
  return Infinity;
}

it('retries for ten minutes, which is as long as a server continues without a reader', async () => {
  const watched = watch();
  expect(await minutesUntilGivenUp(watched, lost)).toBeGreaterThan(10);
  expect(watched.errors).toEqual([]);
  watched.end();
});

it('retries after a device has slept for hours', async () => {
  await vi.advanceTimersByTimeAsync(1000);
  const watched = watch();
  const first = watched.beforeRetry(3, lost);
  vi.setSystemTime(Date.now() + 5 * 60 * 60_000);
  await vi.advanceTimersByTimeAsync(5 * 60 * 60_000);
  await first;
  for (let attempt = 4; attempt < 20; attempt += 1) {
    const next = watched.beforeRetry(attempt, lost);
    await vi.advanceTimersByTimeAsync(11_000);
    await expect(next).resolves.toBeUndefined();
  }
  expect(watched.turn()).toHaveProperty('reconnect', expect.any(Function));
  watched.end();
});

it('retries for some seconds if the visitor is signed out, and notifies the page once', async () => {
  const watched = watch();
  expect(await minutesUntilGivenUp(watched, signedOut)).toBeLessThan(2);
  expect(watched.errors).toEqual([expect.objectContaining({ name: 'HttpError', status: 401 })]);
  watched.end();
});

it('waits no longer than ten minutes, although a server may name more than a timer can hold', async () => {
  const watched = watch();
  const busy = new ProtocolError('http-status', 'Later.', { status: 503, retryAfterMs: 1e12 });
  let isTime = false;
  const next = watched.beforeRetry(1, busy).then(() => (isTime = true));
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(isTime).toBe(false);
  await vi.advanceTimersByTimeAsync(60_000);
  await next;
  watched.end();
});
