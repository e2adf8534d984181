/** What a dock remembers of a visitor, and where. Nothing is written until the visitor does something. */
import { readJson } from './option-kinds.ts';
import type { ThemeName } from './page-theme.ts';

export interface Remembered {
  isOpen?: boolean | undefined;
  /** `null` is a new chat. */
  threadId?: string | null | undefined;
  draft?: string | undefined;
  /** Who the server takes an anonymous visitor for; see src/protocol/visitor-token.ts. */
  visitor?: string | undefined;
  /** The visitor's own choice; wins over the option until it is reset. */
  theme?: ThemeName | undefined;
}

export type PersistWhere = 'none' | 'memory' | 'session' | 'local';

export interface Memory {
  read(): Remembered;
  /** Merges; a value of `undefined` is forgotten. */
  write(changes: Remembered): void;
  clear(): void;
}

const keyOf = (name: string) => `chatdock:${name}`;

/** A store that is forbidden in this frame is treated as none. */
function storageOf(where: PersistWhere): Storage | undefined {
  try {
    return where === 'local' ? localStorage : where === 'session' ? sessionStorage : undefined;
  } catch {
    return undefined;
  }
}

/** What an earlier page has left; one entry per dock, under `chatdock:<name>`. */
export function readRemembered(where: PersistWhere, name: string): Remembered {
  const value = readJson(storageOf(where)?.getItem(keyOf(name)) ?? '');
  // Written by us: a stranger's value of another type is seen where it is used, and does no harm there.
  return typeof value === 'object' && value !== null ? value : {};
}

export const forget = (where: PersistWhere, name: string) => storageOf(where)?.removeItem(keyOf(name));

/** Remembers for as long as the page lives, and in the browser's storage where that is wanted and works. */
export function createMemory(where: PersistWhere, name: string): Memory {
  let here: Remembered = {};
  const read = () => ({ ...here, ...readRemembered(where, name) });
  return {
    read,
    write(changes) {
      if (where === 'none') return;
      here = { ...read(), ...changes };
      try {
        storageOf(where)?.setItem(keyOf(name), JSON.stringify(here));
      } catch {
        // Full: `here` still holds it.
      }
    },
    clear() {
      here = {};
      forget(where, name);
    },
  };
}
