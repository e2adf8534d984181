/** Stops an HTTP server without cutting answers off. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { ChatKitServer } from '../core/server.ts';
import type { RequestContext } from '../core/context.ts';

/** Clients that do not read their last response are cut off after this time. */
const LINGER_MS = 500;

/**
 * Refuses new connections, waits up to `graceMs` for running turns, stores unfinished ones, and resolves when every
 * connection is closed. Close the database after it.
 */
export async function stopGracefully<Context extends RequestContext>(
  http: Server,
  server: ChatKitServer<Context>,
  graceMs: number,
): Promise<void> {
  // Keep-alive connections close after their next response.
  http.prependListener('request', (_req, res) => res.setHeader('connection', 'close'));
  const closed = once(http, 'close');
  http.close();
  await server.close({ graceMs });
  http.closeIdleConnections();
  // The remaining connections have their response. A client that does not read it must not delay the exit.
  setTimeout(() => http.closeAllConnections(), LINGER_MS).unref();
  await closed;
}
