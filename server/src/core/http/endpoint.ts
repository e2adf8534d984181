/** Decides how to answer one HTTP request. Adapters send the answer. */
import type { ChatKitRequest } from '@chatdock/protocol/requests/requests';
import { TRANSCRIBES_HEADER } from '@chatdock/protocol/transcribes-header';
import { type BodyLimit, createBodyLimits } from './body-limits.ts';
import type { RequestContext } from '../context.ts';
import { type CorsOptions, decideCors, preflightHeaders } from './cors.ts';
import { CustomStreamError, HttpError, NotFoundError, StoreUnavailableError } from '../errors.ts';
import type { EventFormat, EventWriter, StreamTiming } from '../runs/event-writer.ts';
import { requireOrigin } from './require-origin.ts';
import type { Run } from '../runs/run.ts';
import { pump, type RunReading } from '../runs/resuming/run-reading.ts';
import type { ChatKitServer } from '../server.ts';
import { readTrace } from '../telemetry/trace-context.ts';

/** The context of a caller before the request begins, without the members that the endpoint adds. */
export type Identity<Context extends RequestContext> = Omit<Context, 'signal'>;

/**
 * Identifies the caller. Throw HttpError(401, …) to refuse. Headers put into `reply` (a cookie, a fresh token) are
 * sent with every answer, errors included. The request's body cannot be read here.
 */
export type Authenticate<Context extends RequestContext> = (
  request: Request,
  reply: Headers,
) => Identity<Context> | Promise<Identity<Context>>;

/**
 * Decides whether a request may be processed now. Throw HttpError to refuse it: 429 for a rate limit. The returned
 * function is called once the request is over: its answer is ready, or its turn has ended.
 */
export type Admit<Context extends RequestContext> = (
  request: ChatKitRequest,
  context: Context,
) => Leave | undefined | Promise<Leave | undefined>;
/** Called once when an admitted request has ended in any way. Releases what `admit` reserved. */
export type Leave = () => void;

/** Options of `createFetchHandler` and `chatkitRouter`. Only `authenticate` is required. */
export interface EndpointOptions<Context extends RequestContext> extends CorsOptions, StreamTiming {
  readonly authenticate: Authenticate<Context>;
  /** Called once the caller and the request are known, before anything is done. */
  readonly admit?: Admit<Context> | undefined;
  /** The maximum size of a request in bytes. @defaultValue 262144 */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The maximum size of an `input.transcribe` request in bytes. It contains a whole recording in base64.
   * @defaultValue 8388608
   */
  readonly maxAudioBodyBytes?: number | undefined;
  /** The maximum size of all current `input.transcribe` requests together, in bytes. @defaultValue 16777216 */
  readonly maxAudioBytesAtOnce?: number | undefined;
}

/** A request as an adapter sees it. */
export interface Incoming {
  /** Only its head is used. The body is read through `body`. */
  readonly request: Request;
  /** Aborted when the connection closes. */
  readonly signal: AbortSignal;
  /**
   * Reads the whole body. `check` is called with each piece as it arrives. If it throws, the request is refused with
   * that error.
   */
  readBody(check: (piece: Uint8Array) => void): Promise<unknown>;
}

export type Answer =
  | { readonly status: number; readonly headers: Headers; readonly body: string | null; readonly code?: string }
  | { readonly status: 200; readonly headers: Headers; readonly feed: Feed; readonly format: EventFormat };

/** A stream for one connection. Exactly one of the two is called first; `leave` may follow `start`. */
export interface Feed {
  readonly threadId: string;
  start(writer: EventWriter): void;
  /** The connection was closed. */
  leave(): void;
}

const METHODS = ['POST'] as const;

/** The decisions, without a transport: `decide(incoming)` never rejects. */
export function createEndpoint<Context extends RequestContext>(
  server: ChatKitServer<Context>,
  options: EndpointOptions<Context>,
) {
  const { authenticate, admit } = options;
  const bodies = createBodyLimits(options);

  async function answer(
    { request, signal, readBody }: Incoming,
    headers: Headers,
    onRead: (request: ChatKitRequest) => void,
    bodyLimit: BodyLimit,
  ): Promise<Answer> {
    if (request.method !== 'POST')
      throw new HttpError(405, 'method_not_allowed', 'This address accepts only POST requests.', {
        headers: { allow: 'POST, OPTIONS' },
      });
    // Check this before `authenticate`; otherwise a form on another site would get a new identity, whose cookie
    // replaces the visitor's.
    requireJson(request.headers.get('content-type'));
    const identity = await authenticate(request, headers);
    const chatKitRequest = server.read(await readBody(bodyLimit.check));
    bodyLimit.settle(chatKitRequest);
    onRead(chatKitRequest);
    const locale = request.headers.get('accept-language') ?? undefined;
    const requestId = request.headers.get('x-request-id') ?? undefined;
    const { origin } = new URL(request.url);
    const trace = readTrace(request.headers);
    const { metadata } = chatKitRequest;
    // Identity is Context without `signal`; TypeScript cannot see that adding it back gives Context again.
    const context = { locale, requestId, trace, origin, metadata, ...identity, signal } as unknown as Context;
    const leave = await admit?.(chatKitRequest, context);
    const result = await server.answer(chatKitRequest, context).catch((cause: unknown) => {
      leave?.();
      throw cause;
    });
    if (result.kind === 'json') {
      leave?.();
      return jsonAnswer(200, result.body, headers);
    }
    const feed = result.kind === 'stream' ? runFeed(result.run, leave) : readingFeed(result.reading, leave);
    return { status: 200, headers, feed, format: chooseFormat(request, headers) };
  }

  return async function decide(incoming: Incoming): Promise<Answer> {
    const arrivedMs = performance.now();
    let read: ChatKitRequest | undefined;
    const answered = await answerOrRefuse(incoming, (request) => void (read = request));
    server.telemetry.requestAnswered({
      requestId: incoming.request.headers.get('x-request-id') ?? undefined,
      threadId: 'feed' in answered ? answered.feed.threadId : threadIdOf(read),
      type: read?.type,
      status: answered.status,
      code: 'code' in answered ? answered.code : undefined,
      ms: performance.now() - arrivedMs,
    });
    return answered;
  };

  async function answerOrRefuse(incoming: Incoming, onRead: (request: ChatKitRequest) => void): Promise<Answer> {
    const { request } = incoming;
    const cors = decideCors(request.headers, new URL(request.url).origin, options);
    const headers = new Headers({
      ...cors.headers,
      'x-content-type-options': 'nosniff',
      [TRANSCRIBES_HEADER]: server.canTranscribe ? 'yes' : 'no',
    });
    const bodyLimit = bodies.open();
    try {
      requireOrigin(cors, request, server.log, options);
      if (request.method === 'OPTIONS') return preflightAnswer(headers, options);
      return await answer(incoming, headers, onRead, bodyLimit);
    } catch (cause) {
      return errorAnswer(cause, headers, server, request);
    } finally {
      bodyLimit.close();
    }
  }
}

