/**
 * Refuses requests for other hosts, because a page on the internet can use them to reach a server that only this
 * machine may reach.
 */
import type { RequestHandler } from 'express';
import type { Config } from '../settings/config.ts';

/** Names of this machine, which browsers never resolve through another site's DNS. */
const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/iu;

/** Whether a host name means this machine. */
export const isLoopbackName = (name: string): boolean => LOOPBACK.test(name);

/**
 * With `CHATDOCK_PUBLIC_URL`, its host is served; on a loopback address, the names of this machine are served too. A
 * public server without that setting serves every host, because it cannot know its own.
 *
 * If the DNS entry of evil.example changes to 127.0.0.1 ("DNS rebinding"), the browser treats its page as same-origin
 * with this server. The `Host` header still names evil.example.
 */
export function checkHost({ CHATDOCK_PUBLIC_URL: publicUrl, HOST }: Config): RequestHandler {
  const isLoopback = isLoopbackName(HOST);
  const own = publicUrl === undefined ? undefined : nameOf(new URL(publicUrl).hostname);
  return (req, res, next) => {
    // HTTP/1.0 requests have no `Host` header.
    const name = nameOf(req.hostname ?? '');
    if ((own === undefined && !isLoopback) || name === own || (isLoopback && isLoopbackName(name))) return next();
    res.status(421).json({
      error: {
        code: 'wrong_host',
        message:
          own === undefined
            ? 'This server listens on this machine only and answers to no other host name. If it is behind a proxy, set CHATDOCK_PUBLIC_URL to the address that visitors use.'
            : 'This server answers to another host name. Its address is in the setting CHATDOCK_PUBLIC_URL.',
      },
    });
  };
}

const nameOf = (host: string) => host.toLowerCase().replace(/\.$/u, '');
