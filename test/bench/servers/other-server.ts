/** Another ChatKit server for Node, to be measured beside ours. It is fetched when a benchmark runs: 60 MB, used nowhere else. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** MIT; github.com/chatkit-node-backend-sdk. */
export const OTHER_SERVER = { name: 'chatkit-node-backend-sdk', version: '1.1.2' };

const FOLDER = resolve('node_modules/.cache/bench-other-server');

/** The address of its module; null, with a printed line, where the registry cannot be reached. */
export function installOtherServer(): string | null {
  const { name, version } = OTHER_SERVER;
  const module = join(FOLDER, 'node_modules', name, 'dist/index.js');
  if (!existsSync(module)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'package.json'), '{ "private": true, "type": "module" }\n');
    try {
      const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      execFileSync('npm', ['install', ...flags, `${name}@${version}`], { cwd: FOLDER, stdio: 'inherit' });
    } catch {
      console.log(`  ${name} could not be installed, so it is not measured.`);
      return null;
    }
  }
  return pathToFileURL(module).href;
}
