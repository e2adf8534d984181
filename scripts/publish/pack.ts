/** `npm run pack`: writes both packages to `packages/` as files that npm can install, under names without a version. */
import { mkdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale } from '../build-if-stale.ts';
import { npmPack } from './npm-pack.ts';

/** The folder of each package, and the file that it becomes. */
const PACKAGES = { '.': 'chatdock.tgz', server: 'chatdock-server.tgz' };

/** Packs the built packages into a folder. Returns the files, by the name of the package's folder. */
export function packInto(folder: string): Record<keyof typeof PACKAGES, string> {
  mkdirSync(folder, { recursive: true });
  const pack = (source: keyof typeof PACKAGES) => {
    const packed = npmPack(source, folder);
    const file = join(resolve(folder), PACKAGES[source]);
    renameSync(packed, file);
    return file;
  };
  return { '.': pack('.'), server: pack('server') };
}

if (import.meta.main) {
  if (!buildIfStale()) process.exit(1);
  for (const file of Object.values(packInto('packages'))) console.log(file);
}
