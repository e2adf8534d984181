/** Sends requests to a ChatKit server. Each is sent once, and each failure is a ProtocolError that names its cause. */
import { decodeTogether, isEventStreamType, type StreamMarks } from './decode.ts';
import { ProtocolError } from '../errors.ts';
import type { ThreadStreamEvent } from '../thread/events.ts';
import { joinText } from '../reducer/join-text.ts';
import { memberOf } from '../member-of.ts';
import type {
  ChatKitRequestInput,
  JsonRequestInput,
  RunsResumeRequestInput,
  StreamRequestInput,
} from '../requests/requests.ts';
import { type JsonResponses, parseResponse } from '../requests/responses.ts';
import { parseRetryAfter } from './retry-after.ts';
import { toJson } from '../to-json.ts';

/** Options of `createClient`. Only `url` is required. */
export interface ClientOptions {
  /** The chat server: an absolute URL, or a path on the page's own origin. */
  url: string;
  /** Sends the requests. Called as `fetch(url, init)`, `init.headers` a plain object. @defaultValue the platform's */
  fetch?: typeof fetch | undefined;
  /** Headers added to every request; a function is called for each request. */
  headers?: Record<string, string> | (() => Record<string, string>) | undefined;
  /** Called for each record that is left out of a list because it cannot be parsed. */
  onProblem?: ((problem: ProtocolError) => void) | undefined;
  /** Called when the server says that it resumes turns. With this option, requests ask the server whether it does. */
  onResumable?: (() => void) | undefined;
  /** Called when our server announces the limits of a message, and whether messages can be edited. */
  onLimits?: ((limits: AnnouncedLimits) => void) | undefined;
}

/** The limits and features that our server announces: for messages, files and searching. */
export interface AnnouncedLimits {
  messageChars: number;
  attachments: number;
  /** Whether messages can be edited. */
  edits: boolean;
  /** The MIME types of the files that it stores. */
  fileTypes: readonly string[] | undefined;
  /** The size of the largest file that it stores. */
  fileBytes: number | undefined;
  /** How long the query of a search may be; undefined if the server cannot search. */
  searchChars: number | undefined;
}

/** Options of one request. */
export interface SendOptions {
  /** Aborting closes the connection, which stops a turn. Pending promises reject with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Filled with the data that a server that can resume sends beside the events. */
  marks?: StreamMarks | undefined;
}

/**
 * A client of one ChatKit server, as `createClient` returns it. It keeps no connection and no state between
 * requests.
 */
export interface ChatKitClient {
  /**
   * Sends a request whose answer is one JSON document, and validates that document.
   *
   * Errors: rejects with ProtocolError 'network', 'http-status' or 'invalid-response'.
   */
  request<T extends JsonRequestInput['type']>(
    request: JsonRequestInput & { type: T },
    options?: SendOptions,
  ): Promise<JsonResponses[T]>;
  /**
   * Sends a request whose answer is a stream, on the first read, and yields events as they arrive. Adjacent deltas of
   * one text that arrived together are joined. A turn is never retried, because the server would run it twice.
   *
   * Errors: throws ProtocolError 'network', 'http-status', 'wrong-content-type', 'invalid-event' or 'stream-cut'.
   */
  stream(
    request: StreamRequestInput | RunsResumeRequestInput,
    options?: SendOptions,
  ): AsyncGenerator<ThreadStreamEvent, void, undefined>;
}

