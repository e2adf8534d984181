/**
 * Everything `npm test` runs, with a closing count. The first failing step does not hide the later ones.
 *
 * `npm test -- path …` runs those test files alone, with what they need. `npm run test:long` (`--long`) tries every row of
 * the matrices of which `npm test` tries a sample.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildIfStale } from './build-if-stale.ts';
import { summaryFile, type TestSummary } from './test-summary.ts';

interface Step {
  name: string;
  command: string[];
}

interface Outcome {
  name: string;
  isOk: boolean;
  seconds: number;
}

const projects = ['unit', 'browser', 'e2e'] as const;
const isWindows = process.platform === 'win32';

const tests = (project: (typeof projects)[number]) => [
  'vitest',
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=.cache/vitest-${project}.json`,
  '--reporter=./scripts/test-summary.ts',
];

/** One after another; the lanes of a stage side by side. Browser tests leave half of the machine to the other lane. */
const stages: Step[][][] = [
  [
    [
      { name: 'build, types and budgets', command: ['node', 'scripts/build.ts'] },
      { name: 'lint', command: ['oxlint', '--deny-warnings'] },
      { name: 'formatting', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
      { name: 'unit tests', command: tests('unit') },
    ],
    [{ name: 'browser tests', command: tests('browser') }],
  ],
  [[{ name: 'end-to-end tests', command: tests('e2e') }]],
  [[{ name: 'conformance', command: ['node', 'scripts/conformance.ts'] }]],
];

const given = process.argv.slice(2);
if (given.includes('--long')) process.env['CHATDOCK_TEST'] = 'long';
const paths = given.filter((argument) => argument !== '--long');
process.exitCode = paths.length > 0 ? runFiles(paths) : await runAll();

/** Vitest finds the project that a file belongs to. Only end-to-end tests run on built files. */
function runFiles(filters: string[]): number {
  if (filters.some((filter) => !/^(src|server|scripts|test\/unit|test\/browser)\b/.test(filter)) && !buildIfStale())
    return 1;
  return spawnSync('vitest', ['run', ...filters], { stdio: 'inherit', shell: isWindows }).status ?? 1;
}

async function runAll(): Promise<number> {
  mkdirSync('.cache', { recursive: true });
  for (const project of projects) {
    rmSync(`.cache/vitest-${project}.json`, { force: true });
    rmSync(summaryFile(project), { force: true });
  }
  const outcomes: Outcome[] = [];
  for (const lanes of stages) {
    const isAlone = lanes.length === 1;
    outcomes.push(...(await Promise.all(lanes.map((lane) => runLane(lane, isAlone)))).flat());
  }
  return report(outcomes);
}

async function runLane(steps: Step[], isAlone: boolean): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(await runStep(step, isAlone));
  return outcomes;
}

/** What a step prints beside others is kept until its end, so that their lines do not mix. */
async function runStep({ name, command: [command = '', ...args] }: Step, isAlone: boolean): Promise<Outcome> {
  const heading = `\n── ${name}`;
  console.log(isAlone ? heading : `${heading} … (its output follows when it has ended)`);
  const started = performance.now();
  const output = isAlone ? 'inherit' : 'pipe';
  const child = spawn(command, args, { stdio: ['ignore', output, output], shell: isWindows });
  const printed: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk));
  const status = await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  if (!isAlone) process.stdout.write(`${heading}\n${Buffer.concat(printed).toString()}`);
  return { name, isOk: status === 0, seconds: (performance.now() - started) / 1000 };
}

function report(outcomes: Outcome[]): number {
  const summaries = projects
    .map(summaryFile)
    .filter((path) => existsSync(path))
    .map((path): TestSummary => JSON.parse(readFileSync(path, 'utf8')));
  const count = (of: 'passed' | 'failed') => summaries.reduce((sum, summary) => sum + summary[of], 0);
  const skipped = summaries.flatMap((summary) => summary.skipped);
  const failedSteps = outcomes.filter(({ isOk }) => !isOk).length;
  const slowest = summaries
    .flatMap(({ files }) => files)
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, 10);

  console.log('\nThe slowest files:');
  for (const { file, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)} s ${file}`);
  for (const name of skipped) console.log(`skipped: ${name}`);
  for (const name of summaries.flatMap(({ flaky }) => flaky)) console.log(`flaky: ${name} (passed on a retry)`);
  console.log();
  for (const { name, isOk, seconds } of outcomes)
    console.log(`${isOk ? 'ok  ' : 'FAIL'} ${name} (${Math.round(seconds)} s)`);
  const skippedPart = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  console.log(`\n${count('passed')} passed, ${Math.max(count('failed'), failedSteps)} failed${skippedPart}`);
  return failedSteps === 0 ? 0 : 1;
}
