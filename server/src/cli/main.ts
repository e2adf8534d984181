/** The ready-to-run process: `npm start`, or `chatdock-server` from the package. `chatdock-server --help` lists its commands. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { type Commands, readOrder, usageOf } from './commands.ts';
import { parseConfig, readEnvironment } from './settings/config.ts';
import { endSessionsOf } from './records/end-sessions.ts';
import { createLog } from './monitoring/log.ts';
import { type RunningProcess, startProcess } from './process.ts';
import { CONVERSATIONS_SYNOPSIS, printConversations } from './records/conversations.ts';
import { FEEDBACK_SYNOPSIS, printFeedback } from './records/feedback.ts';
import { DELETE_SYNOPSIS, deleteRecords, EXPORT_SYNOPSIS, exportPeople } from './records/person.ts';
import { PRUNE_SYNOPSIS, pruneConversations } from './records/prune.ts';
import { onStopSignal } from './signals.ts';

/** This file is `server/dist/main.js` when it runs. */
const here = dirname(fileURLToPath(import.meta.url));
/** In the repository, the demo pages and the bundles are two folders up. The package has the bundles of the dock only. */
const repository = resolve(here, '../..');
const siteRoot = existsSync(join(repository, 'demo')) ? repository : join(here, 'site');

/** The time for storing and closing after the grace period. Process managers kill after ten seconds or more. */
const CLOSE_MS = 4500;

const config = () => parseConfig(readEnvironment(process.env));
const databaseURL = () => config().DATABASE_URL;

const commands: Commands = {
  conversations: {
    synopsis: CONVERSATIONS_SYNOPSIS,
    about: 'List conversations; with --texts, or for one THREAD, include their messages.',
    run: (args) => printConversations(args, databaseURL()),
  },
  feedback: {
    synopsis: FEEDBACK_SYNOPSIS,
    about: 'List the feedback of visitors, with the questions and answers it is about.',
    run: (args) => printFeedback(args, databaseURL()),
  },
  export: {
    synopsis: EXPORT_SYNOPSIS,
    about: 'Print everything that is stored about a person, one JSON record a line; copy their files.',
    run: (args) => exportPeople(args, config()),
  },
  delete: {
    synopsis: DELETE_SYNOPSIS,
    about: 'Delete everything of a person, or a conversation. This cannot be undone.',
    run: (args) => deleteRecords(args, config()),
  },
  prune: {
    synopsis: PRUNE_SYNOPSIS,
    about: 'Delete conversations without a message for CHATDOCK_RETENTION_DAYS, or for --days.',
    run: (args) => pruneConversations(args, config()),
  },
  'end-sessions': {
    synopsis: 'USER…',
    about: 'Sign people out everywhere.',
    run: (args) => endSessionsOf(args, config()),
  },
  settings: {
    synopsis: '',
    about: 'Print every setting with its default, in the form of a .env file.',
    run: async () => readFileSync(join(here, 'env.example'), 'utf8'),
  },
};

const order = readOrder(process.argv.slice(2), commands);
if (order.kind === 'serve') await serve(order);
else if (order.kind === 'command') await print(() => order.command.run(order.args));
else if (order.kind === 'help') process.stdout.write(usageOf(commands, order.about));
else if (order.kind === 'version') await print(readVersion);
else {
  console.error(order.text);
  process.exitCode = 2;
}

async function print(run: () => Promise<string> | AsyncIterable<string>): Promise<void> {
  try {
    const text = run();
    // Waits while the reader of a pipe is slow, so that a long export is not held in memory.
    await pipeline(Symbol.asyncIterator in text ? text : [await text], process.stdout, { end: false });
  } catch (error) {
    // The reader of the pipe has closed it, as `head` does.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

function readVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8'));
  return Promise.resolve(`${manifest.version}\n`);
}

async function serve({ demo }: { demo: boolean }): Promise<void> {
  try {
    const environment = { ...(demo && { CHATDOCK_DEMO_PAGES: '1' }), ...readEnvironment(process.env) };
    const config = parseConfig(environment);
    const log = createLog({ level: config.LOG_LEVEL, environment });
    if (config.unknownNames.length > 0)
      log.warn({ settings: config.unknownNames }, 'These names are not settings, so they have no effect.');
    if (config.CHATDOCK_DEMO_PAGES === '1' && !existsSync(join(siteRoot, 'demo')))
      log.warn('CHATDOCK_DEMO_PAGES is 1, but this package has no demo pages; they are in the repository.');
    const running = await startProcess({ config, environment, log, siteRoot });
    // Do this before printing the address, because a process that waits for that line may send a signal at once.
    stopWhenAsked(running, log, config.CHATDOCK_GRACE_SECONDS * 1000);
    log.info({ url: running.url, agent: running.description }, 'Listening');
    // For a person at a terminal, the last line is the address to open. A log collector gets only JSON.
    if (demo || process.stdout.isTTY || config.LOG_LEVEL !== 'info')
      console.log(
        `ChatDock is listening, answered by ${running.description}.\nOpen ${config.CHATDOCK_PUBLIC_URL ?? browsable(running.url)}`,
      );
  } catch (error) {
    console.error(`The server cannot start.\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

/** A browser cannot open the wildcard address. */
function browsable(url: string): string {
  return url.replace(/\/\/(?:0\.0\.0\.0|\[::\])/u, '//127.0.0.1');
}

function stopWhenAsked(running: RunningProcess, log: Logger, graceMs: number): void {
  let stopping = false;
  const stop = (exitCode: number, noticeMs = 0) => {
    // A second signal exits at once.
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => {
      log.error('Stopping took too long. The process exits with unfinished work.');
      process.exit(1);
    }, graceMs + CLOSE_MS).unref();
    running.stop(graceMs, noticeMs).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.error({ err: error }, 'Stopping failed.');
        process.exit(1);
      },
    );
  };
  onStopSignal((signal) => {
    log.info({ signal }, 'Stopping');
    // A process manager sends SIGTERM, and a load balancer needs a moment to notice. Ctrl+C comes from a person, who
    // does not want to wait.
    stop(0, signal === 'SIGTERM' ? graceMs / 2 : 0);
  });
  // A rejection that a library did not handle affects at most its own turn, so the process continues.
  process.on('unhandledRejection', (error) =>
    log.error({ err: error }, 'Unhandled promise rejection. The process continues.'),
  );
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'Uncaught exception. The process stores what it can and exits.');
    stop(1);
  });
}
