/** Removes events of plain text, which some servers and proxies send to keep a quiet connection open. */
import { createParser } from 'eventsource-parser';

/** Whether the data of an event is neither JSON nor the beginning of JSON. */
export const isKeepAlive = (data: string): boolean => !/^\s*["[{]/u.test(data) && data.trim() !== '[DONE]';

/** An event stream without them. The client library ends a stream at data that is not JSON. */
function withoutKeepAlives(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let events: string[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event !== 'error' && isKeepAlive(data)) return;
      const lines = data.split('\n').map((line) => `data: ${line}\n`);
      events.push(`${event === undefined ? '' : `event: ${event}\n`}${lines.join('')}\n`);
    },
  });
  const pass = (text: string, controller: TransformStreamDefaultController<Uint8Array>) => {
    parser.feed(text);
    for (const event of events) controller.enqueue(encoder.encode(event));
    events = [];
  };
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => pass(decoder.decode(bytes, { stream: true }), controller),
      // The blank lines end an event whose own blank line is missing.
      flush: (controller) => pass(`${decoder.decode()}\n\n`, controller),
    }),
  );
}

/** A `fetch` that removes them from event streams. */
export function filterKeepAlives(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
    return !isStream || response.body === null ? response : new Response(withoutKeepAlives(response.body), response);
  };
}
