/** Stores the drafts of the self-hosted element, one per conversation, with the dock's other data. Rejects every other key. */
import type { KeptItems } from '../../chatkit/embedder.ts';
import { keepPerTab } from '../../chatkit/tab-drafts.ts';
import type { Memory } from '../persistence.ts';

export function createDraftStorage(memory: Memory): KeptItems {
  const shared = itemsIn(
    () => memory.read().drafts,
    (drafts) => memory.write({ drafts: Object.keys(drafts).length > 0 ? drafts : undefined }),
  );
  const { tab } = memory;
  return tab ? keepPerTab(shared, itemsIn(tab.read, tab.write)) : shared;
}

function itemsIn(
  read: () => Record<string, string> | undefined,
  write: (drafts: Record<string, string>) => void,
): KeptItems {
  const all = (): Record<string, string> => ({ ...read() });
  return {
    getItem: (key) => all()[key] ?? null,
    setItem(key, value) {
      if (key.includes('draft:')) write({ ...all(), [key]: value });
      if (all()[key] !== value) throw new Error('The dock stores no such entry.');
    },
    removeItem(key) {
      const { [key]: gone, ...rest } = all();
      if (gone !== undefined) write(rest);
    },
  };
}
