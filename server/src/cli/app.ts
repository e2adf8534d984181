/** The Express application of the ready-to-run process: mounts each part at its path. */
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Limits } from '../auth/limits.ts';
import type { RequestContext } from '../core/context.ts';
import type { Authenticate } from '../core/http/endpoint.ts';
import type { ServerLog } from '../core/telemetry/log.ts';
import type { ChatKitServer } from '../core/server.ts';
import { attachmentRouter } from '../http/attachments/attachment-router.ts';
import type { HostedAttachments } from '../http/attachments/hosted-attachments.ts';
import { chatkitRouter } from '../http/chatkit-router.ts';
import { healthRouter } from '../http/health-router.ts';
import { isSameSecret } from '../http/is-same-secret.ts';
import { type Logout, logoutRouter } from '../http/logout-router.ts';
import type { Config } from './settings/config.ts';
import type { Metrics } from './monitoring/metrics.ts';
import { DOCUMENTS_PATH } from '../agents/configured/configured-server.ts';
import { documentsRouter } from './site/documents.ts';
import { checkHost } from './access/host-check.ts';
import { corsOf } from './limits.ts';
import { watchPrefix } from './access/prefix-watch.ts';
import { siteRouter } from './site/site.ts';

interface AppDeps {
  config: Config;
  server: ChatKitServer;
  attachments: HostedAttachments;
  authenticate: Authenticate<RequestContext>;
  logout: Logout;
  limits: Limits;
  /** Folder that holds `demo/` and `dist/`. */
  siteRoot: string;
  /** Folder of the documents that answers cite, when this process must show them. */
  documentsFolder?: string | null | undefined;
  metrics: Metrics;
  /** Throws if the process should get no requests now. */
  checkReady(): Promise<void>;
}

/** Mounts each part of the process at its path. The caller listens. */
export function createApp({
  config,
  server,
  attachments,
  authenticate,
  logout,
  limits,
  siteRoot,
  documentsFolder = null,
  metrics,
  checkReady,
}: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.CHATDOCK_TRUST_PROXY);
  app.use(requestId, watchPrefix(config, server.log));
  app.use(healthRouter(checkReady));
  // Prometheus may use any host name. Without a token the host must match; otherwise DNS rebinding could read the
  // metrics.
  const hostCheck = checkHost(config);
  if (config.CHATDOCK_METRICS_TOKEN === undefined) app.use('/metrics', hostCheck);
  app.get('/metrics', mayReadMetrics(config), showMetrics(metrics));
  app.use(hostCheck);

  const cors = corsOf(config);
  const identify = limits.withAddress(authenticate);
  const apiHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: { includeSubDomains: false },
  });
  app.use(['/chatkit', '/attachments'], apiHeaders, limits.perAddress);
  app.use('/chatkit', chatkitRouter(server, { ...cors, authenticate: identify, admit: limits.admit }));
  app.use('/chatkit/logout', logoutRouter(logout, { ...cors, log: server.log }));
  // The dock posts direct uploads to `apiUrl` + `/upload`.
  app.use(
    ['/attachments', '/chatkit/upload'],
    attachmentRouter(server, attachments, { ...cors, authenticate: identify, admit: limits.admitUpload }),
  );
  if (documentsFolder !== null) app.use(DOCUMENTS_PATH, documentsRouter(documentsFolder));
  app.use(
    siteRouter({
      root: siteRoot,
      demo: config.CHATDOCK_DEMO_PAGES === '1',
      publicUrl: config.CHATDOCK_PUBLIC_URL,
    }),
  );
  app.use(apiHeaders, nothingHere, toPlainError(server.log));
  return app;
}

/** Every request has an id for the logs: that of a proxy if it is valid, else a new one. The answer contains it. */
const requestId: RequestHandler = (req, res, next) => {
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : crypto.randomUUID();
  req.headers['x-request-id'] = id;
  res.setHeader('x-request-id', id);
  next();
};

/**
 * Metrics need the token. If no token is configured, only this machine may read them, and only without a proxy, because
 * a proxy's requests come from this machine too.
 */
function mayReadMetrics({ CHATDOCK_METRICS_TOKEN: token, CHATDOCK_TRUST_PROXY: proxies }: Config): RequestHandler {
  return (req, res, next) => {
    const { authorization = '', forwarded, 'x-forwarded-for': forwardedFor } = req.headers;
    const isLocal =
      proxies === 0 &&
      forwarded === undefined &&
      forwardedFor === undefined &&
      /^(::1|(::ffff:)?127\.[\d.]+)$/.test(req.socket.remoteAddress ?? '');
    if (token === undefined ? isLocal : isSameSecret(Buffer.from(authorization), Buffer.from(`Bearer ${token}`)))
      return next();
    const message =
      token === undefined
        ? 'Set CHATDOCK_METRICS_TOKEN to read the metrics from another machine.'
        : 'Send the metrics token as "Authorization: Bearer …".';
    res
      .status(401)
      .set('www-authenticate', 'Bearer')
      .json({ error: { code: 'not_allowed', message } });
  };
}

const showMetrics =
  (metrics: Metrics): RequestHandler =>
  async (_req, res) => {
    const text = await metrics.text();
    res.set({ 'content-type': metrics.contentType, 'cache-control': 'no-store' }).send(text);
  };

const nothingHere: RequestHandler = (_req, res) => {
  res.status(404).json({ error: { code: 'not_found', message: 'Nothing was found at this address.' } });
};

/** Replaces Express's error page, which would show file paths of this machine. */
const toPlainError =
  (log: ServerLog): ErrorRequestHandler =>
  (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const given = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    const status = given >= 400 && given < 500 ? given : 500;
    if (status === 500) log.error({ err: error }, 'A request could not be answered.');
    const message =
      status === 500
        ? 'Something went wrong on our side. The server’s log has the cause.'
        : 'This request is not valid.';
    res.status(status).json({ error: { code: status === 500 ? 'internal' : 'bad_request', message } });
  };
