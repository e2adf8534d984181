/** Watches the official element for the ways it fails: never ready, or its domain not verified. */
import type { OpenAIChatKit } from '@openai/chatkit';
import { EngineError } from './engine-error.ts';

export interface WatchDeps {
  timeoutMs: number;
  /** When the waiting began, by `performance.now()`. */
  startedAt: number;
  /** The page's own host, for the sentence that says which domain to register. */
  hostname?: string;
  onReady(): void;
  /** Called at most once. */
  onFail(error: EngineError): void;
}

/** What the official script throws outside any promise of ours has this name or says it; another error of the page may well speak of keys. */
const thrownWords = /domain\s*verification/i;
/** The words of the official frame, and the requests with which it asks OpenAI whether the domain is registered. */
const verificationWords = /domain\s*verification|domain_?key|verify_hosted|DomainVerification/i;
const verificationRequest = /\/domain_keys\/verify/;

/** Starts watching; returns the way to stop. Failures are watched for as long as the element lives: the frame may go later. */
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
            `OpenAI's chat frame was not ready after ${timeoutMs} ms. Its servers may be unreachable from here, or a policy of the page may forbid the frame.`,
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
      if (verificationWords.test(`${name} ${message}`)) failVerification(detail.error);
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
 * If the domain is not registered, the frame removes itself and the page hears nothing: `onGone` is called then.
 *
 * @returns a function that looks now. Call it when the element is ready, because its shadow root may be new.
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

/** The official element's check of the domain, if it is made from this page: 400 and 401 mean "not registered". */
function watchRequests(signal: AbortSignal, onRefused: (cause: Error) => void): void {
  if (typeof PerformanceObserver === 'undefined') return;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!verificationRequest.test(entry.name)) continue;
      const status = 'responseStatus' in entry ? entry.responseStatus : undefined;
      if (status === 400 || status === 401) onRefused(new Error(`${entry.name} answered ${status}.`));
    }
  });
  observer.observe({ type: 'resource' });
  signal.addEventListener('abort', () => observer.disconnect());
}

/** Errors of the check that nothing on the page catches. */
function watchThrown(signal: AbortSignal, onThrown: (cause: Error) => void): void {
  const hear = (thrown: unknown) => {
    if (thrown instanceof Error && thrownWords.test(`${thrown.name} ${thrown.message}`)) onThrown(thrown);
  };
  window.addEventListener('error', ({ error }) => hear(error), { signal });
  window.addEventListener('unhandledrejection', ({ reason }) => hear(reason), { signal });
}

const verificationAdvice = (hostname: string) =>
  `OpenAI's chat refused to run because the domain ${hostname} is not registered for it ("Domain verification failed"). ` +
  'Add the domain at https://platform.openai.com/settings/organization/security/domain-allowlist, take the key it shows (it begins with "domain_pk_" or "dk_"), ' +
  'and give it as data-domain-key (or domainKey). Or use data-engine="local", which needs neither.';
