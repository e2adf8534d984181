/** The program of the thread that writes to SQLite: it commits what it is sent and answers what became of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, SqliteConnection } from './sqlite-connection.ts';

const connection = new SqliteConnection(String(workerData));

parentPort?.on('message', (message: readonly Job[] | 'close') => {
  if (message === 'close') {
    connection.close();
    parentPort?.close();
  } else {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin; windows have
    parentPort?.postMessage(connection.commit(message));
  }
});
