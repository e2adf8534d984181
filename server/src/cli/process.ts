/** Starts all parts of the process. Arguments, signals and exit codes are in `main.ts`. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import { CHECK_MS, limitConnections } from '../auth/connections.ts';
import { createConfiguredServer } from '../agents/configured/configured-server.ts';
import { StoreUnavailableError } from '../core/store.ts';
import { joinTelemetry } from '../core/telemetry/telemetry.ts';
import { stopGracefully, watchUnusedConnections } from '../http/stop-gracefully.ts';
import { openStore } from '../stores/open-store.ts';
import { createApp } from './app.ts';
import { openAttachments } from './attachments.ts';
import { openBudgets } from './budgets.ts';
import type { Config, Environment } from './settings/config.ts';
import { chooseIdentity } from './access/identity.ts';
import { openLimits } from './limits.ts';
import { logTelemetry } from './monitoring/log.ts';
import { createMetrics } from './monitoring/metrics.ts';
import { openNotifications } from './notifications/notifications.ts';
import { openSharing } from './sharing.ts';
import { startSweeps } from './sweeps.ts';
import { openTracing } from './monitoring/tracing.ts';

interface ProcessDeps {
  config: Config;
  /** The environment that the agents read their settings from. */
  environment: Environment;
  log: Logger;
  /** Folder that holds `demo/` and `dist/`. */
  siteRoot: string;
}

export interface RunningProcess {
  /** The address at which it listens, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /** One line for the operator that says what answers: a model, an agent or the demo. */
  readonly description: string;
  /**
   * Reports itself as not ready, but still accepts turns for `noticeMs`. Then lets running turns finish until `graceMs`
   * have passed, stores unfinished ones and closes everything.
   */
  stop(graceMs: number, noticeMs?: number): Promise<void>;
}

/**
 * Longer than the minute for which load balancers keep idle connections, because closing one first would break their
 * next request.
 */
const KEEP_ALIVE_MS = 75_000;

/**
 * If the database is down, logs it and tries again.
 * @throws Error with a readable message if it cannot listen, or if a setting or a file must be changed first
 */
export async function startProcess({ config, environment, log, siteRoot }: ProcessDeps): Promise<RunningProcess> {
  const sharing = await openSharing(config, log);
  const opened = openStore(config.DATABASE_URL, {
    connections: config.CHATDOCK_DATABASE_CONNECTIONS,
    shareRuns: sharing.shareRuns,
  });
  const attachments = await openAttachments(config, opened.files);
  const metrics = createMetrics();
  const tracing = await openTracing(config);
  const notifications = openNotifications({ config, store: opened.store, log });
  const budgets = openBudgets({
    config,
    environment,
    usage: sharing.usageOf(opened),
    metrics,
    log,
    onSiteClosed: notifications.budgetUsedUp,
  });
  const configured = await createConfiguredServer({
    env: environment,
    store: opened.store,
    attachmentStore: attachments,
    feedback: opened.feedback,
    passages: opened.passages,
    onFeedback: notifications.feedback,
    log,
    meter: budgets,
    telemetry: joinTelemetry(metrics.telemetry, logTelemetry(log), tracing, {
      turnEnded: (turn) => turn.outcome === 'failed' && notifications.turnFailed(turn),
    }),
  });
  const { server, description, documentsFolder } = configured;
  const limits = openLimits(config, budgets, sharing.countsWith(opened), log);
  const identity = chooseIdentity(config, {
    sessions: sharing.sessionsOf(opened),
    admitNewVisitor: limits.admitNewVisitor,
  });
  let stopping = false;
  const checkReady = async () => {
    if (stopping) throw new StoreUnavailableError('The server is stopping.');
    await opened.ready();
  };
  const http = createServer(
    { connectionsCheckingInterval: CHECK_MS },
    createApp({ config, server, attachments, ...identity, limits, siteRoot, documentsFolder, metrics, checkReady }),
  );
  http.keepAliveTimeout = KEEP_ALIVE_MS;
  const closeUnusedConnections = watchUnusedConnections(http);
  const stopWatching = limitConnections(http, {
    perAddress: config.CHATDOCK_TRUST_PROXY > 0 ? 0 : config.CHATDOCK_LIMIT_CONNECTIONS_PER_ADDRESS,
  });
  await opened.ready().catch((error: unknown) => {
    if (error instanceof StoreUnavailableError && error.isLasting) throw error;
    log.error(
      { err: error },
      'The database cannot be used yet. The server starts anyway and keeps trying. Check DATABASE_URL.',
    );
  });
  await listen(http, config);
  // A chat without files is better than no chat, so the process starts even if the bucket is wrong.
  attachments.blobs
    .check?.()
    .catch((err: unknown) => log.error({ err }, 'Files cannot be stored. Everything else works meanwhile.'));
  const stopSweeping = startSweeps({ config, opened, attachments, server, log });

  return {
    url: addressOf(http, config.HOST),
    description,
    async stop(graceMs, noticeMs) {
      stopping = true;
      await stopGracefully(http, server, graceMs, noticeMs, closeUnusedConnections);
      stopWatching();
      await stopSweeping();
      await configured.close();
      await notifications.close();
      await sharing.write();
      await opened.close();
      sharing.close();
    },
  };
}

async function listen(http: Server, { PORT, HOST }: Config): Promise<void> {
  http.listen(PORT, HOST);
  try {
    await once(http, 'listening');
  } catch (cause) {
    throw new Error(
      `The server could not listen on ${HOST}:${PORT} (${cause instanceof Error ? cause.message : String(cause)}). Choose another PORT or HOST.`,
      { cause },
    );
  }
}

function addressOf(http: Server, host: string): string {
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
