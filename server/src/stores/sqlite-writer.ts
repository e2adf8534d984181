/** Who waits for the disk: a thread of its own, so that the one that serves everybody does not. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type CommitResult, type Connect, type Job, SqliteConnection } from './sqlite-connection.ts';

export interface SqliteWriter {
  /** Gets ready without being asked to write, so that the first write does not wait for it. */
  warmUp(): void;
  /** One call at a time. */
  commit(jobs: readonly Job[]): Promise<CommitResult>;
  close(): Promise<void>;
}

/** A writer in its own thread; in this one when a test brings its own connections or the thread's file is not there. */
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
    // An idle thread must not keep a process from ending; one at work must.
    thread.ref();
    const settled = new AbortController();
    try {
      const answer = once(thread, 'message', settled);
      const death = once(thread, 'exit', settled);
      tell(thread, jobs);
      const [result] = await Promise.race([answer, death.then(() => [undefined])]);
      if (isCommitResult(result)) return result;
    } catch {
      // The thread failed outside of a commit: nothing was written, and a new one may do better.
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
    tell(thread, 'close');
    await ended;
  }

  #start(): Worker {
    // Flags of the process (a preload, --input-type) are not for this program.
    const thread = new Worker(this.#program, { workerData: this.#file, name: 'chatdock-sqlite', execArgv: [] });
    // Without a listener its failure would be this process's; the commit that meets it reports it.
    thread.on('error', () => undefined);
    thread.unref();
    return thread;
  }
}

function tell(thread: Worker, message: readonly Job[] | 'close') {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin; windows have
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

/** Beside this module in the sources; at the top of the built files, of which this may be a chunk. */
function programOfThread(): URL {
  const here = import.meta.url;
  if (fileURLToPath(here).endsWith('.ts')) return new URL('sqlite-thread.ts', here);
  return new URL(/\/chunks\/[^/]+$/.test(here) ? '../sqlite-thread.js' : 'sqlite-thread.js', here);
}
