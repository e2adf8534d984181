/** Stores a dock's data about a visitor. It stores nothing until the visitor does something. */
import { NEW_VISITOR } from '@chatdock/protocol/client/visitor-token';
import type { ThemeName } from './theme/page-theme.ts';

export interface Remembered {
  /** Whether the panel was open. */
  isOpen?: boolean | undefined;
  /** The id of the conversation on screen; `null` is a new chat. */
  threadId?: string | null | undefined;
  /** The unsent text, for chats that do not store drafts themselves. */
  draft?: string | undefined;
  /** The drafts of the self-hosted element, by its keys. */
  drafts?: Record<string, string> | undefined;
  /** The token by which the server knows an anonymous visitor. */
  visitor?: string | undefined;
  /** The visitor's choice of colours. Overrides the option until it is reset. */
  theme?: ThemeName | undefined;
  /** Whether the visitor has turned the sound for new answers off. */
  isMuted?: boolean | undefined;
  /** The width of the panel that the visitor chose, in pixels. */
  width?: number | undefined;
  /** The height of the panel that the visitor chose, in pixels. */
  height?: number | undefined;
  /** The corner that the visitor moved the launcher to. */
  corner?: string | undefined;
  /** The page quote that was last put into the composer, to recognise it on the next page. */
  offered?: string | undefined;
  /** Whether the dock has opened or greeted automatically, which it does once per visitor. */
  wasGreeted?: boolean | undefined;
  /** The user that thread and drafts belong to, by `identityOf`; undefined for an anonymous visitor. */
  of?: string | undefined;
}

export type PersistWhere = 'none' | 'memory' | 'session' | 'local';

export interface Memory {
  read(): Remembered;
  /** Merges changes; `undefined` deletes a value. With `persist: none`, only the visitor token is kept, until the page unloads. */
  write(changes: Remembered): void;
  /** Deletes everything, and makes the next request ask the server for a new visitor, so that its cookie does not identify the old one. */
  clear(): void;
  /** The values that each tab keeps for itself. Tabs share the others. */
  readonly tab?: TabMemory | undefined;
  /** Whether the visitor has logged out, here or in another tab. */
  isForgotten(): boolean;
  /** Whether a `storage` event from another tab is a logout of this dock's visitor. */
  isForgottenBy(event: StorageEvent): boolean;
}

/**
 * Stored in `sessionStorage`, which each tab has for itself: its drafts, and the thread that it kept when another tab
 * opened a different one.
 */
type TabMemory = Pick<Memory, 'read' | 'write' | 'clear'>;

const keyOf = (name: string) => `chatdock:${name}`;

/**
 * Looks the storage up by its name, which the type of `globalThis` does not allow. This or its first use throws for
 * `none` and `memory`, or if the browser forbids storage in this frame or its profile is damaged.
 */
const storageOf = (where: PersistWhere) =>
  (globalThis as unknown as Record<`${PersistWhere}Storage`, Storage>)[`${where}Storage`];

/** Reads what an earlier page stored: one entry per dock, under `chatdock:<name>`. */
export function readRemembered(where: PersistWhere, name: string): Remembered {
  try {
    // The dock wrote this value, or it is null. `Object()` makes foreign values harmless, and each field is checked where it is used.
    return Object(JSON.parse(`${storageOf(where).getItem(keyOf(name))}`));
  } catch {
    return {};
  }
}

const NOBODY: Remembered = { visitor: NEW_VISITOR };
/** With anything but `local`, the first request asks for a new visitor, so that the server's cookie does not identify an earlier one. */
const atFirst = (where: PersistWhere): Remembered => (where === 'local' ? {} : NOBODY);

/** `clear` stores this value: the next request then creates a new visitor. */
export const forget = (where: PersistWhere, name: string) => store(where, name, NOBODY);

/** Adds a stored value before the panel has loaded. */
export const remember = (where: PersistWhere, name: string, changes: Remembered) =>
  store(where, name, { ...readRemembered(where, name), ...changes });

function store(where: PersistWhere, name: string, all: Remembered) {
  try {
    storageOf(where).setItem(keyOf(name), JSON.stringify(all));
  } catch {
    // Storage is full or not available: the values stay in memory only.
  }
}

/**
 * Keeps values in memory, and in the browser's storage if the option allows it and it works. A thread and drafts are
 * returned only to the `identity` that stored them.
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
    tab: where === 'local' ? createTabMemory(name, identity) : undefined,
    isForgotten: () => JSON.stringify(readRemembered(where, name)) === JSON.stringify(NOBODY),
    write(changes) {
      if (where === 'none') {
        if ('visitor' in changes) here = { visitor: changes.visitor };
        return;
      }
      // A change of shared state, such as the open state, keeps another user's thread in storage for when they sign in again.
      here =
        'threadId' in changes || 'draft' in changes || 'drafts' in changes
          ? { ...read(), ...changes, of: identity }
          : { ...readAll(), ...changes };
      store(where, name, here);
    },
    clear() {
      here = NOBODY;
      forget(where, name);
    },
    isForgottenBy: ({ key, newValue }) => key === keyOf(name) && newValue === JSON.stringify(NOBODY),
  };
}

function createTabMemory(name: string, identity: string | undefined): TabMemory {
  const read = (): Remembered => {
    const kept = readRemembered('session', name);
    return kept.of === identity ? kept : {};
  };
  return {
    read,
    write: (changes) => store('session', name, { ...read(), ...changes, of: identity }),
    clear() {
      try {
        storageOf('session')?.removeItem(keyOf(name));
      } catch {
        // The browser forbids storage, so nothing is stored.
      }
    },
  };
}
