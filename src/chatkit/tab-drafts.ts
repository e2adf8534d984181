/** Drafts of several tabs: each tab keeps its own, and the one written last is kept for the next visit. */
import type { ItemStorage } from './embedder.ts';

/** Messages that wait to be sent belong to all tabs. */
const isDraft = (key: string) => key.includes('draft:') && !key.includes('draft:unsent:');

/** A tab remembers at most this many conversations whose draft it has emptied. */
const MAX_EMPTIED = 50;

/**
 * Reads a draft from `tab`, else from `shared`, and writes it to both. A tab without its own draft begins with the one
 * written last. An empty entry in `tab` means that its draft is empty, so it does not take the draft that another tab
 * writes afterwards.
 */
export function keepPerTab(shared: ItemStorage, tab: ItemStorage): ItemStorage {
  /** The entries of `shared` that this tab has shown. */
  const shown = new Map<string, string>();
  /** Drafts that this page has emptied. */
  const emptied = new Set<string>();

  function empty(key: string, last: string | null) {
    const own = read(tab, key);
    if (own === null && last === null) return;
    if (last === (own ?? shown.get(key) ?? null)) shared.removeItem(key);
    write(tab, key, '');
    shown.delete(key);
    emptied.delete(key);
    emptied.add(key);
    const [oldest = key] = emptied;
    if (emptied.size > MAX_EMPTIED && emptied.delete(oldest)) remove(tab, oldest);
  }

  return {
    getItem(key) {
      if (!isDraft(key)) return shared.getItem(key);
      const own = read(tab, key);
      if (own !== null) return own || null;
      const last = shared.getItem(key);
      if (last !== null) shown.set(key, last);
      return last;
    },
    setItem(key, value) {
      if (isDraft(key)) {
        write(tab, key, value);
        emptied.delete(key);
      }
      shared.setItem(key, value);
    },
    removeItem(key) {
      if (isDraft(key)) empty(key, shared.getItem(key));
      else shared.removeItem(key);
    },
  };
}

// The storage of a tab may be full or forbidden; its drafts are then shared, which is better than none.

function read(items: ItemStorage, key: string): string | null {
  try {
    return items.getItem(key);
  } catch {
    return null;
  }
}

function write(items: ItemStorage, key: string, value: string): void {
  try {
    items.setItem(key, value);
  } catch {
    remove(items, key);
  }
}

function remove(items: ItemStorage, key: string): void {
  try {
    items.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
