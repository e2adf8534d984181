/** The fetch of model clients. It rejects answers that are not an event stream before they reach the parser. */
import { outgoingHeaders } from '../outgoing-headers.ts';
import { ProviderFailure } from './fallback/failure.ts';

export interface GuardedFetchOptions {
  /** @defaultValue the platform's, looked up at each call */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * The maximum length of a line in a stream, in bytes. A generated image is one line of a few megabytes.
   * @defaultValue 8 MiB
   */
  maxLineBytes?: number | undefined;
}

/** Errors: the body errors, or the call rejects, with a ProviderFailure of kind 'garbled'. */
export function createGuardedFetch({
  fetch,
  maxLineBytes = 8 * 1024 * 1024,
}: GuardedFetchOptions = {}): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await (fetch ?? globalThis.fetch)(input, { ...init, headers: withOutgoing(init?.headers) });
    if (!response.ok || response.body === null || !asksForStream(init)) return response;
    const type = response.headers.get('content-type') ?? '';
    if (/\bhtml\b/iu.test(type)) {
      await response.body.cancel();
      throw new ProviderFailure(
        'garbled',
        `The provider answered with a page (${type}) instead of a stream of events. Is the base URL right, or is there a login in front of it?`,
      );
    }
    return new Response(response.body.pipeThrough(limitLines(maxLineBytes)), response);
  };
}

/** Headers that the client sets itself stay. */
function withOutgoing(given: RequestInit['headers']): Headers {
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(outgoingHeaders())) if (!headers.has(name)) headers.set(name, value);
  return headers;
}

const asksForStream = (init: RequestInit | undefined) =>
  typeof init?.body === 'string' && /"stream":\s*true/u.test(init.body);

function limitLines(maxLineBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let lineBytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const lastNewline = Math.max(chunk.lastIndexOf(0x0a), chunk.lastIndexOf(0x0d));
      lineBytes = lastNewline === -1 ? lineBytes + chunk.byteLength : chunk.byteLength - lastNewline - 1;
      if (lineBytes > maxLineBytes)
        controller.error(
          new ProviderFailure('garbled', `The provider sent a line of more than ${maxLineBytes} bytes.`),
        );
      else controller.enqueue(chunk);
    },
  });
}
