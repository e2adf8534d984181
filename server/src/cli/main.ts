/** The ready-to-run process: `npm start`, or `chatdock-server` from the package. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig, readEnvironment } from './config.ts';
import { createLog, startProcess } from './process.ts';

/** This file is `server/dist/cli.js` when it runs; the demo pages and the browser bundles are two folders up. */
const siteRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Process managers kill after ten seconds or more: turns get five, the rest is for writing down and closing. */
const GRACE_MS = 5000;
const EXIT_MS = 9500;

try {
  const environment = readEnvironment(process.env);
  const config = parseConfig(environment);
  const log = createLog(config.LOG_LEVEL);
  const running = await startProcess({ config, environment, log, siteRoot });
  log.info({ url: running.url }, 'Listening');
  if (process.stdout.isTTY || config.LOG_LEVEL !== 'info') console.log(`ChatDock is listening on ${running.url}, answered by ${running.description}.`);

  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'Stopping');
      setTimeout(() => process.exit(1), EXIT_MS).unref();
      running.stop(GRACE_MS).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'Stopping did not go as it should.');
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  console.error(`The server cannot start.\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
