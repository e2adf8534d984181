/**
 * Adapts zod for other people's pages. zod keeps its configuration in a global, but our scripts may add only one
 * global. And its loops over objects must visit only own members, not those that an old library has added to
 * `Object.prototype`.
 */
import type { Plugin } from 'vite';

/** The module that holds zod's configuration. */
const CORE = '/zod/v4/core/core.js';

/** Rewrites one module of zod; null for every other module. @throws Error if zod no longer has the code to rewrite */
export function rewriteZod(code: string, id: string): string | null {
  if (!id.includes('/zod/v4/')) return null;
  const own = code.replaceAll(/for \(const (\w+) in ([\w.]+)\)/g, 'for (const $1 of Object.keys($2))');
  if (!id.endsWith(CORE)) return own;
  if (!own.includes('.__zod_globalConfig')) throw new Error(`${id} no longer keeps its configuration in a global.`);
  return own.replaceAll('globalThis', '({})').replace('({}).__zod_globalConfig;', '{};');
}

export const zodAsGuest = (): Plugin => ({ name: 'zod-as-guest', transform: rewriteZod });
