/** Stops an HTTP server without interrupting answers. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ChatKitServer } from '../core/server.ts';
import type { RequestContext } from '../core/context.ts';

/** Clients that do not read their last response are disconnected after this time. */
const LINGER_MS = 500;

/**
 * Tracks connections on which nothing was sent yet, because browsers open some in advance and `closeIdleConnections`
 * does not close them. Returns a function that closes them.
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
 * Continues to answer for `noticeMs`, a part of `graceMs`. Let the readiness check fail first, so that a load balancer
 * sends visitors elsewhere. Then accepts no more turns, waits for running ones until `graceMs` have passed, and stores
 * unfinished ones. The server listens during all this time. Resolves when every connection is closed. Close the
 * database afterwards.
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
