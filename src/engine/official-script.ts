/** Loads the official ChatKit script once per page, with a timeout. */
import { EngineError } from './engine-error.ts';

export interface OfficialScriptOptions {
  src: string;
  timeoutMs: number;
  nonce?: string | undefined;
  signal: AbortSignal;
}

const OFFICIAL_TAG = 'openai-chatkit';

/**
 * Resolves when `<openai-chatkit>` is defined, by this script or by one that the page loaded.
 *
 * Errors: rejects with EngineError `script-blocked` if the script fails to load, `script-timeout` if it has not
 * defined the element in time, and with the signal's reason when aborted.
 */
export function loadOfficialScript({ src, timeoutMs, nonce, signal }: OfficialScriptOptions): Promise<void> {
  if (customElements.get(OFFICIAL_TAG)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const blocked = () =>
      reject(
        new EngineError(
          'script-blocked',
          `OpenAI's script could not be loaded from ${src}. Check that the page's network and its Content-Security-Policy allow that address.`,
        ),
      );
    let spent: HTMLScriptElement | undefined;
    let isLate = false;
    const timer = setTimeout(() => {
      // The script ran without defining the element: remove it, so that another attempt loads it again.
      spent?.remove();
      isLate = true;
      reject(
        new EngineError(
          'script-timeout',
          `OpenAI's script at ${src} had not defined <${OFFICIAL_TAG}> after ${timeoutMs} ms. Check the network, or set engineTimeout to a longer time.`,
        ),
      );
    }, timeoutMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('The dock was taken off the page.'));
    });
    customElements
      .whenDefined(OFFICIAL_TAG)
      .then(() => clearTimeout(timer))
      .then(resolve, reject);
    try {
      const script = findOrAddScript(src, nonce);
      script.addEventListener('load', () => (isLate ? script.remove() : (spent = script)), { signal });
      script.addEventListener(
        'error',
        () => {
          clearTimeout(timer);
          blocked();
        },
        { signal },
      );
    } catch {
      clearTimeout(timer);
      blocked(); // Trusted Types: the page does not allow scripts to add scripts.
    }
  });
}

function findOrAddScript(src: string, nonce: string | undefined): HTMLScriptElement {
  const absolute = new URL(src, document.baseURI).href;
  const known = [...document.scripts].find((script) => script.src === absolute);
  if (known) return known;
  const script = document.createElement('script');
  script.addEventListener('error', () => script.remove(), { once: true });
  if (nonce) script.nonce = nonce;
  script.async = true;
  script.src = absolute;
  document.head.append(script);
  return script;
}
