/** The Express application of the ready-to-run process: which part answers at which path. */
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { createLimits } from '../auth/limits.ts';
import type { RequestContext } from '../core/context.ts';
import type { CorsOptions } from '../core/cors.ts';
import type { Authenticate } from '../core/endpoint.ts';
import type { ChatKitServer } from '../core/server.ts';
import { chatkitRouter } from '../http/chatkit-router.ts';
import type { Config } from './config.ts';
import { siteRouter } from './site.ts';

export interface AppParts {
  config: Config;
  server: ChatKitServer;
  authenticate: Authenticate<RequestContext>;
  /** Folder that holds `demo/` and `dist/`. */
  siteRoot: string;
  /** Throws when the process should get no requests right now. */
  checkReady(): Promise<void>;
}

/** Puts the parts of the process behind their paths. Listening is left to the caller. */
export function createApp({ config, server, authenticate, siteRoot, checkReady }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.CHATDOCK_TRUST_PROXY);
  app.use(requestId);
  app.get('/healthz', alive);
  app.get('/readyz', ready(checkReady));

  const cors: CorsOptions = { allowedOrigins: config.CHATDOCK_ALLOWED_ORIGINS, exposedHeaders: ['x-request-id'] };
  const limits = createLimits({
    requestsPerAddress: config.CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS,
    requestsPerUser: config.CHATDOCK_LIMIT_REQUESTS_PER_USER,
    turnsPerAddress: config.CHATDOCK_LIMIT_TURNS_PER_ADDRESS,
    turnsPerUser: config.CHATDOCK_LIMIT_TURNS_PER_USER,
    streamsPerAddress: config.CHATDOCK_LIMIT_STREAMS_PER_ADDRESS,
    streamsPerUser: config.CHATDOCK_LIMIT_STREAMS_PER_USER,
    streams: config.CHATDOCK_LIMIT_STREAMS,
    log: server.log,
    cors,
  });
  const apiHeaders = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] } },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: { includeSubDomains: false },
  });
  app.use('/chatkit', apiHeaders, limits.perAddress, chatkitRouter(server, { ...cors, authenticate: limits.withAddress(authenticate), admit: limits.admit }));
  app.use(siteRouter({ root: siteRoot }));
  return app;
}

/** Every request has an id for the logs: a proxy's when it is harmless, else a new one. The answer repeats it. */
const requestId: RequestHandler = (req, res, next) => {
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : crypto.randomUUID();
  req.headers['x-request-id'] = id;
  res.setHeader('x-request-id', id);
  next();
};

const alive: RequestHandler = (_req, res) => {
  res.json({ status: 'ok' });
};

const ready = (checkReady: () => Promise<void>): RequestHandler => async (_req, res) => {
  try {
    await checkReady();
    res.json({ status: 'ready' });
  } catch (error) {
    // For whoever runs the server: the sentence names no secret and no path.
    res.status(503).set('retry-after', '5').json({ status: 'not ready', reason: error instanceof Error ? error.message : 'unknown' });
  }
};
