/** Refuses requests for another host, which is how a page on the internet reaches a server that only this machine may reach. */
import type { RequestHandler } from 'express';
import type { Config } from '../settings/config.ts';

/** Names of this machine. A browser resolves none of them through a stranger's DNS. */
const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/iu;

/** Whether a host name means this machine. */
export const isLoopbackName = (name: string): boolean => LOOPBACK.test(name);

/**
 * With `CHATDOCK_PUBLIC_URL`, its host is served; on a loopback address, so are the names of this machine. A public
 * server without that setting serves every host, since it cannot know its own.
 *
 * A page of evil.example whose DNS entry changes to 127.0.0.1 ("DNS rebinding") is of the server's own origin for the
 * browser. The `Host` header still names evil.example.
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
