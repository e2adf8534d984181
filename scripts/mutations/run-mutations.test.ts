import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mutations } from './mutations.ts';
import { caughtShare, type Mutation, projectOf, type Result, runMutations } from './run-mutations.ts';

const source = 'export const isFull = (count) => count >= 3;\nexport const isEmpty = (count) => count === 0;\n';

/** Notices everything about `isFull` but its limit, and nothing about `isEmpty`. */
const test = `import { isFull } from './basket.mjs';\nif (!isFull(9) || isFull(1)) process.exit(1);\n`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatdock-mutations-'));
  await writeFile(join(folder, 'basket.mjs'), source);
  await writeFile(join(folder, 'basket.test.mjs'), test);
});
afterEach(() => rm(folder, { recursive: true }));

const mutation = (text: string, replacement: string, file = 'basket.mjs'): Mutation => ({
  harm: `${text} becomes ${replacement}`,
  file,
  text,
  replacement,
  test: 'basket.test.mjs',
});

/** Runs the fixture's test with plain Node. */
const passes = async (place: string, file: string) => spawnSync(process.execPath, [join(place, file)]).status === 0;

it('reports which mutations the test catches, and which texts are not found exactly once', async () => {
  const reported: Result[] = [];
  const results = await runMutations(
    [
      mutation('count >= 3', 'true'),
      mutation('count >= 3', 'count >= 4'),
      mutation('count === 0', 'false'),
      mutation('count <= 3', 'true'),
      mutation('export const', 'const'),
      mutation('count', 'number', 'no-such-file.mjs'),
    ],
    { folders: [folder], passes, onResult: (result) => reported.push(result) },
  );
  expect(results.map(({ outcome }) => outcome)).toEqual([
    'caught',
    'survived',
    'survived',
    'text not found',
    'text not unique',
    'text not found',
  ]);
  expect(reported).toEqual(results);
  expect(caughtShare(results)).toBeCloseTo(1 / 6);
  expect(await readFile(join(folder, 'basket.mjs'), 'utf8')).toBe(source);
});

it('restores the file when the test cannot be run', async () => {
  const running = runMutations([mutation('count >= 3', 'true')], {
    folders: [folder],
    passes: async () => {
      expect(await readFile(join(folder, 'basket.mjs'), 'utf8')).not.toBe(source);
      throw new Error('stopped');
    },
    onResult: () => {},
  });
  await expect(running).rejects.toThrow('stopped');
  expect(await readFile(join(folder, 'basket.mjs'), 'utf8')).toBe(source);
});

it('runs each mutation once, and never two in one folder at the same time', async () => {
  const second = await mkdtemp(join(tmpdir(), 'chatdock-mutations-'));
  await writeFile(join(second, 'basket.mjs'), source);
  const busy = new Set<string>();
  const tried: string[] = [];
  await runMutations(
    Array.from({ length: 8 }, (_, index) => mutation('count >= 3', String(index))),
    {
      folders: [folder, second],
      async passes(place) {
        expect(busy.has(place)).toBe(false);
        busy.add(place);
        tried.push(await readFile(join(place, 'basket.mjs'), 'utf8'));
        busy.delete(place);
        return false;
      },
      onResult: () => {},
    },
  );
  await rm(second, { recursive: true });
  expect(new Set(tried).size).toBe(8);
});

it('knows which tests need a browser', () => {
  expect(['src/a.browser.test.tsx', 'test/browser/a.test.ts', 'src/a.test.ts'].map(projectOf)).toEqual([
    'browser',
    'browser',
    'unit',
  ]);
});

it('every listed mutation has its text exactly once in its file, and its test file exists', async () => {
  const wrong: string[] = [];
  for (const { file, text, test } of mutations) {
    const code = await readFile(file, 'utf8');
    if (code.split(text).length !== 2) wrong.push(`${file}: ${text}`);
    if (!existsSync(test)) wrong.push(test);
  }
  expect(wrong).toEqual([]);
});
