/**
 * Builds all bundles and the type declarations, prints their sizes, and fails if one is over its budget or needs a
 * newer browser than docs/browsers.md says.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { build } from 'vite';
import manifest from '../package.json' with { type: 'json' };
import serverManifest from '../server/package.json' with { type: 'json' };
import { targetNames } from '../vite.config.ts';
import { checkFloor } from './floor/check-floor.ts';
import { publishTypes } from './publish/publish-types.ts';
import { reportWeights } from './weigh.ts';

rmSync('dist', { recursive: true, force: true });
rmSync('server/dist', { recursive: true, force: true });

const types = spawnSync('tsc', ['-b', '--pretty'], { stdio: 'inherit', shell: process.platform === 'win32' });
if (types.status !== 0) process.exit(types.status ?? 1);
const FROM = '.cache/types';
publishTypes({ manifest, from: FROM, packageFolder: '.' });
publishTypes({ manifest: serverManifest, from: FROM, packageFolder: 'server' });

for (const mode of targetNames) await build({ mode, logLevel: 'warn' });

copyDockToServer();

const over = reportWeights();
for (const sentence of over) console.error(`Over budget: ${sentence}`);
// Exceeding a budget is an error for contributors. With `--for-use`, for people who only run the build, it is a
// warning.
if (over.length > 0 && !process.argv.includes('--for-use')) process.exitCode = 1;

/** The server's package contains the dock's files, which it serves at `/dist`, and the list of its settings. */
function copyDockToServer(): void {
  for (const file of ['chatdock.umd.js', 'chatdock.js', 'chatkit.js', 'register-widget.js', 'switching.js', 'modules'])
    cpSync(`dist/${file}`, `server/dist/site/dist/${file}`, { recursive: true });
  copyFileSync('.env.example', 'server/dist/env.example');
}

const tooNew = checkFloor();
for (const sentence of tooNew) console.error(`Too new for docs/browsers.md: ${sentence}`);
if (tooNew.length > 0 && !process.argv.includes('--for-use')) process.exitCode = 1;
