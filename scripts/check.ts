/**
 * Runs everything of `npm test`, and prints a summary. The first failing step does not hide later ones.
 *
 * `npm test -- path …` runs those test files alone, with what they need. `npm run test:long` (`--long`) tries every row of
 * the matrices of which `npm test` tries a sample.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildIfStale } from './build-if-stale.ts';
import { type Failure, summaryFile, type TestSummary } from './test-summary.ts';

interface Step {
  name: string;
  command: string[];
  /** The name of a test run, if it differs from the name of its project. */
  run?: string;
  /** Prints its output while it runs, even if another lane is running. For the step that takes most of the time. */
  isLive?: boolean;
}

interface Outcome {
  name: string;
  isOk: boolean;
  seconds: number;
}

const PROJECTS = ['unit', 'browser', 'e2e'] as const;
type Project = (typeof PROJECTS)[number];
const isWindows = process.platform === 'win32';

const tests = (project: Project, run: string = project) => [
  'vitest',
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=.cache/vitest-${run}.json`,
  '--reporter=./scripts/test-summary.ts',
];

/** The name of the run in which a project's failed tests are retried alone. */
const againRun = (project: Project) => `${project}-alone`;

/** At most this many failed tests are retried alone. If more fail, the load of the machine is not the cause. */
const MAX_RETRIED = 12;

const STEP_NAMES = { unit: 'unit tests', browser: 'browser tests', e2e: 'end-to-end tests' };

/**
 * Side by side; the steps of a lane one after another. Browser tests leave half of a machine with two cores to the other lane,
 * and end about when its unit tests do, so that the end-to-end tests have both.
 */
const lanes: Step[][] = [
  [
    { name: 'build, types and budgets', command: ['node', 'scripts/build.ts'] },
    { name: STEP_NAMES.unit, command: tests('unit') },
    { name: STEP_NAMES.e2e, command: tests('e2e'), isLive: true },
  ],
  [
    { name: STEP_NAMES.browser, command: tests('browser') },
    { name: 'lint', command: ['oxlint', '--deny-warnings'] },
    { name: 'formatting', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  ],
];
const CONFORMANCE: Step = { name: 'conformance', command: ['node', 'scripts/conformance.ts'], isLive: true };

const args = process.argv.slice(2);
if (args.includes('--long')) process.env['CHATDOCK_TEST'] = 'long';
const paths = args.filter((argument) => argument !== '--long');
process.exitCode = paths.length > 0 ? runFiles(paths) : await runAll();

/** Vitest finds the project that a file belongs to. Only end-to-end tests run on built files. */
function runFiles(filters: string[]): number {
  if (filters.some((filter) => !/^(src|server|scripts|test\/unit|test\/browser)\b/.test(filter)) && !buildIfStale())
    return 1;
  return spawnSync('vitest', ['run', ...filters], { stdio: 'inherit', shell: isWindows }).status ?? 1;
}

async function runAll(): Promise<number> {
  mkdirSync('.cache', { recursive: true });
  for (const run of PROJECTS.flatMap((project) => [project, againRun(project)])) {
    rmSync(`.cache/vitest-${run}.json`, { force: true });
    rmSync(summaryFile(run), { force: true });
  }
  const outcomes = (await Promise.all(lanes.map(runLane))).flat();
  for (const project of PROJECTS) {
    const own = outcomes.find(({ name }) => name === STEP_NAMES[project]);
    if (own && !own.isOk) own.isOk = await passesAlone(project);
  }
  outcomes.push(await runStep(CONFORMANCE));
  return report(outcomes);
}

/**
 * Runs failed tests once more alone, because on a busy machine a browser can take longer than any test can wait. Tests
 * that pass now are listed at the end, like every test that needed a retry.
 */
async function passesAlone(project: Project): Promise<boolean> {
  const { failures = [], unhandled = [] } = readSummary(project) ?? {};
  const tried = failures.length + unhandled.length;
  if (tried === 0 || tried > MAX_RETRIED) return false;
  const run = againRun(project);
  const files = [...failures, ...unhandled].map(({ file }) => file);
  const patterns = unhandled.length > 0 ? [undefined] : failures.map(({ pattern }) => pattern);
  const only = patterns.every((pattern) => pattern !== undefined) ? ['-t', `(${patterns.join('|')})$`] : [];
  // An error without a file may come from any file.
  const filters = files.every((file) => file !== undefined) ? [...new Set(files)] : [];
  const command = [...tests(project, run), '--no-file-parallelism', ...only, ...filters];
  const { isOk } = await runStep({ name: `${STEP_NAMES[project]} that failed, alone`, command, run, isLive: true });
  return isOk && (readSummary(run)?.passed ?? 0) >= failures.length;
}

function readSummary(run: string): TestSummary | undefined {
  return existsSync(summaryFile(run)) ? JSON.parse(readFileSync(summaryFile(run), 'utf8')) : undefined;
}

async function runLane(steps: Step[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(await runStep(step));
  return outcomes;
}

/** The output of a step is printed at its end, so that the lines of two lanes do not mix. */
async function runStep({ name, command: [command = '', ...args], run = '', isLive = false }: Step): Promise<Outcome> {
  const heading = `\n── ${name}`;
  console.log(isLive ? heading : `${heading} … (its output follows when it has ended)`);
  const started = performance.now();
  const output = isLive ? 'inherit' : 'pipe';
  const env = run ? { ...process.env, CHATDOCK_TEST_RUN: run } : process.env;
  const child = spawn(command, args, { stdio: ['ignore', output, output], shell: isWindows, env });
  const printed: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk));
  const status = await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  if (!isLive) process.stdout.write(`${heading}\n${Buffer.concat(printed).toString()}`);
  return { name, isOk: status === 0, seconds: (performance.now() - started) / 1000 };
}

function report(outcomes: Outcome[]): number {
  const summaries = PROJECTS.map(toFinalSummary).filter((summary) => summary !== undefined);
  const count = (of: 'passed' | 'failed') => summaries.reduce((sum, summary) => sum + summary[of], 0);
  const skipped = summaries.flatMap((summary) => summary.skipped);
  const lost = PROJECTS.filter((project) => !readSummary(project));
  const failedSteps = outcomes.filter(({ isOk }) => !isOk).length + lost.length;
  const slowest = summaries
    .flatMap(({ files }) => files)
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, 10);

  console.log('\nThe slowest files:');
  for (const { file, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)} s ${file}`);
  for (const name of skipped) console.log(`skipped: ${name}`);
  for (const { name, message } of summaries.flatMap(({ flaky }) => flaky))
    console.log(`flaky: ${name} (passed on a retry)\n${message.replaceAll(/^/gm, '  ')}`);
  console.log();
  for (const { name, isOk, seconds } of outcomes)
    console.log(`${isOk ? 'ok  ' : 'FAIL'} ${name} (${Math.round(seconds)} s)`);
  // Last, because a log that is cut keeps its end.
  for (const project of lost) console.log(`\nFAILED: the ${STEP_NAMES[project]} ended without a summary.`);
  for (const { file, test, message } of summaries.flatMap(({ failures }) => failures))
    console.log(`\nFAILED: ${[file, test].filter(Boolean).join(' > ')}\n${message}`);
  for (const { file = 'no file', message } of summaries.flatMap(({ unhandled }) => unhandled))
    console.log(`\nUNCAUGHT: ${file} > ${message}`);
  const skippedPart = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  console.log(`\n${count('passed')} passed, ${Math.max(count('failed'), failedSteps)} failed${skippedPart}`);
  return failedSteps === 0 ? 0 : 1;
}

/** A test that passed alone counts as passed on a retry. */
function toFinalSummary(project: Project): TestSummary | undefined {
  const first = readSummary(project);
  const again = readSummary(againRun(project));
  if (!first || !again) return first;
  const stillFailing = (failure: Failure) =>
    again.failures.some(({ file, test }) => file === failure.file && test === failure.test) ||
    again.skipped.includes(`${failure.file} > ${failure.test}`);
  const passedAlone = first.failures.filter((failure) => !stillFailing(failure));
  return {
    ...first,
    passed: first.passed + passedAlone.length,
    failed: first.failed - passedAlone.length,
    flaky: [
      ...first.flaky,
      ...passedAlone.map(({ file, test = 'the whole file', message }) => ({ name: `${file} > ${test}`, message })),
    ],
    failures: first.failures.filter(stillFailing),
    // Report both, because an error that occurs only in parallel runs is a fault, too.
    unhandled: [...first.unhandled, ...again.unhandled],
  };
}
