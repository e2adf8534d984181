/** Watches the official element for the ways it fails: never ready, or its domain not verified. */
import type { OpenAIChatKit } from '@openai/chatkit';
import { EngineError } from './engine-error.ts';

export interface WatchParts {
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
  { timeoutMs, startedAt, hostname = location.hostname, onReady, onFail }: WatchParts,
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

  element.addEventListener(
    'chatkit.ready',
    () => {
      isReady = true;
      watchFrame();
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

  // The frame takes itself away when the domain is not registered, without a word to the page.
  const frame = () => element.shadowRoot?.querySelector('iframe') ?? null;
  let hadFrame = false;
  const look = () => {
    const hasFrame = frame() !== null;
    if (hadFrame && !hasFrame && element.isConnected) failVerification();
    hadFrame = hasFrame;
  };
  const observer = new MutationObserver(look);
  const watchFrame = () => {
    look();
    if (element.shadowRoot) observer.observe(element.shadowRoot, { childList: true, subtree: true });
  };
  watchFrame();

  // Its check, where it is made from this page: 400 and 401 mean "not registered".
  const requests =
    typeof PerformanceObserver === 'undefined'
      ? undefined
      : new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if (!verificationRequest.test(entry.name)) continue;
            const status = 'responseStatus' in entry ? entry.responseStatus : undefined;
            if (status === 400 || status === 401) failVerification(new Error(`${entry.name} answered ${status}.`));
          }
        });
  requests?.observe({ type: 'resource' });

  const hear = (thrown: unknown) => {
    if (thrown instanceof Error && thrownWords.test(`${thrown.name} ${thrown.message}`)) failVerification(thrown);
  };
  window.addEventListener('error', ({ error }) => hear(error), { signal });
  window.addEventListener('unhandledrejection', ({ reason }) => hear(reason), { signal });

  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    observer.disconnect();
    requests?.disconnect();
  });
  return () => watching.abort();
}

const verificationAdvice = (hostname: string) =>
  `OpenAI's chat refused to run because the domain ${hostname} is not registered for it ("Domain verification failed"). ` +
  'Add the domain at https://platform.openai.com/settings/organization/security/domain-allowlist, take the key it shows (it begins with "domain_pk_" or "dk_"), ' +
  'and give it as data-domain-key (or domainKey). Or use data-engine="local", which needs neither.';
