/** `npm run pack`: both packages as files that npm can install, in `packages/`, whatever their version. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale } from '../build-if-stale.ts';

/** The folder of each package, and the file that it becomes. */
const PACKAGES = { '.': 'chatdock.tgz', server: 'chatdock-server.tgz' };

/** Packs the built packages into a folder. Returns the files, by the name of the package's folder. */
export function packInto(folder: string): Record<keyof typeof PACKAGES, string> {
  mkdirSync(folder, { recursive: true });
  const pack = (source: keyof typeof PACKAGES) => {
    const printed = execFileSync(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', resolve(folder)],
      { cwd: source, encoding: 'utf8', shell: process.platform === 'win32' },
    );
    const [packed] = JSON.parse(printed) as { filename: string }[];
    if (!packed) throw new Error(`npm packed nothing: ${printed}`);
    const file = join(resolve(folder), PACKAGES[source]);
    renameSync(join(folder, packed.filename), file);
    return file;
  };
  return { '.': pack('.'), server: pack('server') };
}

if (import.meta.main) {
  if (!buildIfStale()) process.exit(1);
  for (const file of Object.values(packInto('packages'))) console.log(file);
}
