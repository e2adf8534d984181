/** Runs SQLite writes in a worker thread, so that fsync never blocks request handling. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type CommitResult, type Connect, type Job, SqliteConnection } from './sqlite-connection.ts';

export interface SqliteWriter {
  /** Starts the thread in advance, so that the first write need not wait for it. */
  warmUp(): void;
  /** Only one call at a time. */
  commit(jobs: readonly Job[]): Promise<CommitResult>;
  close(): Promise<void>;
}

/**
 * Creates a writer with its own thread. Uses the current thread if a test passes its own connections or the thread's
 * file is missing.
 */
export function createWriter(file: string, connect: Connect | undefined): SqliteWriter {
  const program = programOfThread();
  return connect === undefined && existsSync(program)
    ? new ThreadWriter(file, program)
    : new LocalWriter(new SqliteConnection(file, connect));
}

class ThreadWriter implements SqliteWriter {
  readonly #file: string;
  readonly #program: URL;
  #thread: Worker | undefined;

  constructor(file: string, program: URL) {
    this.#file = file;
    this.#program = program;
  }

  warmUp(): void {
    this.#thread ??= this.#start();
  }

  async commit(jobs: readonly Job[]): Promise<CommitResult> {
    const thread = (this.#thread ??= this.#start());
    // An idle thread must not keep the process alive; a working one must.
    thread.ref();
    const settled = new AbortController();
    try {
      const answer = once(thread, 'message', settled);
      const death = once(thread, 'exit', settled);
      post(thread, jobs);
      const [result] = await Promise.race([answer, death.then(() => [undefined])]);
      if (isCommitResult(result)) return result;
    } catch {
      // The thread failed outside of a commit, so nothing was written, and a new thread may succeed.
    } finally {
      settled.abort();
      thread.unref();
    }
    this.#thread = undefined;
    return {
      trouble: {
        message: 'The thread that writes to the database has ended. Try again in a moment.',
        isBusy: false,
        needsReopening: true,
      },
    };
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    if (!thread) return;
    this.#thread = undefined;
    const ended = once(thread, 'exit');
    thread.ref();
    post(thread, 'close');
    await ended;
  }

  #start(): Worker {
    // Do not pass the process's own flags (a preload, --input-type) to the thread.
    const thread = new Worker(this.#program, { workerData: this.#file, name: 'chatdock-sqlite', execArgv: [] });
    // Without a listener, an error of the thread would end this process. The next commit reports it.
    thread.on('error', () => undefined);
    thread.unref();
    return thread;
  }
}

function post(thread: Worker, message: readonly Job[] | 'close') {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin, unlike windows
  thread.postMessage(message);
}

class LocalWriter implements SqliteWriter {
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  warmUp(): void {}

  async commit(jobs: readonly Job[]): Promise<CommitResult> {
    return this.#connection.commit(jobs);
  }

  async close(): Promise<void> {
    this.#connection.close();
  }
}

const isCommitResult = (message: unknown): message is CommitResult =>
  typeof message === 'object' && message !== null && ('outcomes' in message || 'trouble' in message);

/**
 * The thread's file is beside this module in the sources, and at the top of the build, where this module may be in a
 * chunk.
 */
function programOfThread(): URL {
  const here = import.meta.url;
  if (fileURLToPath(here).endsWith('.ts')) return new URL('sqlite-thread.ts', here);
  return new URL(/\/chunks\/[^/]+$/.test(here) ? '../sqlite-thread.js' : 'sqlite-thread.js', here);
}
