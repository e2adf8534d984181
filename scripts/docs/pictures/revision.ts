/** Builds an older revision beside this checkout. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Checkout {
  folder: string;
  dispose(): void;
}

/** Builds `revision` in a temporary worktree. A checkout that is already built is used unchanged. */
export function checkOut(revision: string): Checkout {
  if (existsSync(join(revision, 'server/dist/cli.js'))) return { folder: revision, dispose() {} };
  const folder = join(mkdtempSync(join(tmpdir(), 'chatdock-pictures-')), 'checkout');
  const dispose = () => {
    execFileSync('git', ['worktree', 'remove', '--force', folder]);
    rmSync(join(folder, '..'), { recursive: true, force: true });
  };
  execFileSync('git', ['worktree', 'add', '--detach', folder, revision], { stdio: 'ignore' });
  try {
    const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: folder, stdio: 'inherit' });
    if (lockOf(folder) === lockOf('.'))
      cpSync('node_modules', join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true });
    else run('npm', ['ci', '--no-audit', '--no-fund']);
    run('npm', ['run', '--silent', 'build']);
  } catch (cause) {
    dispose();
    throw cause;
  }
  return { folder, dispose };
}

const lockOf = (folder: string) => readFileSync(join(folder, 'package-lock.json'), 'utf8');
