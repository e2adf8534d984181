/** The drafts of our own element, one for each conversation, where the dock remembers the rest. Nothing else of it is kept. */
import type { KeptItems } from '../../chatkit/embedder.ts';
import type { Memory } from '../persistence.ts';

export function createDraftStorage(memory: Memory): KeptItems {
  const all = (): Record<string, string> => ({ ...memory.read().drafts });
  const write = (drafts: Record<string, string>) =>
    memory.write({ drafts: Object.keys(drafts).length > 0 ? drafts : undefined });
  return {
    getItem: (key) => all()[key] ?? null,
    setItem(key, value) {
      if (key.includes('draft:')) write({ ...all(), [key]: value });
      if (all()[key] !== value) throw new Error('This is not to be remembered.');
    },
    removeItem(key) {
      const { [key]: gone, ...rest } = all();
      if (gone !== undefined) write(rest);
    },
  };
}
