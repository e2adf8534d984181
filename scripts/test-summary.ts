/** Vitest reporter for `npm test`: writes the data for the summary of each project's tests into .cache. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** The results of the tests of one project. */
export interface TestSummary {
  passed: number;
  failed: number;
  /** Each by its file and title. */
  skipped: string[];
  /** Tests that failed first and passed when they were tried again, with the first lines of the error. */
  flaky: { name: string; message: string }[];
  /** Tests that failed, and files that failed outside a test. */
  failures: Failure[];
  /** Any of them fails the run, even if every test passes. */
  unhandled: UnhandledError[];
  files: { file: string; seconds: number }[];
}

export interface Failure {
  file: string;
  /** Its title after those of its suites; undefined for a file that failed outside a test. */
  test?: string;
  /** The name that `-t` compares its pattern with; undefined for a file. */
  pattern?: string;
  /** The first lines of the last error. */
  message: string;
}

/** An error that no test caught, such as a promise that is rejected after its test has ended. */
interface UnhandledError {
  /** The file whose tests were running at the time, if known. */
  file?: string;
  /** With the title of the running test, which is not always the cause. */
  message: string;
}

/** The path of a run's summary: of a project, or of its tests that were tried again alone. */
export const summaryFile = (run: string) => `.cache/summary-${run}.json`;

/** Vitest takes no options for a reporter on its command line. */
const run = process.env['CHATDOCK_TEST_RUN'];

/** Vitest adds the browser's name: "browser (chromium)". */
const nameOfProject = ({ project }: TestModule) => project.name.replace(/ \(.*\)$/, '');

const nameOf = (test: TestCase) => `${test.module.relativeModuleId} > ${test.fullName}`;

export default class TestSummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    mkdirSync('.cache', { recursive: true });
    const unhandled = unhandledErrors.map(toUnhandled);
    for (const [project, own] of Map.groupBy(modules, nameOfProject))
      writeFileSync(summaryFile(run ?? project), JSON.stringify({ ...toSummary(own), unhandled }));
  }
}

function toSummary(modules: readonly TestModule[]): Omit<TestSummary, 'unhandled'> {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state);
  return {
    passed: inState('passed').length,
    failed: inState('failed').length,
    skipped: inState('skipped').map(nameOf),
    flaky: tests
      .filter((test) => test.diagnostic()?.flaky)
      .map((test) => ({ name: nameOf(test), message: firstLines(test.result().errors) })),
    failures: modules.filter((module) => module.state() === 'failed').flatMap(toFailures),
    files: modules.map((module) => {
      const { collectDuration, duration } = module.diagnostic();
      return { file: module.relativeModuleId, seconds: (collectDuration + duration) / 1000 };
    }),
  };
}

function toFailures(module: TestModule): Failure[] {
  const file = module.relativeModuleId;
  const tests = [...module.children.allTests('failed')].map((test) => ({
    file,
    test: test.fullName,
    pattern: escapeRegExp(test.fullName),
    message: firstLines(test.result().errors),
  }));
  if (tests.length > 0) return tests;
  const suites = [...module.children.allSuites()].flatMap((suite) => suite.errors());
  return [{ file, message: firstLines([...module.errors(), ...suites]) }];
}

/** Vitest adds the file and the title to errors that it catches in a test's process or page. */
function toUnhandled(error: SerializedError): UnhandledError {
  const { VITEST_TEST_PATH: path, VITEST_TEST_NAME: test } = error;
  const heading = typeof test === 'string' ? `${test}: ` : '';
  return {
    ...(typeof path === 'string' && { file: relative('', path) }),
    message: `${heading}${error.name ?? 'Error'}: ${error.message}\n${error.stack ?? ''}`.slice(0, 1200),
  };
}

const firstLines = (errors: readonly { message: string }[] | undefined) =>
  (errors?.at(-1)?.message ?? '').split('\n').slice(0, 4).join('\n').slice(0, 600);

const escapeRegExp = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
