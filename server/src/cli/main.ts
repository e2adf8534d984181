/** The ready-to-run process: `npm start`, or `chatdock-server` from the package; `chatdock-server feedback` lists what visitors thought; `chatdock-server end-sessions USER` signs one person out. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { parseConfig, readEnvironment } from './config.ts';
import { printFeedback } from './feedback.ts';
import { endSessionsOf } from './end-sessions.ts';
import { createLog } from './log.ts';
import { type RunningProcess, startProcess } from './process.ts';

/** This file is `server/dist/main.js` when it runs; the demo pages and the browser bundles are two folders up. */
const siteRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Process managers kill after ten seconds or more. Turns get five; the rest is for storing and closing. */
const GRACE_MS = 5000;
const EXIT_MS = 9500;

const [command, ...args] = process.argv.slice(2);
if (command === 'feedback') await showFeedback(args);
else if (command === 'end-sessions') await endSessions(args);
// `npm start` passes `--demo`. Without it the demo pages are off.
else await serve({ demo: command === '--demo' });

async function showFeedback(args: readonly string[]): Promise<void> {
  try {
    process.stdout.write(await printFeedback(args, parseConfig(readEnvironment(process.env)).DATABASE_URL));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function endSessions(userIds: readonly string[]): Promise<void> {
  try {
    process.stdout.write(await endSessionsOf(userIds, parseConfig(readEnvironment(process.env)).DATABASE_URL));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function serve({ demo }: { demo: boolean }): Promise<void> {
  try {
    const environment = { ...(demo && { CHATDOCK_DEMO_PAGES: '1' }), ...readEnvironment(process.env) };
    const config = parseConfig(environment);
    const log = createLog({ level: config.LOG_LEVEL, environment });
    const running = await startProcess({ config, environment, log, siteRoot });
    log.info({ url: running.url, agent: running.description }, 'Listening');
    if (process.stdout.isTTY || config.LOG_LEVEL !== 'info')
      console.log(`ChatDock is listening on ${running.url}, answered by ${running.description}.`);
    stopWhenAsked(running, log);
  } catch (error) {
    console.error(`The server cannot start.\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

function stopWhenAsked(running: RunningProcess, log: Logger): void {
  let stopping = false;
  const stop = (exitCode: number) => {
    // A second signal exits at once.
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => {
      log.error('Stopping took too long. The process exits with unfinished work.');
      process.exit(1);
    }, EXIT_MS).unref();
    running.stop(GRACE_MS).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.error({ err: error }, 'Stopping failed.');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'Stopping');
      stop(0);
    });
  }
  // A rejection that a library did not handle affects at most its own turn, so the process continues.
  process.on('unhandledRejection', (error) =>
    log.error({ err: error }, 'Unhandled promise rejection. The process continues.'),
  );
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'Uncaught exception. The process stores what it can and exits.');
    stop(1);
  });
}
