/**
 * Installs the packages if they are missing or differ from the lock file. Plain JavaScript that old versions understand, because
 * it runs before Node 24 is installed.
 */
import { execSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  process.stderr.write(
    `ChatDock needs Node 20 or newer to install its packages; this is ${process.versions.node}. Get one from https://nodejs.org and run the command again.\n`,
  );
  process.exit(1);
}

const MARKER = 'node_modules/.installed-lock';
const wanted = readFileSync('package-lock.json', 'utf8');
const installed = existsSync(MARKER) ? readFileSync(MARKER, 'utf8') : '';

if (installed !== wanted) {
  process.stdout.write('Installing packages (first start, or the lock file has changed)…\n');
  execSync('npm ci --no-audit --no-fund --loglevel=error', { stdio: 'inherit' });
  writeFileSync(MARKER, wanted);
}
