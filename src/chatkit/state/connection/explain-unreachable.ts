/**
 * Explains in the console why a request to a server on another origin failed. A script cannot see whether the server is
 * down or refused the page's origin. Only a page where a request failed loads this module.
 */

interface Address {
  isRefusing: boolean;
  /** Whether a request has been refused since the visitor last pressed something. */
  isClosed: boolean;
  isBeingExplained: boolean;
  explanations: number;
}

/** A chat that retries must not send refused requests forever. */
const MAX_EXPLANATIONS = 5;
const addresses = new Map<string, Address>();
const explained = new Set<string>();

// The press may be on "Try again".
for (const type of ['pointerdown', 'keydown', 'click'])
  addEventListener(type, () => addresses.forEach((address) => (address.isClosed = false)), { capture: true });

/**
 * Whether a request to this address would be refused again and only add errors to the console. After the visitor's next
 * press, one more request is sent.
 */
export const isRefused = (input: RequestInfo | URL): boolean => addresses.get(hrefOf(input))?.isClosed === true;

/** Call when the address has answered, to clear what was recorded about it. */
export const forget = (input: RequestInfo | URL): boolean => addresses.delete(hrefOf(input));

/**
 * Logs one sentence: what is wrong and what to set. Logs each sentence once.
 * @param isStorage Whether the request took a file to a storage that is not the chat server.
 */
export async function explainUnreachable(input: RequestInfo | URL, isStorage = false): Promise<void> {
  const href = hrefOf(input);
  const url = new URL(href);
  // On the page's own origin the browser's message is sufficient, and without a network there is nothing to explain.
  if (url.origin === origin || !navigator.onLine) return;
  const known = addresses.get(href) ?? { isRefusing: false, isClosed: false, isBeingExplained: false, explanations: 0 };
  addresses.set(href, known);
  known.isClosed = known.isRefusing;
  if (known.isRefusing || known.isBeingExplained || known.explanations >= MAX_EXPLANATIONS) return;
  known.explanations += 1;
  known.isBeingExplained = true;
  const { sentence, isRefusal } = await (isStorage ? causeAtStorage : causeOf)(url);
  Object.assign(known, { isBeingExplained: false, isRefusing: isRefusal, isClosed: isRefusal });
  if (explained.has(sentence)) return;
  explained.add(sentence);
  // For the owner of the page, who looks there when the chat does not connect.
  // oxlint-disable-next-line no-console
  console.warn(`ChatDock: ${sentence}`);
}

const hrefOf = (input: RequestInfo | URL) =>
  new URL(input instanceof Request ? input.url : String(input), document.baseURI).href;

interface Cause {
  sentence: string;
  isRefusal: boolean;
}

async function causeAtStorage(url: URL): Promise<Cause> {
  const why = (await isAnswered(url, 'no-cors'))
    ? `answers, but it did not take a file. Let its CORS rules allow PUT with the header Content-Type from pages of ${origin}.`
    : "does not answer. Check that the page's Content-Security-Policy names it in connect-src, that it runs, and that its address is as secure as the page (https).";
  // A signed address works once, so a later upload with another address may succeed.
  return { sentence: `The file storage at ${url.origin} ${why}`, isRefusal: false };
}

async function causeOf(url: URL): Promise<Cause> {
  const server = `The chat server at ${url.origin}${url.pathname}`;
  const because = (sentence: string, isRefusal = false) => ({ sentence: `${server} ${sentence}`, isRefusal });
  if (!(await isAnswered(url, 'no-cors')))
    return because(
      "does not answer. Check that it runs, that the address is right and as secure as the page (https), and that the page's Content-Security-Policy names it in connect-src.",
    );
  if (await isAnswered(url, 'cors'))
    return because(
      "allows this page, but a request failed. If the page adds headers, name them in CHATDOCK_ALLOWED_HEADERS on the server, or allowedHeaders in its code; if a proxy is in front of it, look into the proxy's log.",
    );
  if (origin === 'null')
    return because(
      'answers, but it refuses this page, because a page that was opened from a file or is in a sandboxed frame has no origin that could be allowed. Open the page through a web server.',
      true,
    );
  return because(
    `answers, but it does not allow pages of ${origin}, or the path of the address is wrong. Set CHATDOCK_ALLOWED_ORIGINS=${origin} on the server, or allowedOrigins in its code.`,
    true,
  );
}

/** A `no-cors` request succeeds if there is any answer; a `cors` request only if the answer allows the page's origin. */
const isAnswered = (url: URL, mode: RequestMode) =>
  fetch(url, { mode, credentials: 'omit', cache: 'no-store' }).then(
    () => true,
    () => false,
  );
