/**
 * Explains in the console why a request to a server on another origin failed. The browser tells a script neither that the
 * server is down nor that it refused the page's origin. Only a page where a request failed loads this module.
 */

/** A chat that keeps trying must not ask for ever. */
const MAX_EXPLANATIONS = 5;
let count = 0;
const said = new Set<string>();

/** Logs one sentence: what is wrong, and what to set. Each sentence once. */
export async function explainUnreachable(input: RequestInfo | URL): Promise<void> {
  const url = new URL(input instanceof Request ? input.url : String(input), document.baseURI);
  // On the page's own origin the browser's message says all there is, and without a network there is nothing to explain.
  if (url.origin === origin || !navigator.onLine || count >= MAX_EXPLANATIONS) return;
  count += 1;
  const sentence = await causeOf(url);
  if (said.has(sentence)) return;
  said.add(sentence);
  // For the owner of the page, who looks there when the chat does not connect.
  // oxlint-disable-next-line no-console
  console.warn(`ChatDock: ${sentence}`);
}

async function causeOf(url: URL): Promise<string> {
  const server = `The chat server at ${url.origin}${url.pathname}`;
  if (!(await isAnswered(url, 'no-cors')))
    return `${server} does not answer. Check that it runs, that the address is right and as secure as the page (https), and that the page's Content-Security-Policy names it in connect-src.`;
  if (await isAnswered(url, 'cors'))
    return `${server} allows this page, but a request failed. If the page adds headers, name them in allowedHeaders on the server; if a proxy is in front of it, look into the proxy's log.`;
  if (origin === 'null')
    return `${server} answers, but it refuses this page, because a page that was opened from a file or is in a sandboxed frame has no origin that could be allowed. Open the page through a web server.`;
  return `${server} answers, but it does not allow pages of ${origin}, or the path of the address is wrong. Set CHATDOCK_ALLOWED_ORIGINS=${origin} on the server, or allowedOrigins in its code.`;
}

/** A `no-cors` request succeeds if there is any answer; a `cors` request only if the answer allows the page's origin. */
const isAnswered = (url: URL, mode: RequestMode) =>
  fetch(url, { mode, credentials: 'omit', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
