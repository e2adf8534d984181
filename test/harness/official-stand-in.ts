/**
 * Stands in for OpenAI's hosted script: the same element by the same contract (types of @openai/chatkit, and what was
 * seen of the real one: an iframe named "chatkit" in an open shadow root, a check of the domain, a frame that takes
 * itself away when that fails), and every way in which it fails. Served to a page in place of the real address.
 */
import type { Page } from 'playwright-core';

export type OfficialMode =
  | 'works'
  /** The address cannot be reached. */
  | 'unreachable'
  /** The script arrives and defines nothing. */
  | 'defines-nothing'
  /** The element is there and never becomes ready. */
  | 'never-ready'
  /** It says "Domain verification failed" in an error event. */
  | 'verification-error'
  /** Its check is answered 401, and the frame takes itself away without a word. */
  | 'verification-401'
  /** The check answers 400, and the frame stays. */
  | 'verification-400'
  /** What it throws of the check, nobody catches. */
  | 'verification-thrown'
  /** It works, until `loseFrame()` is called on it: then the frame goes as it does when the domain is struck off. */
  | 'loses-frame'
  /** It refuses its options. */
  | 'invalid-options';

export const officialSrc = 'https://cdn.platform.openai.com/deployments/chatkit/chatkit.js';

/** The script itself, for another address. */
export const officialScript = (mode: OfficialMode) =>
  mode === 'defines-nothing' ? '' : `(${defineOfficial.toString()})(${JSON.stringify(mode)})`;

/** Answers the official address in that way for this page. */
export async function serveOfficial(page: Page, mode: OfficialMode): Promise<void> {
  await page.route(officialSrc, (route) => {
    if (mode === 'unreachable') return route.abort('namenotresolved');
    return route.fulfill({ contentType: 'text/javascript', body: officialScript(mode) });
  });
  const status = mode === 'verification-401' ? 401 : mode === 'verification-400' ? 400 : 200;
  await page.route('https://api.openai.com/**', (route) =>
    route.fulfill({
      status,
      headers: { 'access-control-allow-origin': '*', 'timing-allow-origin': '*', 'access-control-allow-headers': '*' },
      contentType: 'application/json',
      body: '{}',
    }),
  );
}

/** Runs in the page; knows nothing of this file. */
function defineOfficial(mode: string) {
  if (customElements.get('openai-chatkit')) return;
  interface Options {
    api: {
      url?: string;
      domainKey?: string;
      fetch?: typeof fetch;
      getClientSecret?: (current: string | null) => Promise<string>;
    };
    initialThread?: string | null;
  }
  customElements.define(
    'openai-chatkit',
    class extends HTMLElement {
      calls: unknown[][] = [];
      options: Options | undefined;
      hasStarted = false;
      input: HTMLTextAreaElement | undefined;
      threadId: string | null = null;
      ready = Promise.withResolvers<void>();

      setOptions(options: Options) {
        this.options = options;
        this.calls.push(['setOptions', options]);
        if (!options.api.getClientSecret && (!options.api.url || !options.api.domainKey)) {
          const error = new Error('Invalid frame params: ChatKit.create(): ✖ Invalid input → at api');
          error.name = 'InvalidFrameParamsError';
          this.tell('chatkit.error', { error });
          return;
        }
        if (!this.hasStarted) void this.start(options);
      }

      async start(options: Options) {
        this.hasStarted = true;
        const root = this.attachShadow({ mode: 'open' });
        const frame = document.createElement('iframe');
        frame.name = 'chatkit';
        frame.title = 'Chat';
        frame.srcdoc = '<!doctype html><title>Chat</title><textarea aria-label="Message the official AI"></textarea>';
        root.append(frame);
        await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
        this.input = frame.contentDocument?.querySelector('textarea') ?? undefined;
        if (mode === 'never-ready') return;
        const { status } = await fetch('https://api.openai.com/v1/chatkit/domain_keys/verify', {
          method: 'POST',
          body: options.api.domainKey ?? '',
        });
        if (mode === 'verification-error') {
          const error = new Error('Domain verification failed for ' + location.origin);
          error.name = 'DomainVerificationRequestError';
          this.tell('chatkit.error', { error });
          return;
        }
        if (mode === 'verification-thrown') {
          const error = new Error('The request was answered 401');
          error.name = 'DomainVerificationRequestError';
          void Promise.reject(error);
          return;
        }
        if (mode === 'invalid-options') {
          const error = new Error('Invalid frame params: ChatKit.create()');
          error.name = 'InvalidFrameParamsError';
          this.tell('chatkit.error', { error });
          return;
        }
        if (status === 401) frame.remove();
        if (status !== 200) return;
        this.threadId = options.initialThread ?? null;
        this.ready.resolve();
        this.tell('chatkit.ready', null);
      }

      loseFrame() {
        this.shadowRoot?.querySelector('iframe')?.remove();
      }

      tell(name: string, detail: unknown) {
        this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
      }

      async focusComposer() {
        await this.ready.promise;
        this.input?.focus();
      }
      async setComposerValue({ text }: { text?: string }) {
        await this.ready.promise;
        if (this.input) this.input.value = text ?? '';
      }
      async setThreadId(threadId: string | null) {
        await this.ready.promise;
        this.threadId = threadId;
        this.tell('chatkit.thread.change', { threadId });
      }
      async sendUserMessage({ text }: { text: string }) {
        await this.ready.promise;
        const api = this.options?.api;
        if (!api?.url || !api.fetch) return;
        const input = {
          content: [{ type: 'input_text', text }],
          attachments: [],
          quoted_text: null,
          inference_options: {},
        };
        const body = JSON.stringify(
          this.threadId
            ? { type: 'threads.add_user_message', params: { thread_id: this.threadId, input } }
            : { type: 'threads.create', params: { input } },
        );
        this.tell('chatkit.response.start', null);
        const response = await api.fetch(api.url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
        const threadId = /"thread.created".*?"id":"(.*?)"/s.exec(await response.text())?.[1];
        if (threadId) await this.setThreadId(threadId);
        this.tell('chatkit.response.end', null);
      }
      async sendCustomAction() {}
      async showHistory() {
        this.tell('chatkit.history.open', null);
      }
      async hideHistory() {
        this.tell('chatkit.history.close', null);
      }
      async fetchUpdates() {}
    },
  );
}
