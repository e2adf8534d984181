/**
 * Decides from the import graph which modules of `dist/modules/` share a chunk, so that a renamed or new file is placed
 * without a change here. Smaller chunks would compress worse and need more requests than these three.
 */
import type { Plugin } from 'vite';

interface ModuleInfo {
  importedIds: readonly string[];
}

interface Graph {
  getModuleInfo(id: string): ModuleInfo | null;
}

export type SharedChunk = 'base' | 'dock-base' | 'chat-base';

/**
 * Sorts modules into shared chunks.
 *
 * - `base`: modules that both entries import statically;
 * - `dock-base`: other static imports of the dock, which its lazy parts also use;
 * - `chat-base`: other static imports of the chat's view, which its lazy parts also use.
 *
 * The bundler places all other modules.
 */
export function shareChunks(graph: Graph, entries: { dock: string; view: string }): Map<string, SharedChunk> {
  const dock = reachOf(graph, entries.dock);
  const view = reachOf(graph, entries.view);
  const chunks = new Map<string, SharedChunk>();
  for (const id of new Set([...dock, ...view])) {
    if (!view.has(id)) chunks.set(id, 'dock-base');
    else chunks.set(id, dock.has(id) ? 'base' : 'chat-base');
  }
  return chunks;
}

/** `root` and all modules that it imports statically. */
function reachOf(graph: Graph, root: string): Set<string> {
  const reached = new Set([root]);
  for (const id of reached) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(next);
  return reached;
}

/** Returns the plugin that reads the import graph, the chunks' names, and the groups for `output.codeSplitting`. */
export function sharedChunks(entries: { dock: string; view: string }) {
  let chunks = new Map<string, SharedChunk>();
  const plugin: Plugin = {
    name: 'shared-chunks',
    buildEnd() {
      chunks = shareChunks(this, entries);
    },
  };
  const names: SharedChunk[] = ['base', 'dock-base', 'chat-base'];
  return { plugin, names, groups: names.map((name) => ({ name, test: (id: string) => chunks.get(id) === name })) };
}
