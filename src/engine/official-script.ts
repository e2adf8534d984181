/** Loads the official ChatKit script once per page, with a timeout. */
import { EngineError } from './engine-error.ts';

export interface OfficialScriptOptions {
  src: string;
  timeoutMs: number;
  nonce?: string | undefined;
  signal: AbortSignal;
}

export const OFFICIAL_TAG = 'openai-chatkit';

/**
 * Resolves when `<openai-chatkit>` is defined, by this script or by one that the page loaded.
 *
 * Errors: rejects with EngineError `script-blocked` if the script fails to load, `script-timeout` if it has not
 * defined the element in time, and with the signal's reason when aborted.
 */
export function loadOfficialScript({ src, timeoutMs, nonce, signal }: OfficialScriptOptions): Promise<void> {
  if (customElements.get(OFFICIAL_TAG)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    let loaded: HTMLScriptElement | undefined;
    let isOver = false;
    // The script has run without defining the element: remove it, so that another attempt loads it again.
    const removeSpent = () => {
      if (isOver && !customElements.get(OFFICIAL_TAG)) loaded?.remove();
    };
    const giveUp = (error: unknown) => {
      clearTimeout(timer);
      isOver = true;
      removeSpent();
      reject(error);
    };
    const blocked = () =>
      giveUp(
        new EngineError(
          'script-blocked',
          `OpenAI's script could not be loaded from ${src}. Check that the page's network and its Content-Security-Policy allow that address.`,
        ),
      );
    const timer = setTimeout(
      () =>
        giveUp(
          new EngineError(
            'script-timeout',
            `OpenAI's script at ${src} had not defined <${OFFICIAL_TAG}> after ${timeoutMs} ms. Check the network, or set engineTimeout to a longer time.`,
          ),
        ),
      timeoutMs,
    );
    signal.addEventListener('abort', () =>
      giveUp(signal.reason instanceof Error ? signal.reason : new Error('The dock was taken off the page.')),
    );
    customElements
      .whenDefined(OFFICIAL_TAG)
      .then(() => clearTimeout(timer))
      .then(resolve, reject);
    try {
      const script = findOrAddScript(src, nonce);
      // Also after this attempt: the script may arrive later.
      script.addEventListener('load', () => ((loaded = script), removeSpent()), { once: true });
      script.addEventListener('error', blocked, { signal });
    } catch {
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
