/**
 * `npm run mutate [-- part of a path]`: reports which of the faults in mutations.ts the tests notice. Fails below 95 %.
 */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { mutations } from './mutations.ts';
import { caughtShare, copySources, passVitest, projectOf, type Result, runMutations } from './run-mutations.ts';

const MIN_SHARE = 0.95;
const AT_ONCE = 2;

const [part = ''] = process.argv.slice(2);
const chosen = mutations.filter(({ file, test }) => file.includes(part) || test.includes(part));
const base = resolve('.cache/mutate');
const folders = Array.from({ length: AT_ONCE }, (_, index) => resolve(base, String(index)));
const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

const vitest = { vitest: resolve('node_modules/vitest/vitest.mjs'), signal: stopping.signal };
const passes = (folder: string, test: string) => passVitest(vitest, folder, [test]);
const print = ({ outcome, seconds, harm, file }: Result) =>
  console.log(`${outcome.padEnd(15)} ${seconds.toFixed(1).padStart(5)} s  ${file}: ${harm}`);

try {
  for (const folder of folders) await copySources(process.cwd(), folder);
  await requireGreen();
  const results = await runMutations(chosen, { folders, passes, onResult: print });
  report(results);
} catch (error) {
  if (!stopping.signal.aborted) throw error;
  console.log('Stopped. The sources are unchanged, because only copies are mutated.');
  process.exitCode = 130;
} finally {
  await rm(base, { recursive: true, force: true, maxRetries: 3 });
}

/** A test that already fails without a mutation proves nothing. */
async function requireGreen() {
  const tests = [...new Set(chosen.map(({ test }) => test))];
  for (const project of ['unit', 'browser']) {
    const files = tests.filter((test) => projectOf(test) === project);
    const [folder = base] = folders;
    // As in `npm test`, a test that failed on a busy machine is tried once more. With mutations there is no second try.
    if (files.length > 0 && !(await passVitest(vitest, folder, files, { stdio: 'inherit', retry: 1 })))
      throw new Error(`A ${project} test fails without a mutation. Fix it first.`);
  }
}

function report(results: readonly Result[]) {
  const areas = Map.groupBy(results, ({ file }) => file.split('/').slice(0, 2).join('/'));
  console.log('\narea            caught');
  for (const [area, some] of areas) console.log(`${area.padEnd(15)} ${count(some)} of ${some.length}`);
  const missed = results.filter(({ outcome }) => outcome !== 'caught');
  if (missed.length > 0) console.log('\nNot caught:');
  missed.forEach(print);
  const share = caughtShare(results);
  console.log(
    `\n${count(results)} of ${results.length} caught (${Math.floor(share * 100)} %, wanted ${MIN_SHARE * 100} %)`,
  );
  if (missed.some(({ outcome }) => outcome.startsWith('text'))) {
    console.log('Some texts are no longer in their file exactly once: update scripts/mutations/mutations.ts.');
    process.exitCode = 1;
  }
  if (share < MIN_SHARE) process.exitCode = 1;
}

function count(results: readonly Result[]) {
  return results.filter(({ outcome }) => outcome === 'caught').length;
}
