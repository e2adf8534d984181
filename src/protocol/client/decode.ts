/** Reading a reply: bytes in, typed events out. */
import { ownEntry } from '../kinds.ts';
import { createParser } from 'eventsource-parser';
import { ProtocolError } from '../errors.ts';
import type { ThreadStreamEvent } from '../thread/events.ts';
import { parseEvent } from '../parse.ts';

/** The data that our server sends in a stream beside its events. Filled while the stream is read. */
export interface StreamMarks {
  /** `<run id>/<number>` of the newest event. */
  id?: string | undefined;
  /** The server sends something at least this often. */
  heartbeatMs?: number | undefined;
  /** How the turn ended. A stream with ids that ends without it was cut. */
  outcome?: string | undefined;
}

/**
 * Decodes a streamed reply into events, as they arrive.
 *
 * Shape: `body` is UTF-8 and may break anywhere, even inside a character. `contentType` is the response header:
 * `text/event-stream` (LF, CR or CRLF line ends, comments, a byte order mark, data over several lines) or
 * `application/x-ndjson` (one JSON document a line). Events of a type we do not know are skipped.
 * Errors: throws ProtocolError 'wrong-content-type', 'invalid-event' (a broken event ends the reading) or 'stream-cut'
 * (the body broke off, or ended in the middle of an event). However the loop ends, the body is released.
 * Source: WHATWG HTML, section "Parsing an event stream".
 */
export async function* decodeEvents(
  body: ReadableStream<Uint8Array>,
  contentType: string,
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  for await (const events of decodeTogether(body, contentType)) yield* events;
}

/** Like `decodeEvents`, but yields all events of a chunk together: one packet may hold hundreds of text deltas. */
export async function* decodeTogether(
  body: ReadableStream<Uint8Array>,
  contentType: string,
  marks: StreamMarks = {},
): AsyncGenerator<Iterable<ThreadStreamEvent>, void, undefined> {
  const splitter = createSplitter(contentType, marks);
  const text = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await readInTime(reader, marks).catch(throwStreamCut);
      yield parseAll(
        done
          ? [...splitter.feed(text.decode()), ...splitter.end()]
          : splitter.feed(text.decode(value, { stream: true })),
        done,
        marks,
      );
      if (done) return;
    }
  } finally {
    // Release the connection. Cancelling a body that has ended does nothing.
    reader.cancel().catch(() => undefined);
  }
}

/** Reads the next bytes. Three missing heartbeats mean that the connection is dead, although nothing reported it. */
async function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>, { heartbeatMs }: StreamMarks) {
  if (heartbeatMs === undefined) return await reader.read();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Nothing has arrived for three heartbeats.')), heartbeatMs * 3);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Yields the events before a broken one, then throws. */
function* parseAll(
  documents: readonly Document[],
  isLast: boolean,
  marks: StreamMarks,
): Generator<ThreadStreamEvent, void, undefined> {
  for (const { data, id } of documents) {
    const event = parseEvent(toJson(data, isLast));
    if (id) marks.id = id;
    if (event) yield event;
  }
}

/** Whether a response of this content type can be decoded. */
export const isEventStreamType = (contentType: string) => Object.hasOwn(splitters, mediaType(contentType));

/** One JSON document, and the id of its frame. */
interface Document {
  readonly data: string;
  readonly id?: string | undefined;
}

/** Splits decoded text into JSON documents, for either framing. */
interface Splitter {
  /** The documents that this text completes. */
  feed(text: string): Document[];
  /** The remainder when the body has ended. */
  end(): Document[];
}

const splitters: Record<string, (marks: StreamMarks) => Splitter> = {
  'text/event-stream': createSseSplitter,
  'application/x-ndjson': createLineSplitter,
  'application/ndjson': createLineSplitter,
  'application/jsonl': createLineSplitter,
};

function createSplitter(contentType: string, marks: StreamMarks): Splitter {
  const create = ownEntry(splitters, mediaType(contentType));
  if (create) return create(marks);
  throw new ProtocolError(
    'wrong-content-type',
    `The reply is ${contentType || 'of no stated type'}, not an event stream, so it was not read. Check that the address is the chat server's, and that no proxy answers for it.`,
  );
}

function createSseSplitter(marks: StreamMarks): Splitter {
  let documents: Document[] = [];
  let strayField = '';
  const parser = createParser({
    onEvent: ({ data, id }) => documents.push({ data, id }),
    onComment(comment) {
      if (/^\d+$/.test(comment)) marks.heartbeatMs = Number(comment);
      if (comment.startsWith('end ')) marks.outcome = comment.slice('end '.length);
    },
    onError: ({ line }) => (strayField = line ?? ''),
  });
  const feed = (text: string) => {
    documents = [];
    strayField = '';
    if (text) parser.feed(text);
    return documents;
  };
  return {
    feed,
    end() {
      // A server may close without the last blank line. Adding it completes the last event or, if the body broke off
      // inside, leaves partial JSON or field names, which are reported as a cut.
      const left = feed('\n\n');
      return strayField && 'data'.startsWith(strayField) ? [{ data: strayField }] : left;
    },
  };
}

function createLineSplitter(): Splitter {
  let rest: string[] = [];
  return {
    feed(text) {
      const lines = text.split('\n');
      const last = lines.pop() ?? '';
      if (lines.length === 0) {
        rest.push(last);
        return [];
      }
      lines[0] = rest.join('') + lines[0];
      rest = [last];
      return lines.filter(isText).map(toDocument);
    },
    end: () => [rest.join('')].filter(isText).map(toDocument),
  };
}

const toDocument = (data: string): Document => ({ data });

const isText = (line: string) => line.trim() !== '';

function toJson(document: string, isLast: boolean): unknown {
  try {
    return JSON.parse(document);
  } catch (cause) {
    throw isLast
      ? new ProtocolError(
          'stream-cut',
          'The reply ended in the middle of an event, so what was shown may be incomplete. Try again.',
          { cause },
        )
      : new ProtocolError(
          'invalid-event',
          'The server sent an event that is not JSON, so the rest of the reply was not read.',
          { cause },
        );
  }
}

function throwStreamCut(cause: unknown): never {
  // An abort is intended, not a failure, so rethrow it unchanged.
  if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
  if (cause instanceof ProtocolError) throw cause;
  throw new ProtocolError(
    'stream-cut',
    'The connection broke while the reply was arriving, so what was shown may be incomplete. Try again.',
    { cause },
  );
}

const mediaType = (contentType: string) => (contentType.split(';')[0] ?? '').trim().toLowerCase();
