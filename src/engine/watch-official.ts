/** Watches the official element for its failures: it never becomes ready, or its domain is not verified. */
import type { OpenAIChatKit } from '@openai/chatkit';
import { EngineError } from './engine-error.ts';

interface WatchDeps {
  timeoutMs: number;
  /** When loading started, by `performance.now()`. */
  startedAt: number;
  /** The page's host name, for the message about the domain to register. */
  hostname?: string;
  onReady(): void;
  /** Called at most once. */
  onFail(error: EngineError): void;
}

/** Matches the name or message of errors that the official script throws. It does not match "key", which errors of the page may contain. */
const THROWN_WORDS = /domain\s*verification/i;
/** Matches the error texts of the official frame, and the requests that check whether the domain is registered. */
const VERIFICATION_WORDS = /domain\s*verification|domain_?key|verify_hosted|DomainVerification/i;
const VERIFICATION_REQUEST = /\/domain_keys\/verify/;

/** Starts watching; returns a function that stops. It watches as long as the element exists, because the frame may fail later. */
export function watchOfficial(
  element: OpenAIChatKit,
  { timeoutMs, startedAt, hostname = location.hostname, onReady, onFail }: WatchDeps,
): () => void {
  const watching = new AbortController();
  const { signal } = watching;
  let isReady = false;

  const fail = (error: EngineError) => {
    if (signal.aborted) return;
    watching.abort();
    onFail(error);
  };
  const failVerification = (cause?: unknown) =>
    fail(new EngineError('domain-verification', verificationAdvice(hostname), { cause }));

  const timer = setTimeout(
    () => {
      if (!isReady)
        fail(
          new EngineError(
            'not-ready',
            `OpenAI's chat frame was not ready after ${timeoutMs} ms. Check that the network reaches OpenAI's servers and that the page's Content-Security-Policy (frame-src) allows the frame.`,
          ),
        );
    },
    Math.max(0, startedAt + timeoutMs - performance.now()),
  );

  const lookAtFrame = watchFrame(element, signal, () => failVerification());
  element.addEventListener(
    'chatkit.ready',
    () => {
      isReady = true;
      lookAtFrame();
      onReady();
    },
    { signal },
  );

  element.addEventListener(
    'chatkit.error',
    ({ detail }: CustomEvent<{ error: Error }>) => {
      const { name, message } = detail.error;
      if (VERIFICATION_WORDS.test(`${name} ${message}`)) failVerification(detail.error);
      else if (name === 'InvalidFrameParamsError')
        fail(
          new EngineError('invalid-options', `OpenAI's element refused its options: ${message}`, {
            cause: detail.error,
          }),
        );
    },
    { signal },
  );

  watchRequests(signal, failVerification);
  watchThrown(signal, failVerification);
  signal.addEventListener('abort', () => clearTimeout(timer));
  return () => watching.abort();
}

/**
 * If the domain is not registered, the frame removes itself without an event. `onGone` is called then.
 *
 * @returns a function that checks now. Call it when the element is ready, because its shadow root may be new.
 */
function watchFrame(element: OpenAIChatKit, signal: AbortSignal, onGone: () => void): () => void {
  let hadFrame = false;
  const look = () => {
    const hasFrame = Boolean(element.shadowRoot?.querySelector('iframe'));
    if (hadFrame && !hasFrame && element.isConnected) onGone();
    hadFrame = hasFrame;
  };
  const observer = new MutationObserver(look);
  signal.addEventListener('abort', () => observer.disconnect());
  const observe = () => {
    look();
    if (element.shadowRoot) observer.observe(element.shadowRoot, { childList: true, subtree: true });
  };
  observe();
  return observe;
}

/** Watches the page's network requests for the check of the domain: 400 and 401 mean "not registered". */
function watchRequests(signal: AbortSignal, onRefused: (cause: Error) => void): void {
  if (typeof PerformanceObserver === 'undefined') return;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!VERIFICATION_REQUEST.test(entry.name)) continue;
      const status = 'responseStatus' in entry ? entry.responseStatus : undefined;
      if (status === 400 || status === 401) onRefused(new Error(`${entry.name} answered ${status}.`));
    }
  });
  observer.observe({ type: 'resource' });
  signal.addEventListener('abort', () => observer.disconnect());
}

/** Watches for uncaught errors of the domain check. */
function watchThrown(signal: AbortSignal, onThrown: (cause: Error) => void): void {
  const handleError = (thrown: unknown) => {
    if (thrown instanceof Error && THROWN_WORDS.test(`${thrown.name} ${thrown.message}`)) onThrown(thrown);
  };
  window.addEventListener('error', ({ error }) => handleError(error), { signal });
  window.addEventListener('unhandledrejection', ({ reason }) => handleError(reason), { signal });
}

const verificationAdvice = (hostname: string) =>
  `OpenAI's chat refused to run because the domain ${hostname} is not registered for it ("Domain verification failed"). ` +
  'Add the domain at https://platform.openai.com/settings/organization/security/domain-allowlist, take the key it shows (it begins with "domain_pk_" or "dk_"), ' +
  'and give it as data-domain-key (or domainKey). Or use data-engine="local", which needs neither.';
