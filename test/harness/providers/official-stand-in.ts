/**
 * A stand-in for OpenAI's hosted script: the same element with the same contract (the types of @openai/chatkit, and the
 * observed behaviour: an iframe named "chatkit" in an open shadow root, a domain check, and a frame that removes itself
 * if the check fails), and every way in which it fails. Served in place of the real address.
 */
import type { Page } from 'playwright-core';

export type OfficialMode =
  | 'works'
  /** The address is unreachable. */
  | 'unreachable'
  /** The script loads but defines nothing. */
  | 'defines-nothing'
  /** The element exists but never becomes ready. */
  | 'never-ready'
  /** An error event says "Domain verification failed". */
  | 'verification-error'
  /** The domain check answers 401, and the frame removes itself silently. */
  | 'verification-401'
  /** The check answers 400, and the frame stays. */
  | 'verification-400'
  /** The check throws an error that nothing catches. */
  | 'verification-thrown'
  /** Works until `loseFrame()` is called; then the frame disappears as if the domain were removed. */
  | 'loses-frame'
  /** Rejects its options. */
  | 'invalid-options';

export const officialSrc = 'https://cdn.platform.openai.com/deployments/chatkit/chatkit.js';

/** The script's source, to serve at another address. */
export const officialScript = (mode: OfficialMode) =>
  mode === 'defines-nothing'
    ? ''
    : `(${defineOfficial.toString()})(${JSON.stringify(mode)}, { drawFrame: ${drawFrame.toString()}, verify: ${verify.toString()}, post: ${post.toString()} })`;

/** Makes the official address behave this way for this page. */
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

// The functions below run in the page and are sent there as text, so each gets all it needs as an argument.

interface Options {
  api: {
    url?: string;
    domainKey?: string;
    fetch?: typeof fetch;
    getClientSecret?: (current: string | null) => Promise<string>;
  };
  initialThread?: string | null;
}

interface OfficialOptions {
  drawFrame: typeof drawFrame;
  verify: typeof verify;
  post: typeof post;
}

/** The frame with the chat, once it has loaded. */
async function drawFrame(root: ShadowRoot): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.name = 'chatkit';
  frame.title = 'Chat';
  frame.srcdoc = '<!doctype html><title>Chat</title><textarea aria-label="Message the official AI"></textarea>';
  root.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  return frame;
}

/** Checks the domain, or fails as the mode says. Returns whether the chat may start. */
async function verify(
  mode: string,
  { domainKey, frame, report }: { domainKey: string; frame: HTMLIFrameElement; report: (error: Error) => void },
): Promise<boolean> {
  const { status } = await fetch('https://api.openai.com/v1/chatkit/domain_keys/verify', {
    method: 'POST',
    body: domainKey,
  });
  if (mode === 'verification-error')
    report(
      Object.assign(new Error('Domain verification failed for ' + location.origin), {
        name: 'DomainVerificationRequestError',
      }),
    );
  else if (mode === 'verification-thrown')
    void Promise.reject(
      Object.assign(new Error('The request was answered 401'), { name: 'DomainVerificationRequestError' }),
    );
  else if (mode === 'invalid-options')
    report(Object.assign(new Error('Invalid frame params: ChatKit.create()'), { name: 'InvalidFrameParamsError' }));
  else {
    if (status === 401) frame.remove();
    return status === 200;
  }
  return false;
}

/** Sends a message to the page's own server. Returns the id of the thread. */
async function post(api: Options['api'], threadId: string | null, text: string): Promise<string | undefined> {
  if (!api.url || !api.fetch) return undefined;
  const input = {
    content: [{ type: 'input_text', text }],
    attachments: [],
    quoted_text: null,
    inference_options: {},
  };
  const body = JSON.stringify(
    threadId
      ? { type: 'threads.add_user_message', params: { thread_id: threadId, input } }
      : { type: 'threads.create', params: { input } },
  );
  const headers = { 'Content-Type': 'application/json' };
  const response = await api.fetch(api.url, { method: 'POST', headers, body });
  return /"thread.created".*?"id":"(.*?)"/s.exec(await response.text())?.[1];
}

function defineOfficial(mode: string, { drawFrame, verify, post }: OfficialOptions) {
  if (customElements.get('openai-chatkit')) return;
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
        const frame = await drawFrame(this.attachShadow({ mode: 'open' }));
        this.input = frame.contentDocument?.querySelector('textarea') ?? undefined;
        if (mode === 'never-ready') return;
        const report = (error: Error) => this.tell('chatkit.error', { error });
        if (!(await verify(mode, { domainKey: options.api.domainKey ?? '', frame, report }))) return;
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
        this.tell('chatkit.response.start', null);
        const threadId = await post(api, this.threadId, text);
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
