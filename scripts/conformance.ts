/**
 * Reports which tests claim which rows of the three checklists in docs/reference, and whether those tests passed.
 *
 * A test claims a row by naming it in its title, as in [E136]. Reads the test reports in .cache, writes
 * conformance.json, prints the counts, and fails if a title names an unknown row or a claiming test failed.
 * Prints the table of dialects; `--table` also prints every row of ChatKit's behaviours.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

interface VitestReport {
  testResults: {
    name: string;
    assertionResults: { ancestorTitles: string[]; title: string; status: string }[];
  }[];
}

interface Row {
  id: string;
  /** The side (S or C) in the protocol's list, the area in the element's, the provider in that of dialects. */
  group: string;
  behaviour: string;
}

interface Claim {
  file: string;
  test: string;
  passed: boolean;
}

type State = 'passed' | 'failed' | 'deviates' | 'unclaimed';
type Outcome = Row & { state: State; because?: string; claims: Claim[] };

const CHECKLISTS = {
  protocol: 'docs/reference/protocol.md',
  element: 'docs/reference/element.md',
  dialects: 'docs/reference/dialects.md',
};

const rows = Object.values(CHECKLISTS).flatMap(readRows);
const deviations: Record<string, string> = JSON.parse(readFileSync('docs/reference/deviations.json', 'utf8'));
const reports = existsSync('.cache') ? readdirSync('.cache').filter((name) => /^vitest.*\.json$/.test(name)) : [];
const claims = mergeRuns(reports.flatMap((name) => readClaims(JSON.parse(readFileSync(`.cache/${name}`, 'utf8')))));

const known = new Set(rows.map(({ id }) => id));
const faults = [
  ...claims
    .filter(({ id }) => !known.has(id))
    .map(({ id, claim }) => `${claim.file}: "${claim.test}" claims ${id}, but the checklists have no such row.`),
  ...Object.keys(deviations)
    .filter((id) => !known.has(id))
    .map((id) => `docs/reference/deviations.json names ${id}, but the checklists have no such row.`),
  ...claims
    .filter(({ claim }) => !claim.passed)
    .map(({ id, claim }) => `${id} is claimed by a test that failed: ${claim.file}, "${claim.test}".`),
];
const outcomes = rows.map(toOutcome);
writeFileSync('conformance.json', `${JSON.stringify(outcomes, null, 2)}\n`);
if (process.argv.includes('--table')) {
  const behaviours = outcomes.filter((outcome) => !isDialect(outcome));
  console.log(`${tableOf(['#', 'Side or area', 'State', 'Behaviour', 'By, or because'], behaviours)}\n`);
}
console.log(`${tableOf(['#', 'Provider', 'State', 'Dialect', 'Proved by'], outcomes.filter(isDialect))}\n`);
console.log(toSummary(outcomes));
if (reports.length === 0) faults.push('There are no test reports in .cache. Run `npm test` first.');
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

/** The rows of a checklist: `| P001 | S | behaviour | evidence |`, `| D001 | provider | dialect | evidence |`. */
function readRows(path: string): Row[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => /^\| (?<id>[PED]\d{3}) \| (?<group>[^|]+) \| (?<behaviour>.+) \| [^|]*\|$/.exec(line)?.groups)
    .filter((groups) => groups !== undefined)
    .map(({ id = '', group = '', behaviour = '' }) => ({ id, group, behaviour }));
}

function readClaims(report: VitestReport): { id: string; claim: Claim }[] {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .flatMap(({ ancestorTitles, title, status }) => {
        const test = [...ancestorTitles, title].filter(Boolean).join(' > ');
        const ids = new Set(test.match(/\b[PED]\d{3}\b/g));
        const file = name.replaceAll('\\', '/').replace(`${process.cwd().replaceAll('\\', '/')}/`, '');
        return [...ids].map((id) => ({ id, claim: { file, test, passed: status === 'passed' } }));
      }),
  );
}

/** A test that failed in parallel and passed alone is in two reports. It counts as passed. */
function mergeRuns(all: { id: string; claim: Claim }[]): { id: string; claim: Claim }[] {
  const byTest = Map.groupBy(all, ({ id, claim }) => JSON.stringify([id, claim.file, claim.test]));
  return [...byTest.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const passed = [first, ...others].some(({ claim }) => claim.passed);
    return [{ id: first.id, claim: { ...first.claim, passed } }];
  });
}

function toOutcome(row: Row): Outcome {
  const own = claims.filter(({ id }) => id === row.id).map(({ claim }) => claim);
  const because = deviations[row.id];
  return { ...row, state: toState(own, because), ...(because ? { because } : {}), claims: own };
}

function toState(own: Claim[], because: string | undefined): State {
  if (own.some(({ passed }) => !passed)) return 'failed';
  if (because) return 'deviates';
  return own.length > 0 ? 'passed' : 'unclaimed';
}

function tableOf(head: readonly string[], outcomes: Outcome[]): string {
  const lines = outcomes.map(({ id, group, behaviour, state, because, claims: own }) => {
    const by = because ?? [...new Set(own.map(({ file }) => file))].join(', ');
    return `| ${id} | ${group} | ${state} | ${behaviour} | ${by} |`;
  });
  return [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...lines].join('\n');
}

function toSummary(all: Outcome[]): string {
  const line = (name: string, own: Outcome[]) => {
    const count = (state: State) => own.filter((outcome) => outcome.state === state).length;
    return `conformance, ${name}: ${own.length} rows · ${count('passed')} passed · ${count('failed')} failed · ${count('deviates')} deviate · ${count('unclaimed')} unclaimed`;
  };
  return [
    line(
      'protocol',
      all.filter(({ id }) => id.startsWith('P')),
    ),
    line(
      'element',
      all.filter(({ id }) => id.startsWith('E')),
    ),
    line('dialects', all.filter(isDialect)),
  ].join('\n');
}

function isDialect({ id }: Row): boolean {
  return id.startsWith('D');
}
