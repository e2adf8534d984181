/** Drafts of several tabs: each tab keeps its own, and the last one is there for the next visit. */
import type { KeptItems } from './embedder.ts';

/** Messages that wait to be sent belong to all tabs. */
const isDraft = (key: string) => key.includes('draft:') && !key.includes('draft:unsent:');

/**
 * Reads a draft from `tab`, else from `shared`, and writes it to both. A tab without a draft of its own begins with the
 * one written last. An empty entry in `tab` says that its draft is empty, although another tab has one.
 */
export function keepPerTab(shared: KeptItems, tab: KeptItems): KeptItems {
  /** What this tab has shown of `shared`. */
  const taken = new Map<string, string>();
  const ownOf = (key: string) => read(tab, key) ?? taken.get(key) ?? null;
  return {
    getItem(key) {
      if (!isDraft(key)) return shared.getItem(key);
      const own = read(tab, key);
      if (own !== null) return own || null;
      const last = shared.getItem(key);
      if (last !== null) taken.set(key, last);
      return last;
    },
    setItem(key, value) {
      if (isDraft(key)) write(tab, key, value);
      shared.setItem(key, value);
    },
    removeItem(key) {
      const last = shared.getItem(key);
      const isOthers = isDraft(key) && last !== null && last !== ownOf(key);
      // What another tab writes later must not come in the place of a draft that was sent or emptied here.
      if (isOthers || (isDraft(key) && read(tab, key) !== null)) write(tab, key, '');
      if (!isOthers) shared.removeItem(key);
      taken.delete(key);
    },
  };
}

// The storage of a tab may be full or forbidden; its drafts are then shared, which is better than none.

function read(items: KeptItems, key: string): string | null {
  try {
    return items.getItem(key);
  } catch {
    return null;
  }
}

function write(items: KeptItems, key: string, value: string): void {
  try {
    items.setItem(key, value);
  } catch {
    remove(items, key);
  }
}

function remove(items: KeptItems, key: string): void {
  try {
    items.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
