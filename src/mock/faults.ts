/** Scenarios that fail before or during an answer. */
import { HttpResponse } from 'msw';

/** Replaces the answer to one turn. Receives a function that requests the real answer. */
export type Fault = (answer: () => Promise<Response>) => Response | Promise<Response>;

const refuse =
  (status: number, code: string, message: string, headers: Record<string, string> = {}): Fault =>
  () =>
    HttpResponse.json({ error: { code, message } }, { status, headers });

export const faults = {
  /** The server fails before it answers. */
  'http-500': refuse(500, 'internal', 'The server could not complete the request.'),
  /** The server requires a sign-in. */
  'http-401': refuse(401, 'unauthorized', 'Sign in to chat.'),
  /** Too many messages; try again in two seconds. */
  'http-429': refuse(429, 'rate_limited', 'You’re sending messages too quickly. Wait a moment, then try again.', {
    'retry-after': '2',
  }),
  /** A proxy answers with an HTML page. */
  'not-a-stream': () => HttpResponse.html('<!doctype html><title>Welcome</title>'),
  /** No connection. */
  offline: () => HttpResponse.error(),
  /** The connection breaks after the first 2 kB of the answer. */
  cut: async (answer) => breakOff(await answer(), 2000),
} as const satisfies Record<string, Fault>;

/** Copies a response whose body fails after this many bytes, in the middle of an event. */
function breakOff({ body, status, headers }: Response, afterBytes: number): Response {
  const reader = body?.getReader();
  let left = afterBytes;
  const broken = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = left > 0 && reader ? await reader.read() : { done: true, value: undefined };
        if (!done && value) {
          controller.enqueue(value.subarray(0, left));
          left -= value.byteLength;
          return;
        }
        await reader?.cancel();
        controller.error(new TypeError('The connection was cut.'));
      },
      cancel: () => reader?.cancel(),
    },
    // Buffer nothing: when a stream fails, it discards its buffer.
    { highWaterMark: 0 },
  );
  return new HttpResponse(broken, { status, headers });
}
