/** The adapter for everything that speaks Fetch: Next.js route handlers, Hono, Bun, Deno, Workers. */
import type { RequestContext } from '../context.ts';
import { type Answer, createEndpoint, type EndpointOptions, type Feed, type Incoming } from './endpoint.ts';
import { type EventFormat, EventWriter, type StreamTiming, type Transport } from '../runs/event-writer.ts';
import type { ChatKitServer } from '../server.ts';

/** The number of unread bytes at which the run is paused. */
const QUEUE_BYTES = 65_536;

/**
 * A function from Request to Response that answers every ChatKit request sent to it. It never rejects.
 *
 * @example
 * export const POST = createFetchHandler(server, { authenticate: async (request) => ({ userId: await userOf(request) }) });
 */
export function createFetchHandler<Context extends RequestContext>(
  server: ChatKitServer<Context>,
  options: EndpointOptions<Context>,
): (request: Request) => Promise<Response> {
  const decide = createEndpoint(server, options);
  return async (request) => toResponse(await decide(toIncoming(request)), options);
}

function toIncoming(request: Request): Incoming {
  return { request, signal: request.signal, readBody: (check) => readBody(request, check) };
}

function toResponse(answer: Answer, timing: StreamTiming): Response {
  const { status, headers } = answer;
  return new Response('feed' in answer ? stream(answer.feed, answer.format, timing) : answer.body, {
    status,
    headers,
  });
}

/** The events as a response body. Cancelling the body counts as a disconnect. */
function stream(
  feed: Feed,
  format: EventFormat,
  { heartbeatMs, stalledAfterMs }: StreamTiming,
): ReadableStream<Uint8Array> {
  let writer: EventWriter | undefined;
  let moved: (() => void) | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const transport = toTransport(controller, {
          onceMoving: (_filler, callback) => (moved = callback),
          onDestroy: () => {
            writer?.close();
            feed.leave();
          },
        });
        writer = new EventWriter({ transport, format, heartbeatMs, stalledAfterMs });
        feed.start(writer);
      },
      pull() {
        moved?.();
        writer?.drained();
      },
      cancel() {
        writer?.close();
        feed.leave();
      },
    },
    { highWaterMark: QUEUE_BYTES, size: (chunk) => chunk.byteLength },
  );
}

function toTransport(
  controller: ReadableStreamDefaultController<Uint8Array>,
  { onceMoving, onDestroy }: { onceMoving: Transport['onceMoving']; onDestroy: () => void },
): Transport {
  const encoder = new TextEncoder();
  return {
    write(text) {
      controller.enqueue(encoder.encode(text));
      return (controller.desiredSize ?? 0) > 0;
    },
    isBehind: () => (controller.desiredSize ?? 0) < QUEUE_BYTES,
    onceMoving,
    end: () => controller.close(),
    destroy() {
      controller.error(new Error('The reader stopped reading, so the stream was closed.'));
      onDestroy();
    },
  };
}

async function readBody(request: Request, check: (piece: Uint8Array) => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body) {
    for await (const chunk of iterate(request.body)) {
      check(chunk);
      size += chunk.byteLength;
      chunks.push(chunk);
    }
  }
  return concatenate(chunks, size);
}

/** ReadableStream is not async iterable in every runtime this runs in. */
async function* iterate(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Chunks as one array. */
export function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
