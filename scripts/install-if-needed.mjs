/** Installs the packages if they are missing or differ from the lock file. Plain JavaScript, because it runs before Node 24 is installed. */
import { execSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const marker = 'node_modules/.installed-lock';
const wanted = readFileSync('package-lock.json', 'utf8');
const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : '';

if (installed !== wanted) {
  process.stdout.write('Installing packages (first start, or the lock file has changed)…\n');
  execSync('npm ci --no-audit --no-fund --loglevel=error', { stdio: 'inherit' });
  writeFileSync(marker, wanted);
}
