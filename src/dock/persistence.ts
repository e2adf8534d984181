/** What a dock remembers of a visitor, and where. Nothing is written until the visitor does something. */
import { NEW_VISITOR } from '@chatdock/protocol/visitor-token';
import type { ThemeName } from './theme/page-theme.ts';

export interface Remembered {
  isOpen?: boolean | undefined;
  /** `null` is a new chat. */
  threadId?: string | null | undefined;
  /** What was typed last, as text: for a chat that keeps no drafts of its own. */
  draft?: string | undefined;
  /** The drafts of our own element, by its keys. */
  drafts?: Record<string, string> | undefined;
  /** Who the server takes an anonymous visitor for; see src/protocol/visitor-token.ts. */
  visitor?: string | undefined;
  /** The visitor's own choice; wins over the option until it is reset. */
  theme?: ThemeName | undefined;
  /** Whose thread and drafts these are, by `identityOf`; absent while nobody is signed in. */
  of?: string | undefined;
}

export type PersistWhere = 'none' | 'memory' | 'session' | 'local';

export interface Memory {
  read(): Remembered;
  /** Merges; a value of `undefined` is forgotten. With `none`, only who the visitor is outlives the call, and not the page. */
  write(changes: Remembered): void;
  /** Forgets all, and the server shall too: a cookie it gave the browser must not bring the visitor back. */
  clear(): void;
  /** Whether this change of the storage, made by another tab, is a logout of this dock's visitor. */
  isForgottenBy(event: StorageEvent): boolean;
}

const keyOf = (name: string) => `chatdock:${name}`;

/** Where a browser forbids it in this frame, or its profile is damaged, this or the first use of it throws. */
const storageOf = (where: PersistWhere) =>
  (globalThis as unknown as Partial<Record<string, Storage>>)[`${where}Storage`];

/** What an earlier page has left; one entry per dock, under `chatdock:<name>`. */
export function readRemembered(where: PersistWhere, name: string): Remembered {
  try {
    // Written by us: a stranger's value of another type becomes an object, is seen where it is used, and does no harm there.
    return Object(JSON.parse(storageOf(where)?.getItem(keyOf(name)) ?? '{}'));
  } catch {
    return {};
  }
}

const nobody: Remembered = { visitor: NEW_VISITOR };
/** Whoever is to be remembered for less than `local` must not be known again by a cookie. */
const atFirst = (where: PersistWhere): Remembered => (where === 'local' ? {} : nobody);

/** What `clear` leaves behind: the next visitor here is a new one. */
export const forget = (where: PersistWhere, name: string) => store(where, name, nobody);

/** Adds to what an earlier page has left; for what is learnt before the panel is there. */
export const remember = (where: PersistWhere, name: string, changes: Remembered) =>
  store(where, name, { ...readRemembered(where, name), ...changes });

function store(where: PersistWhere, name: string, all: Remembered) {
  try {
    storageOf(where)?.setItem(keyOf(name), JSON.stringify(all));
  } catch {
    // Full or out of reach: what is kept in memory has to do.
  }
}

/**
 * Remembers for as long as the page lives, and in the browser's storage where that is wanted and works. A thread and
 * drafts are given back only to the `identity` they came from.
 */
export function createMemory(where: PersistWhere, name: string, identity: string | undefined): Memory {
  let here = atFirst(where);
  const readAll = (): Remembered => ({ ...here, ...readRemembered(where, name) });
  const read = () => {
    const all = readAll();
    return all.of === identity ? all : { ...all, threadId: undefined, draft: undefined, drafts: undefined };
  };
  return {
    read,
    write(changes) {
      if (where === 'none') {
        if ('visitor' in changes) here = { visitor: changes.visitor };
        return;
      }
      // What is nobody's own, such as the open state, leaves the last one's thread for when they are known again.
      here =
        'threadId' in changes || 'draft' in changes || 'drafts' in changes
          ? { ...read(), ...changes, of: identity }
          : { ...readAll(), ...changes };
      store(where, name, here);
    },
    clear() {
      here = nobody;
      forget(where, name);
    },
    isForgottenBy: ({ key, newValue }) => key === keyOf(name) && newValue === JSON.stringify(nobody),
  };
}
