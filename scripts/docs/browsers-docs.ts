/** Runs the tests that exist for each engine and writes their results into docs/browsers.md. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

interface Report {
  testResults: { assertionResults: { ancestorTitles: string[]; title: string; status: string }[] }[];
}

const PAGE = 'docs/browsers.md';
const REPORT = '.cache/browsers.json';
const [BEGIN, END] = ['<!-- results: written by `node scripts/docs/browsers-docs.ts` -->', '<!-- end -->'];
const ENGINES = ['Chromium', 'Chromium 111', 'Firefox', 'WebKitGTK'];

spawnSync('vitest', ['run', '--project', 'e2e', 'test/e2e/browsers/', '--reporter', 'json', '--outputFile', REPORT], {
  stdio: 'inherit',
  // An ordinary run tests only a sample of some rows.
  env: { ...process.env, CHATDOCK_TEST: 'long' },
  shell: process.platform === 'win32',
});
const { testResults }: Report = JSON.parse(readFileSync(REPORT, 'utf8'));

/** Rows are behaviours. The events of one input method on several systems are one row. */
const rows = new Map<string, Map<string, string[]>>();
for (const { ancestorTitles, title, status } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
  const [, subject, engine] = /^(.*) in (.+)$/.exec(ancestorTitles[0] ?? '') ?? [];
  if (subject === undefined || engine === undefined) continue;
  const [behaviour = ''] = /^\w[\w ]*: [^,]*/.exec(title) ?? [title];
  const row = `${subject.replace(', replayed', '')}: ${behaviour}`;
  const cells = rows.get(row) ?? new Map<string, string[]>();
  cells.set(engine, [...(cells.get(engine) ?? []), status]);
  rows.set(row, cells);
}

const cell = (statuses: string[] = []) => {
  const passed = statuses.filter((status) => status === 'passed').length;
  if (statuses.every((status) => status === 'skipped' || status === 'pending')) return 'not run';
  if (passed < statuses.length) return `${passed} of ${statuses.length}`;
  return passed === 1 ? 'yes' : `yes, ${passed} ways`;
};
const table = [
  `| behaviour | ${ENGINES.join(' | ')} |`,
  `| --- |${' --- |'.repeat(ENGINES.length)}`,
  ...[...rows].map(([row, cells]) => `| ${row} | ${ENGINES.map((engine) => cell(cells.get(engine))).join(' | ')} |`),
].join('\n');

const page = readFileSync(PAGE, 'utf8');
const [before = '', rest = ''] = page.split(BEGIN);
const after = rest.slice(rest.indexOf(END));
writeFileSync(PAGE, `${before}${BEGIN}\n\n${table}\n\n${after}`);
