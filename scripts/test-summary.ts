/** Vitest reporter for `npm test`: writes what the end of the run says about each project's tests into .cache. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What is kept of the tests of one project. */
export interface TestSummary {
  passed: number;
  failed: number;
  /** Each by its file and title. */
  skipped: string[];
  /** Tests that failed first and passed when they were tried again. */
  flaky: string[];
  files: { file: string; seconds: number }[];
}

/** Where the summary of a project is. */
export const summaryFile = (project: string) => `.cache/summary-${project}.json`;

const nameOf = (test: TestCase) => `${test.module.relativeModuleId} > ${test.fullName}`;

export default class TestSummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    mkdirSync('.cache', { recursive: true });
    for (const [project, own] of Map.groupBy(modules, (module) => module.project.name))
      writeFileSync(summaryFile(project), JSON.stringify(toSummary(own)));
  }
}

function toSummary(modules: readonly TestModule[]): TestSummary {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state);
  return {
    passed: inState('passed').length,
    failed: inState('failed').length,
    skipped: inState('skipped').map(nameOf),
    flaky: tests.filter((test) => test.diagnostic()?.flaky).map(nameOf),
    files: modules.map((module) => {
      const { collectDuration, duration } = module.diagnostic();
      return { file: module.relativeModuleId, seconds: (collectDuration + duration) / 1000 };
    }),
  };
}
