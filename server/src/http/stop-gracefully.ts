/** Stops an HTTP server without cutting answers off. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ChatKitServer } from '../core/server.ts';
import type { RequestContext } from '../core/context.ts';

/** Clients that do not read their last response are cut off after this time. */
const LINGER_MS = 500;

/**
 * Watches for connections on which nothing was sent yet: browsers open some in advance, and `closeIdleConnections` leaves
 * them open. Returns a function that closes them.
 */
export function watchUnusedConnections(http: Server): () => void {
  const sockets = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
}

/**
 * Goes on answering for `noticeMs`, a part of `graceMs`: let the readiness check fail first, so that a balancer sends
 * visitors elsewhere. Then takes no more turns, waits for those that run until `graceMs` have passed, and stores
 * unfinished ones. It listens all that time. Resolves when every connection is closed. Close the database after it.
 */
export async function stopGracefully<Context extends RequestContext>(
  http: Server,
  server: ChatKitServer<Context>,
  graceMs: number,
  noticeMs = 0,
  closeUnusedConnections: () => void = () => undefined,
): Promise<void> {
  // Keep-alive connections close after their next response, so that the next request can go to another process.
  http.prependListener('request', (_req, res) => res.setHeader('connection', 'close'));
  if (noticeMs > 0) await new Promise((resolve) => setTimeout(resolve, noticeMs));
  await server.close({ graceMs: Math.max(graceMs - noticeMs, 0) });
  const closed = once(http, 'close');
  http.close();
  http.closeIdleConnections();
  closeUnusedConnections();
  // The remaining connections have their response. A client that does not read it must not delay the exit.
  setTimeout(() => http.closeAllConnections(), LINGER_MS).unref();
  await closed;
}
