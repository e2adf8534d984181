/** Cleanup tasks that run at the start and every hour. */
import { expireThreads } from '../core/records/personal-data.ts';
import type { ChatKitServer } from '../core/server.ts';
import type { ServerLog } from '../core/telemetry/log.ts';
import type { HostedAttachments } from '../http/attachments/hosted-attachments.ts';
import type { OpenStore } from '../stores/open-store.ts';
import type { Config } from './settings/config.ts';

interface SweepDeps {
  config: Config;
  opened: Pick<OpenStore, 'store' | 'usage' | 'people'>;
  attachments: HostedAttachments;
  server: ChatKitServer;
  log: ServerLog;
  /** @defaultValue an hour */
  everyMs?: number | undefined;
  /** Milliseconds since 1970. @defaultValue Date.now */
  now?: (() => number) | undefined;
}

const HOUR_MS = 3_600_000;

/** Starts the cleanup tasks. A failing task does not stop the others. Returns a stop function. */
export function startSweeps({ everyMs = HOUR_MS, ...parts }: SweepDeps): () => Promise<void> {
  let running: Promise<void> = sweep(parts);
  const timer = setInterval(() => (running = running.then(() => sweep(parts))), everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function sweep({ config, opened, attachments, server, log, now = () => Date.now() }: Omit<SweepDeps, 'everyMs'>) {
  const tasks: Readonly<Record<string, () => Promise<unknown>>> = {
    'sums of past budgets': () => opened.usage.prune(now()),
    'traces of deleted records': () => opened.people.tidy(now()),
    'expired conversations': async () =>
      config.CHATDOCK_RETENTION_DAYS > 0 &&
      (await expireThreads(server, opened.people, now() - config.CHATDOCK_RETENTION_DAYS * 24 * HOUR_MS)),
    'interrupted uploads': async () => attachments.blobs.sweep?.(),
    'unsent files': () =>
      attachments.expireUnsent(now() - config.CHATDOCK_UNSENT_FILE_HOURS * HOUR_MS, (id, userId) =>
        opened.store.deleteAttachment(id, { userId, signal: new AbortController().signal }),
      ),
  };
  for (const [what, task] of Object.entries(tasks)) {
    try {
      await task();
    } catch (err) {
      log.warn({ err, what }, 'A cleanup task failed. It runs again in an hour.');
    }
  }
}
