/** The SQLite writer thread: it answers, can be replaced when it dies, and does not keep the process alive. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Job } from './sqlite-connection.ts';
import { createWriter, type SqliteWriter } from './sqlite-writer.ts';

let folder: string;
let writer: SqliteWriter;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatdock-writer-'));
  writer = createWriter(join(folder, 'test.sqlite'), undefined);
});
afterEach(async () => {
  await writer.close();
  rmSync(folder, { recursive: true });
});

const select = (n: number): Job => [{ sql: 'SELECT $1 AS n', values: [n] }];

it('answers each job with its rows or its error', async () => {
  const { outcomes } = Object(
    await writer.commit([select(1), [{ sql: 'SELECT * FROM nowhere', values: [] }], select(3)]),
  );
  expect(outcomes).toEqual([
    { rows: [[{ n: 1 }]] },
    { failure: expect.stringContaining('no such table') },
    { rows: [[{ n: 3 }]] },
  ]);
});

it('is replaced if its thread dies, and reports the interrupted commit as failed', async () => {
  // Our code never sends this; it is the quickest way to make the thread fail outside of a job.
  const noJobs: readonly Job[] = JSON.parse('null');
  expect(await writer.commit(noJobs)).toMatchObject({ trouble: { needsReopening: true } });
  expect(await writer.commit([select(1)])).toEqual({ outcomes: [{ rows: [[{ n: 1 }]] }] });
});

it('does not keep a process alive that forgot to close it', async () => {
  const program = `const { createWriter } = await import(${JSON.stringify(new URL('sqlite-writer.ts', import.meta.url).href)});
    const writer = createWriter(${JSON.stringify(join(folder, 'other.sqlite'))});
    const { outcomes } = await writer.commit([[{ sql: 'SELECT 1 AS n', values: [] }]]);
    process.stdout.write(JSON.stringify(outcomes));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  expect(stdout).toBe('[{"rows":[[{"n":1}]]}]');
});
