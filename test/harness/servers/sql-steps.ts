/** Steps that the tests of SQLite and PostgreSQL have in common. */
import { expect } from 'vitest';
import { type Store, StoreUnavailableError } from '../../../server/src/core/store.ts';
import { timed } from '../measure/own-time.ts';
import { newItem, newThread, newUser, textsOf } from '../chat/records.ts';

/** Adds one thread with one message to a store. */
export async function addHistory(store: Store) {
  const [owner, thread] = [newUser(), newThread()];
  await store.saveThread(thread, owner);
  await store.addThreadItem(thread.id, newItem(thread.id, 'first'), owner);
  const add = (text: string) => store.addThreadItem(thread.id, newItem(thread.id, text), owner);
  const texts = async () => textsOf(await store.loadThreadItems(thread.id, { limit: 1000, order: 'asc' }, owner));
  return { add, texts };
}

/** The StoreUnavailableError that `promise` must reject with, and its duration. */
export async function unavailable(promise: Promise<unknown>): Promise<{ message: string; ms: number }> {
  const { result: error, ms } = await timed(
    promise.then(
      () => undefined,
      (reason: unknown) => reason,
    ),
  );
  expect(error).toBeInstanceOf(StoreUnavailableError);
  return { message: String(error), ms };
}
