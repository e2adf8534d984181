/** Refuses requests from origins that may not call the server, and logs each such origin once. */
import type { CorsDecision, CorsOptions } from './cors.ts';
import { HttpError } from '../errors.ts';
import type { ServerLog } from '../telemetry/log.ts';

/** Anybody can send invented origins, so the log names only the first ones. */
const MAX_LOGGED_ORIGINS = 100;
const loggedOrigins = new WeakMap<ServerLog, Set<string>>();

/** @throws HttpError 403 if the origin may not call the server */
export function requireOrigin(
  { allowed }: CorsDecision,
  request: Request,
  log: ServerLog,
  { originsSetting = 'allowedOrigins' }: CorsOptions,
): void {
  if (allowed) return;
  const origin = (request.headers.get('origin') ?? '').slice(0, 200);
  const logged = loggedOrigins.get(log) ?? new Set();
  loggedOrigins.set(log, logged);
  if (!logged.has(origin) && logged.size < MAX_LOGGED_ORIGINS) {
    logged.add(origin);
    log.warn(
      { code: 'origin_not_allowed', origin },
      origin === 'null'
        ? `Refused a request from a page without an origin: it was opened from a file, or is in a sandboxed frame. Serve the page over http or https. Only ${originsSetting}=* would allow it.`
        : `Refused a request from origin ${origin}, which is not in ${originsSetting}. Add it there if its pages may use this server.`,
    );
  }
  throw new HttpError(
    403,
    'origin_not_allowed',
    'This site isn’t allowed to use this chat server. The owner of the server can allow it.',
  );
}
