/** Builds if there is no build, or if a source is newer than its output. */
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';

const SOURCES = ['src/**/*', 'server/src/**/*', 'scripts/plugins/*', 'vite.config.ts', 'package.json'];
/** The first and the last file that the build writes. */
const BUILT = ['dist/chatdock.umd.js', 'server/dist/cli.js'];

const changedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @returns whether there is a build to test */
export function buildIfStale(): boolean {
  const newest = Math.max(...globSync(SOURCES).map(changedAt));
  if (Math.min(...BUILT.map(changedAt)) > newest) return true;
  return spawnSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' }).status === 0;
}
