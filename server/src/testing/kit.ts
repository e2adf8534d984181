/** What each test case of the store contract gets. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { Page, ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../core/context.ts';
import { NotFoundError, type PageRequest, type Store } from '../core/store.ts';
import { newItem, newThread } from './records.ts';

/** The functions of a test runner that the contract uses. Those of Vitest, Jest and Bun have these types. */
export interface TestRunner {
  describe(title: string, body: () => void): void;
  it(title: string, body: () => void | Promise<void>): void;
  beforeAll(body: () => Promise<void>): void;
  afterAll(body: () => unknown): void;
  expect(value: unknown): Expectations;
}

/** The assertions on a value that `expect` gives. */
export interface Expectations {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
  toMatch(pattern: RegExp): void;
  toMatchObject(expected: object): void;
  toBeInstanceOf(expected: unknown): void;
  not: { toHaveProperty(name: string): void };
}

/** The objects for a test case. */
export interface Kit {
  store: Store;
  expect: TestRunner['expect'];
  /** A new saved thread of `owner`. */
  createThread(owner: RequestContext, changes?: Partial<ThreadMetadata>): Promise<ThreadMetadata>;
  /** A thread with one user message per text. */
  createThreadWithMessages(owner: RequestContext, texts: readonly string[]): Promise<ThreadMetadata>;
  items(thread: { id: string }, owner: RequestContext, page?: Partial<PageRequest>): Promise<Page<ThreadItem>>;
  /** The message of the NotFoundError that `promise` must reject with. */
  refusal(promise: Promise<unknown>): Promise<string>;
}

export type Cases = Readonly<Record<string, (kit: Kit) => void | Promise<void>>>;

export function createKit(store: Store, expect: TestRunner['expect']): Kit {
  const createThread = async (owner: RequestContext, changes: Partial<ThreadMetadata> = {}) => {
    const thread = newThread(changes);
    await store.saveThread(thread, owner);
    return thread;
  };
  return {
    store,
    expect,
    createThread,
    async createThreadWithMessages(owner, texts) {
      const thread = await createThread(owner);
      for (const text of texts) await store.addThreadItem(thread.id, newItem(thread.id, text), owner);
      return thread;
    },
    items: (thread, owner, page = {}) => store.loadThreadItems(thread.id, { limit: 100, order: 'asc', ...page }, owner),
    async refusal(promise) {
      const error = await promise.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(NotFoundError);
      return String(error);
    },
  };
}

/** The ids of all pages, reading `after` cursors as a client does. */
export async function readAll(
  load: (page: { limit: number; after?: string | undefined }) => Promise<Page<{ id: string }>>,
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await load({ limit, after });
    ids.push(...page.data.map(({ id }) => id));
    ({ after } = page);
  } while (after);
  return ids;
}
