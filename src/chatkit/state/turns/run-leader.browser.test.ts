/** The lock that decides which tab acts on what a turn asks for. */
import { afterEach, expect, it } from 'vitest';
import { createLead } from './run-leader.ts';

const ends: AbortController[] = [];
afterEach(() => ends.splice(0).forEach((end) => end.abort()));

function lead(hasBegun: boolean) {
  const [ended, gone] = [new AbortController(), new AbortController()];
  ends.push(ended, gone);
  return createLead({ hasBegun, ended: ended.signal, gone: gone.signal });
}

const holders = async (name: string) => (await navigator.locks.query()).held?.filter((lock) => lock.name === name);

it('a frozen tab releases the lead, and requests it again when it resumes', async () => {
  const name = `chatdock:${crypto.randomUUID()}`;
  const own = lead(true);
  own.claim(name.slice('chatdock:'.length));
  await expect.poll(() => holders(name)).toHaveLength(1);
  document.dispatchEvent(new Event('freeze'));
  expect(own.isLeader()).toBe(false);
  await expect.poll(() => holders(name)).toHaveLength(0);
  document.dispatchEvent(new Event('resume'));
  await expect.poll(() => own.isLeader()).toBe(true);
});

it('a frozen tab does not wait for the lead', async () => {
  const name = `chatdock:${crypto.randomUUID()}`;
  let release = () => {};
  const isTaken = new Promise<void>((resolve) => {
    void navigator.locks.request(name, () => {
      resolve();
      return new Promise<void>((done) => (release = done));
    });
  });
  await isTaken;
  const waiting = lead(false);
  waiting.claim(name.slice('chatdock:'.length));
  const pending = async () => (await navigator.locks.query()).pending?.filter((lock) => lock.name === name);
  await expect.poll(pending).toHaveLength(1);
  document.dispatchEvent(new Event('freeze'));
  await expect.poll(pending).toHaveLength(0);
  document.dispatchEvent(new Event('resume'));
  await expect.poll(pending).toHaveLength(1);
  release();
  await expect.poll(() => waiting.isLeader()).toBe(true);
});

it('without locks (a page without HTTPS) a tab leads the turns that it began and no others', async () => {
  const locks = Object.getOwnPropertyDescriptor(Navigator.prototype, 'locks') ?? {};
  Reflect.deleteProperty(Navigator.prototype, 'locks');
  try {
    const [own, other] = [lead(true), lead(false)];
    for (const each of [own, other]) each.claim('thr_1');
    expect([own.isLeader(), other.isLeader()]).toEqual([true, false]);
    expect(await other.inherit(new AbortController().signal)).toBe(false);
  } finally {
    Object.defineProperty(Navigator.prototype, 'locks', locks);
  }
});
