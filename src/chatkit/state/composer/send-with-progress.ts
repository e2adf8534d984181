/** Uploads by XMLHttpRequest, which reports progress. Otherwise it behaves like `fetch`. */

/** A response with one of these may have no body. */
const BODYLESS = new Set([204, 205, 304]);

/**
 * @param onProgress Receives the part of the body that has been sent, from 0 to 1.
 * @returns A fetch. It takes the same headers, sends the same cookies, resolves with any status, rejects with a TypeError
 * when there was no answer, and with the signal's reason when it is aborted.
 */
export function sendWithProgress(onProgress: (part: number) => void): typeof fetch {
  return (input, init = {}) => {
    if (input instanceof Request || wouldSendCookies(input, init) || addsPreflight(input, init))
      return fetch(input, init);
    return new Promise((resolve, reject) => {
      const { method = 'GET', headers, body, signal, credentials } = init;
      if (signal?.aborted) return reject(signal.reason);
      const request = new XMLHttpRequest();
      request.open(method, input);
      request.responseType = 'arraybuffer';
      request.withCredentials = credentials === 'include';
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
      request.upload.addEventListener(
        'progress',
        ({ loaded, total, lengthComputable }) => lengthComputable && total > 0 && onProgress(loaded / total),
      );
      request.addEventListener('load', () => resolve(toResponse(request)));
      request.addEventListener('error', () => reject(new TypeError('The upload got no answer.')));
      request.addEventListener('abort', () => reject(signal?.reason));
      const abort = () => request.abort();
      signal?.addEventListener('abort', abort);
      request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort));
      // Only `fetch` can send a stream as a body. No caller passes one.
      request.send(body as XMLHttpRequestBodyInit | null | undefined);
    });
  };
}

/** An XMLHttpRequest to the page's own origin always sends cookies. */
const wouldSendCookies = (input: string | URL, { credentials }: RequestInit) =>
  credentials === 'omit' && new URL(input, document.baseURI).origin === location.origin;

/**
 * Listening for progress makes the browser send a preflight request to another origin. A form without custom headers
 * needs none otherwise, and its server may not answer one, so the progress of such an upload is not reported.
 */
function addsPreflight(input: string | URL, { method, headers }: RequestInit): boolean {
  const isOtherSite = new URL(input, document.baseURI).origin !== location.origin;
  return isOtherSite && method === 'POST' && [...new Headers(headers)].length === 0;
}

function toResponse(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const { status, statusText } = request;
  const body: unknown = request.response;
  return new Response(BODYLESS.has(status) || !(body instanceof ArrayBuffer) ? null : body, {
    status,
    statusText,
    headers,
  });
}
