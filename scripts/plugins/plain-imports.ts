/**
 * Keeps every `import()` unchanged. Vite wraps each one to load style sheets with it, but our modules have none, the
 * helper has a kilobyte, and the wrappers have a third of a kilobyte.
 */
import type { Plugin } from 'vite';

/** Vite's plugin that wraps them. */
const WRAPPING = 'native:import-analysis-build';

export const plainImports = (): Plugin => ({
  name: 'plain-imports',
  configResolved({ plugins }) {
    const place = plugins.findIndex(({ name }) => name === WRAPPING);
    if (place < 0) throw new Error(`Vite has no plugin "${WRAPPING}": it wraps import() in another one now.`);
    (plugins as Plugin[]).splice(place, 1); // Vite reads the list again for each build
  },
  generateBundle(_, bundle) {
    const wrapped = Object.values(bundle).find((file) => file.type === 'chunk' && file.code.includes('vitePreload'));
    if (wrapped) this.error(`Vite has wrapped an import() in ${wrapped.fileName}.`);
  },
});
