/** The custom element. It is small enough to be defined at once; the code that renders loads through `loadView`. */
import { withResolvers } from '@chatdock/protocol/platform';
import type { ChatKitEvents, ChatKitOptions, OpenAIChatKit } from '@openai/chatkit';
import { nextTask } from './ui/loading/next-task.ts';

/** The eight methods that return a promise; `setOptions` is the ninth and synchronous. */
type AsyncMethod =
  | 'focusComposer'
  | 'setThreadId'
  | 'sendCustomAction'
  | 'sendUserMessage'
  | 'setComposerValue'
  | 'showHistory'
  | 'hideHistory'
  | 'fetchUpdates';

/** Dispatches an event of the element. `detail` is null for events without data. */
export type Emit = <Name extends keyof ChatKitEvents>(name: Name, detail: ChatKitEvents[Name]['detail'] | null) => void;

/** Renders the chat into the element's shadow root and talks to the server. */
export type ChatKitView = {
  setOptions(options: ChatKitOptions): void;
  /** Called when the element is inserted into a document, also again. */
  connect(): void;
  /** Called when the element is removed: stop all work, keep the state. */
  disconnect(): void;
} & Pick<OpenAIChatKit, AsyncMethod>;

export interface ViewDeps {
  host: HTMLElement;
  root: ShadowRoot;
  options: ChatKitOptions;
  emit: Emit;
}

/** The exports of the view module that the element needs. */
export interface ViewModule {
  /** Loads what the first rendering with these options needs beside the module itself. */
  prepareView(options: ChatKitOptions): Promise<unknown>;
  createView(deps: ViewDeps): ChatKitView;
}

export type LoadView = () => Promise<ViewModule>;

const HOST_STYLES = `
  :host { display: block; position: relative; width: 100%; height: 100%; }
  :host([hidden]) { display: none; }
  .chatkit-unloaded { display: flex; flex-direction: column; gap: 12px; height: 100%; align-items: center; justify-content: center; text-align: center; font: 16px/1.5 system-ui, sans-serif; }
  .chatkit-unloaded p { margin: 0; max-width: 32ch; }
  .chatkit-unloaded button { font: inherit; min-height: 40px; padding: 0 16px; }
`;

/**
 * Creates the element's class. A class can be registered under one name only, so each name gets its own. It is created
 * on call rather than on import, so that importing this module on a server touches no DOM.
 */
export function createElementClass(loadView: LoadView): new () => OpenAIChatKit {
  return class ChatKitElement extends HTMLElement implements OpenAIChatKit {
    #options: ChatKitOptions | null = null;
    #view: ChatKitView | null = null;
    #loading = false;
    #loaded = withResolvers<ChatKitView>();
    #isReady = false;
    #root = this.attachShadow({ mode: 'open' });

    constructor() {
      super();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(HOST_STYLES);
      this.#root.adoptedStyleSheets = [sheet];
    }

    connectedCallback() {
      if (this.#view) this.#view.connect();
      else this.#start();
    }

    disconnectedCallback() {
      this.#view?.disconnect();
    }

    setOptions(options: ChatKitOptions) {
      this.#options = options;
      if (this.#view) this.#view.setOptions(options);
      else this.#start();
    }

    async focusComposer() {
      return (await this.#loaded.promise).focusComposer();
    }
    async setThreadId(threadId: string | null) {
      return (await this.#loaded.promise).setThreadId(threadId);
    }
    async sendCustomAction(...args: Parameters<OpenAIChatKit['sendCustomAction']>) {
      return (await this.#loaded.promise).sendCustomAction(...args);
    }
    async sendUserMessage(params: Parameters<OpenAIChatKit['sendUserMessage']>[0]) {
      return (await this.#loaded.promise).sendUserMessage(params);
    }
    async setComposerValue(params: Parameters<OpenAIChatKit['setComposerValue']>[0]) {
      return (await this.#loaded.promise).setComposerValue(params);
    }
    async showHistory() {
      return (await this.#loaded.promise).showHistory();
    }
    async hideHistory() {
      return (await this.#loaded.promise).hideHistory();
    }
    async fetchUpdates() {
      return (await this.#loaded.promise).fetchUpdates();
    }

    #emit: Emit = (name, detail) => {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    };

    /** Renders once the element has options and is in a document. */
    async #start() {
      if (this.#loading || !this.isConnected || !this.#options) return;
      this.#loading = true;
      try {
        const { createView, prepareView } = await loadView();
        await prepareView(this.#options);
        // On a slow phone, both together would be a long task.
        await nextTask();
        const view = createView({ host: this, root: this.#root, options: this.#options, emit: this.#emit });
        this.#view = view;
        if (this.isConnected) view.connect();
        await afterNextPaint();
        this.dataset['loaded'] = 'true';
        this.#loaded.resolve(view);
        if (!this.#isReady) this.#emit('chatkit.ready', null);
        this.#isReady = true;
      } catch (cause) {
        this.#loading = false;
        this.#showUnloaded(cause);
      }
    }

    /** Called if the chat's files fail to load. Shows the error in the chat's place, so that the box is never empty. */
    #showUnloaded(cause: unknown) {
      this.#emit('chatkit.error', { error: toFatalError(cause) });
      this.#root.append(createUnloadedBox(() => void this.#start()));
    }
  };
}

function toFatalError(cause: unknown): Error {
  const error = new Error(
    'Loading the chat’s files failed, so the chat is not shown. Check that they are served from the same folder as the script.',
    { cause },
  );
  error.name = 'FatalAppError';
  return error;
}

/** An error box with a retry button, which removes the box. */
function createUnloadedBox(onRetry: () => void): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chatkit-unloaded';
  box.setAttribute('role', 'alert');
  const text = document.createElement('p');
  text.textContent = 'The chat couldn’t load. Check your connection and try again.';
  const retry = document.createElement('button');
  retry.textContent = 'Try again';
  retry.addEventListener('click', () => {
    box.remove();
    onRetry();
  });
  box.append(text, retry);
  return box;
}

/**
 * Waits for one frame and one task, or 100 ms in a background tab, which has no frames. The React wrapper adds its
 * listeners in a passive effect, which runs after paint, and must not miss `chatkit.ready`.
 */
function afterNextPaint(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => setTimeout(resolve, 0);
    const fallback = setTimeout(done, 100);
    requestAnimationFrame(() => {
      clearTimeout(fallback);
      done();
    });
  });
}