/** For turns that are not resumable: a disconnect stops them, as in ChatKit's own server. */
function runFeed<Context extends RequestContext>(run: Run<Context>, leave: Leave | undefined): Feed {
  if (leave) run.subscribe({ event: () => undefined, end: leave });
  return {
    threadId: run.threadId,
    start(writer) {
      run.subscribe(writer);
      void run.start();
    },
    leave() {
      run.stop();
      void run.start();
    },
  };
}

/** For resumable turns: a disconnect does not stop the turn, which keeps its slot in the limits. */
function readingFeed(reading: RunReading, leave: Leave | undefined): Feed {
  const connection = new AbortController();
  const free = () => leave?.();
  void reading.settled?.then(free);
  const end = () => {
    if (!reading.settled) free();
  };
  return {
    threadId: reading.threadId,
    start: (writer) => void pump(reading, writer, connection.signal).finally(end),
    leave() {
      connection.abort();
      end();
    },
  };
}

const threadIdOf = (request: ChatKitRequest | undefined) =>
  request && 'thread_id' in request.params ? request.params.thread_id : undefined;

function preflightAnswer(headers: Headers, options: CorsOptions) {
  for (const [name, value] of Object.entries(preflightHeaders(METHODS, options))) headers.set(name, value);
  return { status: 204, headers, body: null };
}

function jsonAnswer(status: number, body: object, headers: Headers) {
  headers.set('content-type', 'application/json');
  headers.set('cache-control', 'no-store');
  return { status, headers, body: JSON.stringify(body) };
}

/** Converts an error into an answer. Unexpected errors are logged, and the client gets no details. */
export function errorAnswer<Context extends RequestContext>(
  cause: unknown,
  headers: Headers,
  { log }: Pick<ChatKitServer<Context>, 'log'>,
  request: Request,
) {
  const refusal = toHttpError(cause);
  if (refusal.status >= 500)
    log.error(
      { err: cause, requestId: request.headers.get('x-request-id') ?? undefined },
      'A request could not be answered.',
    );
  for (const [name, value] of Object.entries(refusal.headers)) headers.set(name, value);
  return {
    ...jsonAnswer(refusal.status, { error: { code: refusal.code, message: refusal.message } }, headers),
    code: refusal.code,
  };
}

function toHttpError(cause: unknown): HttpError {
  if (cause instanceof HttpError) return cause;
  if (cause instanceof NotFoundError)
    return new HttpError(404, 'not_found', 'This thread, item or file doesn’t exist, or it belongs to another user.');
  if (cause instanceof CustomStreamError) return new HttpError(400, 'custom', cause.message);
  if (cause instanceof StoreUnavailableError) {
    return new HttpError(
      503,
      'store_unavailable',
      'Conversations can’t be loaded or saved right now. Try again in a few seconds.',
      { headers: { 'retry-after': '5' } },
    );
  }
  return new HttpError(500, 'internal', 'Something went wrong on our side. The server’s log has the cause.');
}

/** Accept only JSON, because browsers send cross-site forms and plain text without a preflight, but not JSON. */
function requireJson(contentType: string | null): void {
  const [mediaType, ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (mediaType === 'application/json' && (!charset || /^charset="?utf-?8"?$/.test(charset))) return;
  throw new HttpError(415, 'not_json', 'Send the request as application/json in UTF-8.');
}

/** The format of a stream's events, and the headers for it. */
function chooseFormat(request: Request, headers: Headers): EventFormat {
  const format = (request.headers.get('accept') ?? '').includes('application/x-ndjson') ? 'ndjson' : 'sse';
  headers.set('content-type', format === 'sse' ? 'text/event-stream' : 'application/x-ndjson');
  headers.set('cache-control', 'no-store, no-transform');
  headers.set('x-accel-buffering', 'no');
  return format;
}
