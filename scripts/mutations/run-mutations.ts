/** Breaks one line at a time in a copy of the sources and runs the test that must notice. The sources themselves are never written to. */
import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface Mutation {
  /** The consequence for a user if this line were wrong. */
  readonly harm: string;
  readonly file: string;
  /** Must occur exactly once in the file. */
  readonly text: string;
  readonly replacement: string;
  /** The test file that must fail. */
  readonly test: string;
}

type Outcome = 'caught' | 'survived' | 'text not found' | 'text not unique';

export interface Result extends Mutation {
  readonly outcome: Outcome;
  readonly seconds: number;
}

interface RunOptions {
  /** Copies of the sources; as many mutations run at the same time. */
  readonly folders: readonly string[];
  /** Runs a test file in a copy and says whether it passes. */
  passes(folder: string, test: string): Promise<boolean>;
  onResult(result: Result): void;
}

export async function runMutations(
  mutations: readonly Mutation[],
  { folders, passes, onResult }: RunOptions,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...mutations];
  const work = async (folder: string) => {
    for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
      const started = performance.now();
      const outcome = await tryMutation(folder, mutation, passes);
      const result = { ...mutation, outcome, seconds: (performance.now() - started) / 1000 };
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(folders.map(work));
  return results;
}

async function tryMutation(
  folder: string,
  { file, text, replacement, test }: Mutation,
  passes: RunOptions['passes'],
): Promise<Outcome> {
  const path = join(folder, file);
  const source = await readFile(path, 'utf8').catch(() => '');
  const [before, after, ...more] = source.split(text);
  if (before === undefined || after === undefined) return 'text not found';
  if (more.length > 0) return 'text not unique';
  await writeFile(path, before + replacement + after);
  try {
    return (await passes(folder, test)) ? 'survived' : 'caught';
  } finally {
    await writeFile(path, source);
  }
}

/** The share of mutations that were caught, from 0 to 1. Texts that were not found count as not caught. */
export const caughtShare = (results: readonly Result[]): number =>
  results.length === 0 ? 1 : results.filter(({ outcome }) => outcome === 'caught').length / results.length;

const COPIED = [
  'src',
  'server',
  'scripts',
  'test',
  'demo',
  'docs',
  'vitest.config.ts',
  'tsconfig.base.json',
  'tsconfig.json',
];
const isSource = (path: string) => !['node_modules', 'dist', 'data'].includes(basename(path));

/** Copies what tests need from `root`. The copy must be below `root`, so that packages are found in its node_modules. */
export async function copySources(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const packages = join(folder, 'node_modules/@chatdock');
  await mkdir(packages, { recursive: true });
  for (const name of COPIED)
    await cp(join(root, name), join(folder, name), { recursive: true, filter: isSource, verbatimSymlinks: true });
  // A separate manifest, so that Vite keeps its cache in the copy. It has no workspaces, so that Vite may serve the
  // packages of `root`.
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  // Link the workspace's own packages to the copy; otherwise a mutation in them would have no effect.
  await symlink('../../src/protocol', join(packages, 'protocol'));
  await symlink('../../server', join(packages, 'server'));
}

/** A mutation can make a test wait forever. A test file that takes longer than this counts as failed. */
const TIME_LIMIT_MS = 180_000;

export const projectOf = (test: string): 'browser' | 'unit' =>
  test.includes('.browser.test.') || test.startsWith('test/browser/') ? 'browser' : 'unit';

interface VitestOptions {
  /** The program. */
  vitest: string;
  /** Ends the run. */
  signal: AbortSignal;
}

/** Runs test files of one project in `folder` and stops at the first failure. `stdio` shows what Vitest prints. */
export function passVitest(
  { vitest, signal }: VitestOptions,
  folder: string,
  tests: readonly string[],
  { stdio = 'ignore', retry = 0 }: { stdio?: 'ignore' | 'inherit'; retry?: number } = {},
): Promise<boolean> {
  const project = projectOf(tests[0] ?? '');
  const args = [vitest, 'run', '--project', project, '--bail', '1', '--retry', String(retry), ...tests];
  const child = spawn(process.execPath, args, { cwd: folder, stdio, timeout: TIME_LIMIT_MS * tests.length, signal });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code === 0)));
}
