/** The server as it was at an earlier commit, built in a temporary folder with the packages of this one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The last commit at which processes shared nothing but their database. Its schema has one number. */
export const BEFORE_SHARING = '522793de53573d650f8bc1a218a30944db8cf0c1';

export const hasCommit = (commit: string): boolean =>
  spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { stdio: 'ignore' }).status === 0;

export interface OlderRelease {
  /** The path of its `cli.js`. */
  readonly cli: string;
  dispose(): void;
}

export function buildOlderRelease(commit: string): OlderRelease {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-older-'));
  const archive = execFileSync('git', ['archive', commit], { maxBuffer: 1 << 30 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  const packages = join(folder, 'node_modules');
  mkdirSync(join(packages, '@chatdock'), { recursive: true });
  for (const name of readdirSync('node_modules'))
    if (name !== '@chatdock') symlinkSync(resolve('node_modules', name), join(packages, name));
  symlinkSync(join(folder, 'src/protocol'), join(packages, '@chatdock/protocol'));
  const built = spawnSync(resolve('node_modules/.bin/vite'), ['build', '--mode', 'server', '--logLevel', 'warn'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (built.status !== 0) throw new Error(`The older release could not be built:\n${built.stdout}${built.stderr}`);
  return { cli: join(folder, 'server/dist/cli.js'), dispose: () => rmSync(folder, { recursive: true }) };
}
