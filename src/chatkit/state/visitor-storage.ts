/**
 * Storage in the visitor's browser: drafts, and the token by which a server recognises an anonymous visitor.
 *
 * Nothing is stored before the visitor has done something (typed, sent, chosen): until then values are in memory. If a
 * browser refuses storage (private windows, blocked cookies), the values are only lost on a reload.
 */
import type { ItemStorage } from '../embedder.ts';

export interface VisitorStorage {
  /** Call when the visitor has done something: from now on, values are stored. */
  allow(): void;
  read(key: string): string | null;
  /** Null removes. */
  write(key: string, value: string | null): void;
}

const PREFIX = 'chatkit:';

export function createVisitorStorage(storage: () => ItemStorage): VisitorStorage {
  /** Values that could not be stored, or not yet. */
  const memory = new Map<string, string | null>();
  let isAllowed = false;

  const keep = (key: string, value: string | null) => {
    try {
      if (value === null) storage().removeItem(PREFIX + key);
      else storage().setItem(PREFIX + key, value);
      memory.delete(key);
    } catch {
      memory.set(key, value); // storage is full or refused: keep the value in memory
    }
  };

  return {
    allow() {
      if (isAllowed) return;
      isAllowed = true;
      for (const [key, value] of memory) keep(key, value);
    },
    read(key) {
      const remembered = memory.get(key);
      if (remembered !== undefined) return remembered;
      try {
        return storage().getItem(PREFIX + key);
      } catch {
        return null;
      }
    },
    write(key, value) {
      // Values of an earlier page may be removed at any time.
      if (isAllowed || value === null) keep(key, value);
      else memory.set(key, value);
    },
  };
}
