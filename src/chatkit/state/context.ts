/**
 * The context that the parts of the controller share: the store, the requests to the server, and the events to the
 * page.
 */
import type { ChatKitClient } from '@chatdock/protocol/client/client';
import type { ChatFetch } from '@chatdock/protocol/client/chat-fetch';
import { carriesVisitorToken, withVisitorToken } from '@chatdock/protocol/client/visitor-token';
import type { Emit } from '../element.ts';
import type { TextKey } from '../locales/en.ts';
import { createText, type TextParams } from '../language/text.ts';
import type { ChatState } from './chat-state.ts';
import { ChatKitError } from './errors.ts';
import type { Store } from './store.ts';
import type { VisitorStorage } from './visitor-storage.ts';
import type { ResumableTurns } from './turns/resumable-turns.ts';
import { createPageFetch } from './connection/page-fetch.ts';
import { loadWire } from './connection/wire.ts';

export interface Context {
  store: Store<ChatState>;
  emit: Emit;
  storage: VisitorStorage;
  /** Shows the server's version of the thread on screen, and joins its running turn. */
  catchUp: () => Promise<void>;
  /** A client for the current options. */
  client(): Promise<ChatKitClient>;
  /** Undefined before the first request. */
  readonly resumable: ResumableTurns | undefined;
  /** For uploads: the page's fetch, with the visitor's token where the upload goes to the chat server itself. */
  fetch: ChatFetch;
  /** Ends when the element leaves its document; a new one begins when it comes back. */
  signal(): AbortSignal;
  /** Dispatches an event to the page. */
  report(error: ChatKitError): void;
  /** Reports to the page's diagnostics, through `chatkit.log`. */
  log(name: string, data?: Record<string, unknown>): void;
  /** Shows the visitor a toast, which does not take the focus. */
  toast(key: TextKey, params?: TextParams): void;
  /** Announces a text to screen readers, once. */
  announce(text: string): void;
}

interface ContextDeps {
  store: Store<ChatState>;
  emit: Emit;
  storage: VisitorStorage;
  signal: () => AbortSignal;
  announce: (text: string) => void;
  catchUp: () => Promise<void>;
}

const TOAST_MS = 7000;

export function createContext({ store, emit, storage, signal, announce, catchUp }: ContextDeps): Context {
  let toasts = 0;
  let resumable: ResumableTurns | undefined;
  /** Set once answers are read aloud. */
  let stopSpeaking: (() => void) | undefined;

  const fetchWithOptions = createPageFetch(store);

  // One for each server: a token is shown to the server that issued it and to no other.
  const visitorFetches = new Map<string, ChatFetch>();
  const fetchAsVisitor = (url: string): ChatFetch => {
    const { api } = store.get().options;
    // Inside the dock, the dock handles the visitor's identity and its storage.
    if ('fetch' in api && api.fetch && carriesVisitorToken(api.fetch)) return fetchWithOptions;
    const { href } = new URL(url, document.baseURI);
    let known = visitorFetches.get(href);
    if (!known) {
      const key = `visitor:${href}`;
      known = withVisitorToken(fetchWithOptions, {
        read: () => storage.read(key),
        write: (token) => storage.write(key, token),
      });
      visitorFetches.set(href, known);
    }
    return known;
  };

  const context: Context = {
    store,
    emit,
    storage,
    signal,
    announce,
    catchUp,
    get resumable() {
      return resumable;
    },
    fetch(...request) {
      const { api } = store.get().options;
      const isSameServer =
        'url' in api &&
        new URL(String(request[0]), document.baseURI).origin === new URL(api.url, document.baseURI).origin;
      return isSameServer ? fetchAsVisitor(api.url)(...request) : fetchWithOptions(...request);
    },
    async client() {
      const { options, setupFault } = store.get();
      if (setupFault !== null || !('url' in options.api))
        throw new ChatKitError('IntegrationError', setupFault ?? 'There is no api.url.');
      const { url } = options.api;
      const { createClient, createResumableTurns, startSpeaking } = await loadWire();
      stopSpeaking ??= startSpeaking(store, announce);
      resumable ??= createResumableTurns(context);
      return createClient({
        url,
        fetch: fetchAsVisitor(url),
        headers: () => ({ 'Accept-Language': store.get().language.locale }),
        onProblem: (problem) => emit('chatkit.error', { error: problem }),
        onResumable: resumable.turnOn,
        onLimits: (limits) => store.set({ limits }),
      });
    },
    report: (error) => emit('chatkit.error', { error }),
    log: (name, data = {}) => emit('chatkit.log', { name, data }),
    toast(key, params) {
      toasts += 1;
      const toast = { key: toasts, text: createText(store.get().language)(key, params) };
      store.set({ toasts: [...store.get().toasts.slice(-2), toast] });
      announce(toast.text);
      const timer = setTimeout(
        () => store.set({ toasts: store.get().toasts.filter(({ key: other }) => other !== toast.key) }),
        TOAST_MS,
      );
      signal().addEventListener('abort', () => clearTimeout(timer)); // the toasts were removed with the chat
    },
  };
  return context;
}
