/** Loads the official ChatKit script once per page, with a timeout. */
import { EngineError } from './engine-error.ts';

interface OfficialScriptOptions {
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
    let script: HTMLScriptElement | undefined;
    const giveUp = (error: unknown) => {
      clearTimeout(timer);
      if (script) {
        useOf(script).waiting.delete(signal);
        removeSpent(script);
      }
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
      script = findOrAddScript(src, nonce);
      useOf(script).waiting.add(signal);
      script.addEventListener('error', blocked, { signal });
    } catch {
      blocked(); // Trusted Types: the page does not allow scripts to add scripts.
    }
  });
}

/** The state of a script that the page's attempts share: the waiting attempts, and whether it has run. */
interface ScriptUse {
  waiting: Set<AbortSignal>;
  hasRun: boolean;
}
const uses = new WeakMap<HTMLScriptElement, ScriptUse>();

function useOf(script: HTMLScriptElement): ScriptUse {
  const known = uses.get(script);
  if (known) return known;
  const use: ScriptUse = { waiting: new Set(), hasRun: false };
  uses.set(script, use);
  // Also after every attempt has ended: the script may arrive later.
  script.addEventListener('load', () => ((use.hasRun = true), removeSpent(script)), { once: true });
  return use;
}

/**
 * Removes a script that has run without defining the element, if no attempt waits for it, so that the next attempt
 * loads it again.
 */
function removeSpent(script: HTMLScriptElement) {
  const { hasRun, waiting } = useOf(script);
  if (hasRun && waiting.size === 0 && !customElements.get(OFFICIAL_TAG)) script.remove();
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
