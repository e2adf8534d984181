/** Stores the drafts of the self-hosted element, one per conversation, with the dock's other data. Rejects every other key. */
import type { ItemStorage } from '../../chatkit/embedder.ts';
import { keepPerTab } from '../../chatkit/tab-drafts.ts';
import type { Memory } from '../persistence.ts';

export const createDraftStorage = (memory: Memory): ItemStorage =>
  memory.tab ? keepPerTab(itemsIn(memory), itemsIn(memory.tab)) : itemsIn(memory);

function itemsIn(memory: Pick<Memory, 'read' | 'write'>): ItemStorage {
  const all = (): Record<string, string> => ({ ...memory.read().drafts });
  const write = (drafts: Record<string, string>) =>
    memory.write({ drafts: Object.keys(drafts).length > 0 ? drafts : undefined });
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
