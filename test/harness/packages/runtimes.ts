/**
 * Deno and Bun from npm, for tests: on the PATH, else installed once into `.cache/runtimes`. Each has a separate
 * folder, because `npm install` of one removes what the folder's package.json does not name.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmInstall } from './npm.ts';

const FOLDER = '.cache/runtimes';
const isWindows = process.platform === 'win32';
const ending = isWindows ? '.exe' : '';
const platform = isWindows ? 'windows' : process.platform;

/** How to run a TypeScript file with each. Their packages hold the programs in packages of the platform. */
const RUNTIMES = {
  deno: {
    args: ['run', '--no-check', '--allow-net', '--allow-env', '--allow-read'],
    program: join(`@deno/${process.platform}-${process.arch}${platform === 'linux' ? '-glibc' : ''}`, `deno${ending}`),
  },
  bun: { args: [], program: join(`@oven/bun-${platform}-${process.arch}`, 'bin', `bun${ending}`) },
} as const;

export type RuntimeName = keyof typeof RUNTIMES;

export interface Runtime {
  command: string;
  args: readonly string[];
}

/** Undefined if it is not installed and npm cannot install it. */
export function findRuntime(name: RuntimeName): Runtime | undefined {
  const { args, program } = RUNTIMES[name];
  if (spawnSync(name, ['--version'], { shell: isWindows, timeout: 20_000 }).status === 0) return { command: name, args };
  const command = join(FOLDER, name, 'node_modules', program);
  if (!existsSync(command)) install(name);
  return existsSync(command) ? { command, args } : undefined;
}

function install(name: RuntimeName): void {
  const folder = join(FOLDER, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'runtimes', private: true }));
  try {
    npmInstall(folder, ['--ignore-scripts', name]);
  } catch (error) {
    console.log(`skipped: ${name} could not be installed. ${String(error)}`);
  }
}
