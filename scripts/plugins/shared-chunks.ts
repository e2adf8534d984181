/**
 * Decides from the import graph which modules of `dist/modules/` share a chunk, so that a renamed or new file is placed
 * without a change here. Smaller chunks would compress worse and need more requests than these.
 */
import type { Plugin } from 'vite';

interface ModuleInfo {
  importedIds: readonly string[];
}

interface Graph {
  getModuleInfo(id: string): ModuleInfo | null;
}

interface Entries {
  dock: string;
  view: string;
  /** What the view loads for the first answer. */
  answer: readonly string[];
}

export type SharedChunk = 'dock' | 'chat' | 'answer';

/**
 * Sorts modules into the chunks that load first.
 *
 * - `chat`: the view and its static imports. The dock imports some of them, too, and loads the view in any case;
 * - `dock`: the dock's entry and its other static imports, which its lazy parts also use;
 * - `answer`: what the first answer needs, which loads together soon after the opening.
 *
 * The bundler places all other modules.
 */
export function shareChunks(graph: Graph, entries: Entries): Map<string, SharedChunk> {
  const chunks = new Map<string, SharedChunk>();
  const place = (name: SharedChunk, roots: readonly string[]) => {
    for (const root of roots) for (const id of reachOf(graph, root)) if (!chunks.has(id)) chunks.set(id, name);
  };
  place('chat', [entries.view]);
  place('dock', [entries.dock]);
  place('answer', entries.answer);
  return chunks;
}

/** `root` and all modules that it imports statically. */
function reachOf(graph: Graph, root: string): Set<string> {
  const reached = new Set([root]);
  for (const id of reached) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(next);
  return reached;
}

/** Returns the plugin that reads the import graph, and the groups for `output.codeSplitting`. */
export function sharedChunks(entries: Entries) {
  let chunks = new Map<string, SharedChunk>();
  const plugin: Plugin = {
    name: 'shared-chunks',
    buildEnd() {
      chunks = shareChunks(this, entries);
    },
  };
  const names: SharedChunk[] = ['chat', 'dock', 'answer'];
  return { plugin, groups: names.map((name) => ({ name, test: (id: string) => chunks.get(id) === name })) };
}
