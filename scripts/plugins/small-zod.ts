/**
 * Replaces zod by the small one of `src/embed/libraries/zod.ts`, for the page's own code. The server in the page (the `mock` option) checks
 * requests with zod itself, as every server does: it has copies of the protocol's modules that are built with it.
 */
import type { Plugin } from 'vite';

/** Marks the copies of the server in the page. */
const COPY = '?with-zod';

/** Which zod a module gets: the small one, or its own, zod itself. */
export const zodFor = (importer: string): 'small' | 'own' =>
  importer.endsWith(COPY) || /[\\/](?:server[\\/]src|src[\\/]mock)[\\/]/.test(importer) ? 'own' : 'small';

export const smallZod = (file: string): Plugin => ({
  name: 'small-zod',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (importer === undefined) return null;
    if (zodFor(importer) === 'small') return source === 'zod/mini' ? file : null;
    const found = await this.resolve(source, importer.replace(COPY, ''), { ...options, skipSelf: true });
    return found && /[\\/]src[\\/]protocol[\\/][^?]*$/.test(found.id) ? { ...found, id: found.id + COPY } : found;
  },
});
