/** Vite wraps every `import()` to load style sheets along with it. Our modules have none, and the helper weighs a kilobyte. */
import type { Plugin } from 'vite';

/** Vite's helper for an `import()`, without its work. */
const PLAIN_HELPER = 'export const __vitePreload = (load) => load();';

export const plainImports = (): Plugin => ({
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? PLAIN_HELPER : null),
  generateBundle(_, bundle) {
    const wrapped = Object.values(bundle).find((file) => file.type === 'chunk' && file.code.includes('modulepreload'));
    if (wrapped) this.error(`${wrapped.fileName} holds Vite's helper for style sheets: its file has another name now.`);
  },
});
