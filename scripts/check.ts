/** Runs the steps of `npm test` one after another and prints a summary. All steps run, even if an earlier one fails. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
}

const reportOf = (project: string) => `.cache/vitest-${project}.json`;
const tests = (project: string) => [
  'vitest',
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportOf(project)}`,
];

const steps: Record<string, string[]> = {
  'build, types and budgets': ['node', 'scripts/build.ts'],
  lint: ['oxlint', '--deny-warnings'],
  formatting: ['prettier', '--check', '--log-level', 'warn', '.'],
  'unit tests': tests('unit'),
  'browser tests': tests('browser'),
  'end-to-end tests': tests('e2e'),
  conformance: ['node', 'scripts/conformance.ts'],
};

mkdirSync('.cache', { recursive: true });
for (const project of ['unit', 'browser', 'e2e']) rmSync(reportOf(project), { force: true });

let failedSteps = 0;
const lines: string[] = [];
for (const [name, [command = '', ...args]] of Object.entries(steps)) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) failedSteps += 1;
  lines.push(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${Math.round((performance.now() - started) / 1000)} s)`);
}

let passed = 0;
let failed = 0;
for (const project of ['unit', 'browser', 'e2e']) {
  if (!existsSync(reportOf(project))) continue;
  const report: VitestReport = JSON.parse(readFileSync(reportOf(project), 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
}

console.log(`\n${lines.join('\n')}\n\n${passed} passed, ${Math.max(failed, failedSteps)} failed`);
process.exitCode = failedSteps === 0 ? 0 : 1;
