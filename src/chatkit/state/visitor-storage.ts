/**
 * What is kept in the visitor's browser: drafts, and the token by which a server knows an anonymous visitor.
 *
 * Nothing is written before the visitor has done something (typed, sent, chosen): until then values live in memory.
 * A browser that refuses storage (private windows, blocked cookies) loses nothing but the memory across reloads.
 */

export interface VisitorStorage {
  /** The visitor has done something: from now on what is set is kept. */
  allow(): void;
  read(key: string): string | null;
  /** Null removes. */
  write(key: string, value: string | null): void;
  /** The headers by which the server at `url` knows this visitor again. */
  identityHeaders(url: string): Record<string, string>;
}

const prefix = 'chatkit:';

export function createVisitorStorage(storage: () => Storage): VisitorStorage {
  const memory = new Map<string, string | null>();
  let isAllowed = false;

  const persist = (key: string, value: string | null) => {
    try {
      if (value === null) storage().removeItem(prefix + key);
      else storage().setItem(prefix + key, value);
    } catch {
      // Storage is full or refused: the value is in memory, which is all that can be had.
    }
  };

  const read = (key: string) => {
    const remembered = memory.get(key);
    if (remembered !== undefined) return remembered;
    try {
      return storage().getItem(prefix + key);
    } catch {
      return null;
    }
  };

  return {
    allow() {
      if (isAllowed) return;
      isAllowed = true;
      for (const [key, value] of memory) persist(key, value);
    },
    read,
    write(key, value) {
      memory.set(key, value);
      if (isAllowed) persist(key, value);
    },
    identityHeaders: () => ({}),
  };
}
