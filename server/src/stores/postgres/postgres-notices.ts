/** Notifies other processes about running turns, with PostgreSQL's LISTEN and NOTIFY. */
import { Client, type ClientConfig } from 'pg';
import type { Notices, Row, Statement } from '../sql/sql-database.ts';

const CHANNEL = 'chatdock_runs';
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;

/**
 * A separate connection listens. A notice only wakes a process: the news is in the tables, where it is found later if
 * the notice is lost.
 */
export class PostgresNotices implements Notices {
  /** True once a notice has arrived. Behind a pooler that gives each transaction another connection, none ever does. */
  areArriving = false;
  readonly #config: ClientConfig;
  readonly #read: (statement: Statement) => Promise<Row[]>;
  readonly #listeners = new Set<(text: string) => void>();
  readonly #hello = `hello ${crypto.randomUUID()}`;
  #client: Client | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #waitMs = FIRST_WAIT_MS;
  #isClosed = false;

  /** `read` runs a statement on another connection. */
  constructor(config: ClientConfig, read: (statement: Statement) => Promise<Row[]>) {
    this.#config = config;
    this.#read = read;
  }

  notification(text: string): string {
    return `pg_notify('${CHANNEL}', ${text})`;
  }

  listen(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    if (!this.#client && this.#retry === undefined) void this.#connect();
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    this.#retry = undefined;
    if (this.#isClosed) return;
    const client = new Client(this.#config);
    this.#client = client;
    client.on('notification', ({ payload = '' }) => this.#receive(payload));
    // A broken connection fires `error`, `end`, or both.
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      await this.#read({ sql: `SELECT ${this.notification('$1')}`, values: [this.#hello] });
    } catch {
      this.#lose(client);
    }
  }

  #receive(text: string): void {
    if (text !== this.#hello) return this.#listeners.forEach((listener) => listener(text));
    this.areArriving = true;
    this.#waitMs = FIRST_WAIT_MS;
  }

  #lose(client: Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.areArriving = false;
    client.end().catch(() => undefined);
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => void this.#connect(), this.#waitMs);
    this.#retry.unref();
    this.#waitMs = Math.min(this.#waitMs * 2, MAX_WAIT_MS);
  }
}
