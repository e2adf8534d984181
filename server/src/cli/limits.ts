/** The limits of this process, from its settings. */
import type { Budgets } from '../auth/budgets/budgets.ts';
import { createLimits, type Limits } from '../auth/limits.ts';
import { VISITOR_PROOF_HEADER } from '../auth/verify-visitor.ts';
import type { CorsOptions } from '../core/http/cors.ts';
import type { ServerLog } from '../core/telemetry/log.ts';
import type { Config } from './settings/config.ts';
import { isLoopbackName } from './access/host-check.ts';
import type { SharedCounts } from './sharing.ts';

/** The sites that may call, for every part of the process. */
export const corsOf = (config: Config): CorsOptions => ({
  allowedOrigins: isOnlyHere(config) ? isLoopbackOrigin : config.CHATDOCK_ALLOWED_ORIGINS,
  originsSetting: 'CHATDOCK_ALLOWED_ORIGINS',
  allowedHeaders: [VISITOR_PROOF_HEADER, ...config.CHATDOCK_ALLOWED_HEADERS],
  exposedHeaders: ['x-request-id'],
});

/** Whether only browsers on this machine can reach the server, as during development, and no origins are configured. */
const isOnlyHere = ({ HOST, CHATDOCK_PUBLIC_URL: publicUrl, CHATDOCK_ALLOWED_ORIGINS: allowed }: Config) =>
  isLoopbackName(HOST) && publicUrl === undefined && allowed.length === 0;

/** A page that this machine serves, on any port. `null`, the origin of files, is not one. */
const isLoopbackOrigin = (origin: string) => isLoopbackName(URL.parse(origin)?.hostname ?? '');

export function openLimits(config: Config, budgets: Budgets, shared: SharedCounts, log: ServerLog): Limits {
  return createLimits({
    ...shared,
    requestsPerAddress: config.CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS,
    requestsPerUser: config.CHATDOCK_LIMIT_REQUESTS_PER_USER,
    turnsPerAddress: config.CHATDOCK_LIMIT_TURNS_PER_ADDRESS,
    turnsPerUser: config.CHATDOCK_LIMIT_TURNS_PER_USER,
    uploadsPerAddress: config.CHATDOCK_LIMIT_UPLOADS_PER_ADDRESS,
    uploadsPerUser: config.CHATDOCK_LIMIT_UPLOADS_PER_USER,
    searchesPerUser: config.CHATDOCK_LIMIT_SEARCHES_PER_USER,
    streamsPerAddress: config.CHATDOCK_LIMIT_STREAMS_PER_ADDRESS,
    streamsPerUser: config.CHATDOCK_LIMIT_STREAMS_PER_USER,
    streams: config.CHATDOCK_LIMIT_STREAMS,
    newVisitorsPerAddress: config.CHATDOCK_LIMIT_NEW_VISITORS_PER_ADDRESS,
    budgets,
    log,
    cors: corsOf(config),
  });
}
