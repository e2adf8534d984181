/** Docker Compose and Prometheus' tools, which check the files for several processes. They need no running container engine. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const works = (command: string, ...args: string[]) => spawnSync(command, args, { timeout: 20_000 }).status === 0;

/** Docker Compose, as a part of Docker or as a separate program; undefined if it is not installed. */
export const composeCommand = [['docker', 'compose'], ['docker-compose']].find(([command = '', ...args]) =>
  works(command, ...args, 'version'),
);

/** Compose's output for a copy of the file beside this `.env`, with its exit code first. */
export function checkByCompose(file: string, variables: Readonly<Record<string, string>>): [number | null, string] {
  const [command = '', ...args] = composeCommand ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-compose-'));
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, '.env'), lines.join(''));
  copyFileSync(file, join(folder, 'compose.yaml'));
  const { status, stderr } = spawnSync(command, [...args, 'config', '--quiet'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
  rmSync(folder, { recursive: true });
  return [status, stderr];
}

/** Prometheus' own tool; undefined if it is not installed. */
export const promtoolPath = [process.env['PROMTOOL_PATH'], 'promtool'].find(
  (path) => path !== undefined && works(path, '--version'),
);

/** Runs `promtool` with these arguments. */
export function promtool(...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(promtoolPath ?? '', args, { encoding: 'utf8', timeout: 20_000 });
  return { status, text: stdout + stderr };
}
