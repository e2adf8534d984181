/** The built server as a separate process, as an owner runs it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

export interface ServerProcess {
  /** With a trailing slash, e.g. `http://127.0.0.1:41234/`. */
  url: string;
  /** The id of the current process. */
  pid(): number;
  /** Its database, for commands that run beside it. */
  databaseURL: string;
  /** The process's output so far. */
  output(): string;
  /** SIGKILL: no shutdown, as in a power failure. */
  kill(): Promise<void>;
  /** SIGTERM, as a process manager sends first. Resolves with the exit code; null if it had to be killed. */
  terminate(): Promise<number | null>;
  /** Starts it again on the same port and database. */
  start(): Promise<void>;
  /** Stops it and deletes its database. */
  dispose(): Promise<void>;
}

const NO_BUDGET = '0 tokens/minute, 0 tokens/day, 0 dollars/day, 0 turns/day, 0 audio minutes/day, 0 MB/day';

/** Starts the built server on a free port with a new SQLite file. `env` is added to a clean environment. */
export async function startServer(
  env: Record<string, string> = {},
  cli = 'server/dist/cli.js',
): Promise<ServerProcess> {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), 'chatdock-e2e-'));
  const url = `http://127.0.0.1:${port}/`;
  let child: ChildProcess | undefined;
  let output = '';

  const start = async () => {
    const started = spawn(process.execPath, [cli], {
      // An empty settings file, so that the developer's own .env does not affect a test.
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_ENV: 'test',
        PORT: String(port),
        DATABASE_URL: `file:${join(data, 'chatdock.sqlite')}`,
        CHATDOCK_CONFIG: devNull,
        // The demo agent's natural pace is for people to watch; a test that needs a slow answer sets its own.
        CHATDOCK_DEMO_DELAY_MS: '1',
        CHATDOCK_DEMO_PAGES: '1',
        CHATDOCK_LIMIT_NEW_VISITORS_PER_ADDRESS: '0',
        // A test sends more in a minute than a visitor in a day, so there are no budgets. Tests of budgets set their own.
        CHATDOCK_BUDGET_VISITOR: NO_BUDGET,
        CHATDOCK_BUDGET_ADDRESS: NO_BUDGET,
        CHATDOCK_BUDGET_SITE: NO_BUDGET,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const ready = new Promise<void>((resolve, reject) => {
      const collect = (text: Buffer) => {
        output += text.toString();
        if (output.includes(url.slice(0, -1))) resolve();
      };
      started.stdout?.on('data', collect);
      started.stderr?.on('data', collect);
      started.once('exit', (code) =>
        reject(new Error(`The server ended with ${code} before it was ready:\n${output}`)),
      );
    });
    output = '';
    await ready;
  };

  const stop = async (signal: NodeJS.Signals) => {
    const running = child;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  };

  await start();
  return {
    url,
    pid: () => child?.pid ?? 0,
    databaseURL: `file:${join(data, 'chatdock.sqlite')}`,
    output: () => output,
    kill: () => stop('SIGKILL'),
    async terminate() {
      await stop('SIGTERM');
      return child?.exitCode ?? null;
    },
    start,
    async dispose() {
      await stop('SIGKILL');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
