/** The adapter for Express. It makes the same decisions as the Fetch handler, but does not use web streams. */
import express, { type Request as ExpressRequest, type Response as ExpressResponse, type Router } from 'express';
import type { RequestContext } from '../core/context.ts';
import { type Answer, createEndpoint, type EndpointOptions, type Incoming } from '../core/http/endpoint.ts';
import { HttpError } from '../core/errors.ts';
import { EventWriter, type StreamTiming, type Transport } from '../core/runs/event-writer.ts';
import { concatenate } from '../core/http/fetch-handler.ts';
import type { ChatKitServer } from '../core/server.ts';

/** The number of unread bytes at which the run is paused. */
const QUEUE_BYTES = 262_144;

/**
 * A router that answers ChatKit requests at the path it is mounted on. Mount it before any body parser.
 *
 * @example
 * app.use('/chatkit', chatkitRouter(server, { authenticate: (request) => ({ userId: userOf(request) }) }));
 */
export function chatkitRouter<Context extends RequestContext>(
  server: ChatKitServer<Context>,
  options: EndpointOptions<Context>,
): Router {
  const decide = createEndpoint(server, options);
  const router = express.Router();
  const handle = async (req: ExpressRequest, res: ExpressResponse): Promise<void> => {
    const connection = new AbortController();
    res.once('close', () => connection.abort());
    const answer = await decide(toIncoming(req, connection.signal));
    if (connection.signal.aborted) leave(answer);
    else send(answer, res, options);
  };
  // `decide` turns every failure into an answer. The only remaining error is a broken socket, which Express logs.
  router.all('/', (req, res) => handle(req, res));
  return router;
}

function toIncoming(req: ExpressRequest, signal: AbortSignal): Incoming {
  return { request: toFetchRequest(req), signal, readBody: (check) => readBody(req, check) };
}

/** The request's head. Express has applied its `trust proxy` setting to `protocol` and `host`. */
export function toFetchRequest(req: ExpressRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const url =
    URL.parse(`${protocolOf(req)}://${req.host || 'localhost'}${req.originalUrl}`) ?? new URL('http://localhost/');
  // `Host: name:password@host` is invalid, and `Request` does not accept it.
  url.username = '';
  url.password = '';
  return new Request(url, { method: req.method === 'TRACE' ? 'GET' : req.method, headers });
}

/** The protocol from a trusted proxy, if valid: `X-Forwarded-Proto` may contain any text. */
function protocolOf({ protocol, socket }: ExpressRequest): 'http' | 'https' {
  if (protocol === 'http' || protocol === 'https') return protocol;
  return 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http';
}

async function readBody(req: ExpressRequest, check: (piece: Uint8Array) => void): Promise<unknown> {
  // A body parser mounted before this router has consumed the body, so use its result.
  if (req.readableEnded && req.body !== undefined)
    return Buffer.isBuffer(req.body) ? new Uint8Array(req.body) : req.body;
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const addChunk = (chunk: Uint8Array) => {
    try {
      check(chunk);
    } catch (cause) {
      req.off('data', addChunk);
      reject(cause);
      return;
    }
    size += chunk.byteLength;
    chunks.push(chunk);
  };
  const end = () => resolve(concatenate(chunks, size));
  const fail = (cause: unknown) =>
    reject(new HttpError(400, 'cut_short', 'The request was interrupted before it was complete.', { cause }));
  req.on('error', ignore).on('data', addChunk).on('end', end).on('error', fail);
  try {
    return await promise;
  } finally {
    // The request lives as long as its stream, so release the body. Later bytes are discarded.
    req.off('data', addChunk).off('end', end).off('error', fail).resume();
  }
}

const ignore = () => undefined;

function send(answer: Answer, res: ExpressResponse, timing: StreamTiming): void {
  res.status(answer.status);
  res.setHeaders(answer.headers);
  if ('feed' in answer) stream(answer, res, timing);
  else if (answer.body === null) res.end();
  else res.end(answer.body);
}

/** The client disconnected before its answer was ready: the request is done, and its stream has no reader. */
function leave(answer: Answer): void {
  if ('feed' in answer) answer.feed.leave();
}

function stream(
  { feed, format }: Extract<Answer, { feed: unknown }>,
  res: ExpressResponse,
  { heartbeatMs, stalledAfterMs }: StreamTiming,
): void {
  res.flushHeaders();
  res.socket?.setNoDelay(true);
  const writer = new EventWriter({ transport: toTransport(res), format, heartbeatMs, stalledAfterMs });
  res.on('drain', () => writer.drained());
  res.once('close', () => {
    writer.close();
    feed.leave();
  });
  feed.start(writer);
}

function toTransport(res: ExpressResponse): Transport {
  return {
    write: (text) => res.write(text) || res.writableLength < QUEUE_BYTES,
    isBehind: () => res.writableLength > 0,
    onceMoving: (filler, callback) => res.write(filler, () => callback()),
    end: () => res.end(),
    destroy: () => res.destroy(),
  };
}
