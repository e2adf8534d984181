/** One PostgreSQL per test run, started on first use, with a new database for each caller. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { type PostgresProcess, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Returns the connection string of the shared server, which it starts on first use. */
    sharedPostgres: string;
  }
}

/** Vitest global setup. It runs in the main process, which outlives all workers and can own the server. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<PostgresProcess> | undefined;
  const desk = createServer((_request, response) => {
    starting ??= startPostgres();
    starting.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const address = desk.address();
  if (address === null || typeof address === 'string') throw new Error('No port is available to listen on.');
  project.provide('sharedPostgres', `http://127.0.0.1:${address.port}`);
  return async () => {
    desk.closeAllConnections();
    desk.close();
    const server = await starting?.catch(() => undefined);
    await server?.stop();
  };
}

/** For stores of tests that are not about a slow database: a busy machine must not decide them. */
export const PATIENT = { operationTimeoutMs: 20_000 };

export interface TestDatabase {
  /** Connection string. */
  url: string;
  drop(): Promise<void>;
}

/** Creates an empty database on the shared server. `desk` is the value of `inject('sharedPostgres')`. */
export async function createTestDatabase(desk: string): Promise<TestDatabase> {
  const answer = await fetch(desk);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOnce(text, `CREATE DATABASE ${name}`);
  const url = new URL(text);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOnce(text, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function runOnce(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
