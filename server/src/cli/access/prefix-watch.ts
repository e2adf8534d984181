/** Detects a proxy that serves this process under a path that is not configured. */
import type { RequestHandler } from 'express';
import type { ServerLog } from '../../core/telemetry/log.ts';
import type { Config } from '../settings/config.ts';

/**
 * Warns once if a proxy names a path (`X-Forwarded-Prefix`) that is not in `CHATDOCK_PUBLIC_URL`. The header itself is
 * not used, because any client can send it, and addresses of files and documents are stored beyond the request.
 */
export function watchPrefix({ CHATDOCK_PUBLIC_URL: publicUrl }: Config, log: ServerLog): RequestHandler {
  const known = pathOf(publicUrl === undefined ? '/' : new URL(publicUrl).pathname);
  let hasWarned = false;
  return (req, _res, next) => {
    const prefix = req.get('x-forwarded-prefix');
    if (!hasWarned && prefix !== undefined && /^\/[\w./~-]{0,200}$/u.test(prefix) && pathOf(prefix) !== known) {
      hasWarned = true;
      log.warn(
        { code: 'unknown_prefix' },
        `A proxy serves this server under ${prefix}, and CHATDOCK_PUBLIC_URL does not have that path, so files and citations have wrong addresses. Set CHATDOCK_PUBLIC_URL to the address that visitors use, for example https://${req.hostname}${pathOf(prefix)}.`,
      );
    }
    next();
  };
}

const pathOf = (path: string) => path.replace(/\/+$/u, '');
