/** `npm pack` of a built package. */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/** Packs the package in `source` into a folder. @returns the path of the file */
export function npmPack(source: string, folder: string): string {
  const printed = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', resolve(folder)],
    { cwd: source, encoding: 'utf8', shell: process.platform === 'win32', timeout: 60_000 },
  );
  return join(resolve(folder), packedName(printed));
}

/** The file that `npm pack --json` names. npm 11 prints a list of packages, npm 12 an object with a member for each. */
export function packedName(printed: string): string {
  const packages: Record<string, { filename: string }> | { filename: string }[] = JSON.parse(printed);
  const [packed] = Object.values(packages);
  if (!packed) throw new Error(`npm packed nothing: ${printed}`);
  return packed.filename;
}
