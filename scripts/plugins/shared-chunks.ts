/**
 * Decides from the import graph which modules of `dist/modules/` share a file, so that a renamed or new module is
 * placed without a change here. Smaller files would compress worse and need more requests.
 */
import type { Plugin } from 'vite';

interface ModuleInfo {
  importedIds: readonly string[];
}

interface Graph {
  getModuleInfo(id: string): ModuleInfo | null;
}

/** The names of the files, and the modules that each begins with. */
type Files = Readonly<Record<string, readonly string[]>>;

/**
 * Sorts modules into files: each has the modules that it begins with and all their static imports, unless one of the files before
 * it has them. The bundler places all other modules.
 */
export function shareChunks(graph: Graph, files: Files): Map<string, string> {
  const chunks = new Map<string, string>();
  for (const [name, roots] of Object.entries(files))
    for (const root of roots) for (const id of reachOf(graph, root)) if (!chunks.has(id)) chunks.set(id, name);
  return chunks;
}

/** The bundler's own code, which would be a file alone. */
const RUNTIME = '\0rolldown/runtime.js';

/** `root` and all modules that it imports statically. */
function reachOf(graph: Graph, root: string): Set<string> {
  if (!graph.getModuleInfo(root)) throw new Error(`${root} is in no bundle: change the files in vite.config.ts.`);
  const reached = new Set([root]);
  for (const id of reached) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(next);
  return reached;
}

/** Returns the plugin that reads the import graph, and the groups for `output.codeSplitting`. */
export function sharedChunks(files: Files) {
  let chunks = new Map<string, string>();
  const plugin: Plugin = {
    name: 'shared-chunks',
    buildEnd() {
      chunks = shareChunks(this, files);
    },
  };
  const names = Object.keys(files);
  const chunkOf = (id: string) => (id === RUNTIME ? names[0] : chunks.get(id));
  return { plugin, groups: names.map((name) => ({ name, test: (id: string) => chunkOf(id) === name })) };
}