/** A client of one server. It holds only its options, so creating many is cheap. */
export function createClient({
  url,
  fetch: hostFetch,
  headers,
  onProblem,
  onResumable,
  onLimits,
}: ClientOptions): ChatKitClient {
  const send = async (request: ChatKitRequestInput, accept: string, signal?: AbortSignal, withinMs?: number) => {
    const answering = reach(url, hostFetch ?? globalThis.fetch, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: accept,
        ...(typeof headers === 'function' ? headers() : headers),
      },
      body: toJson(request),
      ...(signal ? { signal } : {}),
    });
    const response = await (withinMs === undefined ? answering : inTime(answering, withinMs, url));
    if (!response.ok) throw await toHttpError(url, response);
    return response;
  };

  return {
    async request<T extends JsonRequestInput['type']>(
      request: JsonRequestInput & { type: T },
      { signal }: SendOptions = {},
    ) {
      const asked = onResumable && ANNOUNCES_FEATURES.has(request.type) ? withResume(request) : request;
      const json = await readJson(await send(asked, 'application/json', signal), signal);
      if (memberOf(json, 'resumable') === true) onResumable?.();
      const limits = memberOf(json, 'limits');
      const [messageChars, attachments] = [memberOf(limits, 'message_chars'), memberOf(limits, 'attachments')];
      if (typeof messageChars === 'number' && typeof attachments === 'number')
        onLimits?.({
          messageChars,
          attachments,
          edits: memberOf(limits, 'edits') === true,
          fileTypes: stringsIn(memberOf(limits, 'file_types')),
          fileBytes: Number(memberOf(limits, 'file_bytes')) || undefined,
          searchChars: Number(memberOf(limits, 'search_chars')) || undefined,
        });
      return parseResponse<T>(request.type, json, onProblem);
    },
    async *stream(request, { signal, marks } = {}) {
      // If the server has announced its heartbeat, it may take as long to begin as a stream may be silent.
      const response = await send(request, 'text/event-stream', signal, marks?.heartbeatMs && marks.heartbeatMs * 3);
      const contentType = response.headers.get('content-type') ?? '';
      if (!response.body || !isEventStreamType(contentType)) {
        await response.body?.cancel();
        throw new ProtocolError(
          'wrong-content-type',
          `${url} answered a message with ${contentType || 'no content type'} instead of text/event-stream, so the reply was not read. Check that this is the chat server's address.`,
          { status: response.status },
        );
      }
      for await (const events of decodeTogether(response.body, contentType, marks)) yield* joinText(events);
    },
  };
}

/** Requests whose answers say whether turns can be resumed. */
const ANNOUNCES_FEATURES: ReadonlySet<string> = new Set<JsonRequestInput['type']>([
  'threads.list',
  'threads.get_by_id',
]);

/** A request from a client that can resume; `key` identifies a request that begins a turn. */
export const withResume = <Request extends ChatKitRequestInput>(request: Request, key?: string): Request => ({
  ...request,
  metadata: { ...request.metadata, chatdock: { key, resume: true } },
});

/** Fetches, or throws 'network' if the server is unreachable. An abort stays an abort. */
export async function reach(url: string, fetchWith: typeof fetch, init: RequestInit): Promise<Response> {
  try {
    return await fetchWith(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ProtocolError(
      'network',
      `The chat server at ${url} could not be reached, so nothing was sent or it got no answer. Check the connection and the address.`,
      { cause },
    );
  }
}

/** A connection may be dead without anything reporting it. */
async function inTime(answering: Promise<Response>, ms: number, url: string): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    const error = () => new ProtocolError('network', `The chat server at ${url} did not answer within ${ms} ms.`);
    timer = setTimeout(() => reject(error()), ms);
  });
  try {
    return await Promise.race([answering, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** The error for a response outside 200–299, with details from its JSON body, if any. */
export async function toHttpError(url: string, response: Response): Promise<ProtocolError> {
  const { code, message } = await readErrorBody(response);
  return new ProtocolError(
    'http-status',
    message ?? `The chat server answered ${response.status} at ${url}, so the request was not carried out.`,
    {
      status: response.status,
      serverCode: code,
      retryAfterMs: parseRetryAfter(response.headers.get('retry-after')),
    },
  );
}

const stringsIn = (list: unknown) =>
  Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : undefined;

async function readErrorBody(response: Response): Promise<{ code?: string | undefined; message?: string | undefined }> {
  const body: unknown = await response.json().catch(() => null);
  const error = memberOf(body, 'error');
  const code = memberOf(error, 'code');
  const message = memberOf(error, 'message');
  return {
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' && message !== '' ? message : undefined,
  };
}

async function readJson(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ProtocolError(
      'invalid-response',
      'The chat server answered with something that is not JSON, so nothing could be read from it.',
      {
        status: response.status,
        cause,
      },
    );
  }
}
