/** Detects a proxy that is not configured, because all visitors then seem to come from one address. */
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import type { ServerLog } from '../core/telemetry/log.ts';

const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip'];

/** Addresses of this machine and of private networks. A browser on the internet has none of them. */
const PRIVATE =
  /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)|^(?:::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/iu;

const isForwarded = ({ headers }: IncomingMessage) => FORWARDED.some((name) => headers[name] !== undefined);

/** Whether a request has a forwarded header and comes from a private address. */
export const isUnknownProxy = (req: IncomingMessage): boolean =>
  isForwarded(req) && PRIVATE.test(req.socket.remoteAddress ?? '');

/**
 * Whether a request came through a proxy while `trust proxy` is off. Warns once.
 *
 * Only a peer in a private network counts as a proxy. A visitor who sends the header by hand has a public address and
 * keeps the budget of that address.
 */
export function createProxyWatch(log: ServerLog): (req: Request) => boolean {
  let hasWarned = false;
  return (req) => {
    const isTrusting = Boolean(req.app.get('trust proxy'));
    if (isTrusting || !isForwarded(req)) return false;
    if (!hasWarned) {
      hasWarned = true;
      log.warn(
        {},
        'Requests come through a proxy, and CHATDOCK_TRUST_PROXY is 0, so all visitors share one address and its limits. Set CHATDOCK_TRUST_PROXY to the number of your proxies.',
      );
    }
    return isUnknownProxy(req);
  };
}
