/** Limits the connections of one address, and the time that a request may take to arrive. */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { ipKeyGenerator } from 'express-rate-limit';
import { isUnknownProxy } from './proxy-watch.ts';

export interface ConnectionLimits {
  /**
   * Open connections of one address; 0 means no limit. Use 0 behind trusted proxies, because all connections are
   * theirs.
   */
  readonly perAddress: number;
  /** A request is ended if fewer than `minBytes` of it arrive within this time, in milliseconds. @defaultValue 20000 */
  readonly stalledMs?: number | undefined;
  /** @defaultValue 1024 */
  readonly minBytes?: number | undefined;
  /** The time limit for the head of a request, in milliseconds. @defaultValue 15000 */
  readonly headersMs?: number | undefined;
  /** The time limit for a whole request, even if it arrives steadily, in milliseconds. @defaultValue 600000 */
  readonly requestMs?: number | undefined;
}

/** How often Node checks for heads that take too long. Pass it to `createServer`. */
export const CHECK_MS = 5000;

/** Applies the limits to a server. Returns a stop function. */
export function limitConnections(http: Server, limits: ConnectionLimits): () => void {
  const { perAddress, headersMs = 15_000, requestMs = 600_000 } = limits;
  http.headersTimeout = headersMs;
  http.requestTimeout = requestMs;
  if (perAddress > 0) countConnections(http, perAddress);
  return watchProgress(http, limits);
}

function countConnections(http: Server, limit: number): void {
  const open = new Map<string, number>();
  const proxies = new Set<string>();
  http.on('request', (req: IncomingMessage) => {
    if (isUnknownProxy(req)) proxies.add(keyOf(req.socket));
  });
  http.on('connection', (socket: Socket) => {
    const key = keyOf(socket);
    const count = (open.get(key) ?? 0) + 1;
    open.set(key, count);
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
    if (count > limit && !proxies.has(key)) socket.destroy();
  });
}

const keyOf = ({ remoteAddress }: Socket) => (remoteAddress === undefined ? 'unknown' : ipKeyGenerator(remoteAddress));

interface Arriving {
  bytes: number;
  sinceMs: number;
}

/** Node's own limits apply to the whole request, but an upload may take minutes as long as data arrives. */
function watchProgress(http: Server, { stalledMs = 20_000, minBytes = 1024 }: ConnectionLimits): () => void {
  const arriving = new Map<IncomingMessage, Arriving>();
  http.on('request', (req: IncomingMessage) => {
    if (!req.complete) arriving.set(req, { bytes: req.socket.bytesRead, sinceMs: performance.now() });
  });
  const look = () => {
    const nowMs = performance.now();
    for (const [req, mark] of arriving) {
      const { socket } = req;
      if (req.complete || socket.destroyed) arriving.delete(req);
      else if (socket.bytesRead - mark.bytes >= minBytes) {
        mark.bytes = socket.bytesRead;
        mark.sinceMs = nowMs;
      } else if (nowMs - mark.sinceMs >= stalledMs) {
        arriving.delete(req);
        endStalled(socket);
      }
    }
  };
  const timer = setInterval(look, stalledMs / 4);
  timer.unref();
  return () => clearInterval(timer);
}

/** As Node does for its own limits: send an answer if the client still listens, then close. */
function endStalled(socket: Socket): void {
  if (socket.writable) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  socket.destroySoon();
}
