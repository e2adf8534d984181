/** `npm run pack`: writes both packages to `packages/` as files that npm can install, under names without a version. */
import { mkdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale } from '../build-if-stale.ts';
import { npmPack } from './npm-pack.ts';

/** The folder of each package, and the file that it becomes. */
const PACKAGES = { '.': 'chatdock.tgz', server: 'chatdock-server.tgz' };

/** Packs a built package into a folder. Returns the file. */
export function pack(source: keyof typeof PACKAGES, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(resolve(folder), PACKAGES[source]);
  renameSync(npmPack(source, folder), file);
  return file;
}

if (import.meta.main) {
  if (!buildIfStale()) process.exit(1);
  for (const source of ['.', 'server'] as const) console.log(pack(source, 'packages'));
}
