import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEvent, anyText } from '../../../test/fixtures/events.ts';
import { decodeEvents } from './decode.ts';
import { ProtocolError } from '../errors.ts';
import type { ThreadStreamEvent } from '../thread/events.ts';

const sse = 'text/event-stream';
const ndjson = 'application/x-ndjson';
const progress = (text: string) => ({ type: 'progress_update', text });
const frame = (event: object) => `data: ${JSON.stringify(event)}\n\n`;

/** A body that arrives in the given pieces, then ends, or breaks with `failure`. */
function bodyOf(pieces: readonly (string | Uint8Array)[], failure?: unknown) {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces[next++];
      if (piece !== undefined) controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
      else if (failure !== undefined) controller.error(failure);
      else controller.close();
    },
  });
}

async function decodeAll(pieces: readonly (string | Uint8Array)[], contentType = sse) {
  const events: ThreadStreamEvent[] = [];
  for await (const event of decodeEvents(bodyOf(pieces), contentType)) events.push(event);
  return events;
}

/** The events that were decoded before the failure, and the error. */
async function decodeUntilFailure(body: ReadableStream<Uint8Array>, contentType = sse) {
  const events: ThreadStreamEvent[] = [];
  try {
    for await (const event of decodeEvents(body, contentType)) events.push(event);
  } catch (error) {
    return { events, code: error instanceof ProtocolError ? error.code : String(error) };
  }
  return { events, code: 'none' };
}

/** Cuts bytes at the given places, in any order and number. */
function cut(bytes: Uint8Array, places: readonly number[]) {
  const edges = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return edges.slice(1).map((end, position) => bytes.slice(edges[position], end));
}

describe('decoding a stream', () => {
  it('gives the same events for any chunking of the bytes [P018]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEvent, { maxLength: 6 }),
        fc.array(fc.nat()),
        fc.constantFrom(sse, ndjson),
        async (events, places, contentType) => {
          const text = events
            .map((event) => (contentType === sse ? frame(event) : `${JSON.stringify(event)}\n`))
            .join('');
          const decoded = await decodeAll(cut(new TextEncoder().encode(text), places), contentType);
          expect(decoded).toEqual(JSON.parse(JSON.stringify(events)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('survives a split at every byte, also within characters of one to four bytes [P018]', async () => {
    const events = [progress('aé€🛩️'), progress('次')];
    const bytes = new TextEncoder().encode(events.map(frame).join(''));
    for (let place = 0; place <= bytes.length; place++) {
      expect(await decodeAll([bytes.slice(0, place), bytes.slice(place)])).toEqual(events);
    }
    expect(await decodeAll([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(events);
  });

  it('handles all line endings, comments and unknown fields, in any chunking [P019]', async () => {
    const lineEnd = fc.constantFrom('\n', '\r', '\r\n');
    const noise = fc.constantFrom(': ping', ':', 'event: message', 'id: 7', 'retry: 3000', 'whatever: x', 'whatever');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyText, noise), { maxLength: 4 }),
        lineEnd,
        fc.array(fc.nat()),
        async (texts, end, places) => {
          const lines = texts.flatMap(([text, line]) => [line, `data: ${JSON.stringify(progress(text))}`, line, '']);
          const bytes = new TextEncoder().encode(lines.map((line) => line + end).join(''));
          expect(await decodeAll(cut(bytes, places))).toEqual(texts.map(([text]) => progress(text)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads a byte order mark, data over several lines, and data without the space', async () => {
    expect(await decodeAll(['\uFEFFdata:{"type":"progress_update",\ndata: "text":"x"}\n\n'])).toEqual([progress('x')]);
    expect(await decodeAll(['\uFEFF{"type":"progress_update","text":"x"}\r\n\r\n'], ndjson)).toEqual([progress('x')]);
  });

  it('yields an event at its blank line, not at the end of the body', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const events = decodeEvents(readable, sse);
    const first = events.next();
    void writer.write(new TextEncoder().encode(frame(progress('now'))));
    expect((await first).value).toEqual(progress('now'));
    await events.return();
  });

  it('reads a last event whose blank line is missing', async () => {
    expect(await decodeAll([frame(progress('a')), `data: ${JSON.stringify(progress('b'))}`])).toEqual([
      progress('a'),
      progress('b'),
    ]);
    expect(await decodeAll([JSON.stringify(progress('b'))], ndjson)).toEqual([progress('b')]);
  });

  it('yields complete events of a truncated body, then reports that it was cut', async () => {
    const whole = new TextEncoder().encode(frame(progress('a')));
    const next = new TextEncoder().encode(`data: ${JSON.stringify(progress('é'))}`);
    for (let length = 1; length < next.length; length++) {
      const { events, code } = await decodeUntilFailure(bodyOf([whole, next.slice(0, length)]));
      expect({ events, code }, `cut after ${length} bytes`).toEqual({ events: [progress('a')], code: 'stream-cut' });
    }
    expect(await decodeUntilFailure(bodyOf(['{"type":"prog']), ndjson)).toMatchObject({ code: 'stream-cut' });
  });

  it('reports a broken connection as cut, and an abort as an abort', async () => {
    const broken = await decodeUntilFailure(bodyOf([frame(progress('a'))], new TypeError('network error')));
    expect(broken).toEqual({ events: [progress('a')], code: 'stream-cut' });
    const aborted = await decodeUntilFailure(bodyOf([frame(progress('a'))], new DOMException('stop', 'AbortError')));
    expect(aborted.code).toBe('AbortError: stop');
  });

  it('throws on an event that is not JSON, and on a broken known one', async () => {
    expect(
      (await decodeUntilFailure(bodyOf([frame(progress('a')), 'data: {oops}\n\n', frame(progress('b'))]))).code,
    ).toBe('invalid-event');
    expect((await decodeUntilFailure(bodyOf(['data: {"type":"thread.item.removed"}\n\n']))).code).toBe('invalid-event');
  });

  it('skips unknown events [P077]', async () => {
    expect(await decodeAll([frame({ type: 'hologram.opened' }), frame(progress('a'))])).toEqual([progress('a')]);
  });

  it('refuses other content types, ignoring case and parameters', async () => {
    expect((await decodeUntilFailure(bodyOf([]), 'text/html')).code).toBe('wrong-content-type');
    expect((await decodeUntilFailure(bodyOf([]), 'constructor')).code).toBe('wrong-content-type');
    expect(await decodeAll([frame(progress('a'))], 'Text/Event-Stream; charset=utf-8')).toEqual([progress('a')]);
  });

  it('releases the body if the reader stops early or an event is broken', async () => {
    const cancelled: string[] = [];
    const endless = (name: string, text: string) =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new TextEncoder().encode(text)),
        cancel: () => void cancelled.push(name),
      });
    for await (const event of decodeEvents(endless('left', frame(progress('a'))), sse)) {
      expect(event).toEqual(progress('a'));
      break;
    }
    await decodeUntilFailure(endless('broken', 'data: {oops}\n\n'));
    expect(cancelled).toEqual(['left', 'broken']);
  });
});
