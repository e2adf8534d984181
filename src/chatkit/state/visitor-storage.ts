/**
 * What is kept in the visitor's browser: drafts, and the token by which a server knows an anonymous visitor.
 *
 * Nothing is written before the visitor has done something (typed, sent, chosen): until then values live in memory.
 * A browser that refuses storage (private windows, blocked cookies) loses nothing but the memory across reloads.
 */
import type { KeptItems } from '../embedder.ts';

export interface VisitorStorage {
  /** The visitor has done something: from now on what is set is kept. */
  allow(): void;
  read(key: string): string | null;
  /** Null removes. */
  write(key: string, value: string | null): void;
}

const PREFIX = 'chatkit:';

export function createVisitorStorage(storage: () => KeptItems): VisitorStorage {
  /** What could not be kept, or not yet. */
  const memory = new Map<string, string | null>();
  let isAllowed = false;

  const keep = (key: string, value: string | null) => {
    try {
      if (value === null) storage().removeItem(PREFIX + key);
      else storage().setItem(PREFIX + key, value);
      memory.delete(key);
    } catch {
      memory.set(key, value); // storage is full or refused: memory is all that can be had
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
      // What an earlier page has kept may go at any time.
      if (isAllowed || value === null) keep(key, value);
      else memory.set(key, value);
    },
  };
}
