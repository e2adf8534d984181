/** The worker thread that writes to SQLite: it commits the jobs it receives and posts back the outcome. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, SqliteConnection } from './sqlite-connection.ts';

const connection = new SqliteConnection(String(workerData));

parentPort?.on('message', (message: readonly Job[] | 'close') => {
  if (message === 'close') {
    connection.close();
    parentPort?.close();
  } else {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin, unlike windows
    parentPort?.postMessage(connection.commit(message));
  }
});
