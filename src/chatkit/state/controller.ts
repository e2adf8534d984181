/** The chat without its views: what the visitor and the page can do, and the state that comes of it. */
import type { ChatKitOptions, OpenAIChatKit } from '@openai/chatkit';
import { toUserMessageInput } from '../../protocol/user-input.ts';
import { contentText, toContent, toWire } from '../composer/content.ts';
import type { Emit } from '../element.ts';
import type { KeptItems } from '../embedder-storage.ts';
import { loadLanguage, startingLanguage } from '../locales/load.ts';
import { resolveLocale } from '../locales/resolve.ts';
import { createActions } from './actions.ts';
import { initialState, isResponding, type ChatState } from './chat-state.ts';
import { createComposer } from './composer.ts';
import { createContext } from './context.ts';
import { createConversation } from './conversation.ts';
import { ChatKitError } from './errors.ts';
import { createHistory } from './history.ts';
import { findOptionsFault, resolveOptions } from './options.ts';
import { createStore, type Store } from './store.ts';
import { createThreads } from './threads.ts';
import { createVisitorStorage } from './visitor-storage.ts';

export interface ControllerParts {
  options: ChatKitOptions;
  emit: Emit;
  announce: (text: string) => void;
  /** Where to remember; may throw where that is not wanted or not allowed. */
  storageOf: () => KeptItems;
}

export type Controller = ReturnType<typeof createController>;

export function createController({ options, emit, announce, storageOf }: ControllerParts) {
  const store: Store<ChatState> = createStore(initialState(resolveOptions(options), startingLanguage(options?.locale)));
  const storage = createVisitorStorage(storageOf);
  let work = new AbortController();
  let hasStarted = false;
  let focusField: (() => void) | null = null;

  const context = createContext({ store, emit, storage, announce, signal: () => work.signal });
  const history = createHistory(context);
  const composer = createComposer(context);
  const conversation = createConversation({ context, history, onBegun: composer.moveDraft });
  const threads = createThreads({ context, conversation, history, composer });
  const actions = createActions({ context, conversation });

  applyLanguage(options?.locale);
  checkOptions(options);
  let { unsent } = store.get();
  store.subscribe(() => {
    if (store.get().unsent === unsent) return;
    ({ unsent } = store.get());
    composer.saveDraft();
  });

  function checkOptions(given: ChatKitOptions) {
    const setupFault = findOptionsFault(given);
    if (setupFault === store.get().setupFault) return;
    store.set({ setupFault });
    if (setupFault) queueMicrotask(() => context.report(new ChatKitError('IntegrationError', setupFault)));
  }

  function applyLanguage(wanted: string | undefined) {
    void loadLanguage(wanted).then((language) => store.get().options.locale === wanted && store.set({ language }));
  }

  function setOptions(given: ChatKitOptions) {
    const before = store.get();
    const next = resolveOptions(given);
    const faultBefore = before.setupFault;
    store.set({ options: next });
    if (resolveLocale(next.locale) !== resolveLocale(before.options.locale)) applyLanguage(next.locale);
    checkOptions(given);
    composer.fitOptions();
    if (faultBefore !== null && store.get().setupFault === null) start();
    else if (hasStarted && !before.options.history.enabled && next.history.enabled) void history.refresh();
  }

  /** The element is in a document: the first time the conversations are listed and the initial thread is opened. */
  function connect() {
    if (work.signal.aborted) work = new AbortController();
    store.set({ isConnected: true });
    start();
  }

  function start() {
    if (hasStarted || store.get().setupFault !== null) return;
    hasStarted = true;
    context.log('app.init');
    const { initialThread } = store.get().options;
    if (initialThread === null) threads.begin();
    else void threads.show(initialThread, { isInitial: true });
    void history.refresh();
  }

  function disconnect() {
    work.abort(new DOMException('The chat has left the page.', 'AbortError'));
    store.set({ isConnected: false, toasts: [] });
  }

  /** What the composer holds goes out; the field is free for the next message at once. */
  async function submit(): Promise<void> {
    if (
      isResponding(store.get()) ||
      store.get().loading !== null ||
      store.get().thread.thread?.status.type === 'locked'
    )
      return;
    const composed = composer.compose();
    if (!composed) return;
    storage.allow();
    context.log('composer.submit', { text: composed.input.content });
    composer.clear();
    await conversation.send(composed.input, composed.attachments).catch(() => undefined); // shown where the message stands
  }

  /** Methods that change the conversation wait for a thread that is loading and refuse during a response. */
  async function whenFree(): Promise<void> {
    await threads.loaded();
    if (isResponding(store.get())) {
      throw new ChatKitError(
        'BusyError',
        'The assistant is answering. Wait for `chatkit.response.end`, then call again.',
      );
    }
  }

  async function sendUserMessage({
    text,
    content,
    reply,
    attachments = [],
    newThread,
    toolChoice,
    model,
  }: Parameters<OpenAIChatKit['sendUserMessage']>[0]) {
    await whenFree();
    storage.allow();
    if (newThread) threads.startNew();
    const input = toUserMessageInput({
      content: toWire(toContent({ text, content })),
      attachmentIds: attachments.map(({ id }) => id),
      quotedText: reply,
      toolChoiceId: toolChoice?.id,
      model,
    });
    await conversation.send(input, attachments);
  }

  async function sendPrompt(prompt: { label: string; prompt: Parameters<typeof toContent>[0]['content'] | string }) {
    const content =
      typeof prompt.prompt === 'string' ? toContent({ text: prompt.prompt }) : toContent({ content: prompt.prompt });
    storage.allow();
    context.log('startScreenPrompt.select', { text: contentText(content) });
    await conversation.send(toUserMessageInput({ content: toWire(content) })).catch(() => undefined); // shown where the message stands
  }

  async function setThreadId(threadId: string | null | undefined) {
    await whenFree();
    if (threadId === null || threadId === undefined) threads.startNew();
    else if (store.get().thread.thread?.id !== threadId) await threads.show(threadId);
  }

  /** From the history list: the current thread is only shown again. */
  async function openThread(threadId: string) {
    history.close();
    if (store.get().thread.thread?.id !== threadId) await threads.show(threadId);
  }

  function newChat() {
    context.log('newChat.create');
    history.close();
    threads.startNew();
  }

  const focusComposer = () => focusField?.();

  return {
    focusComposer,
    /** A text field takes the focus that `focusComposer` gives, until the returned function is called. */
    attachComposer(focus: () => void): () => void {
      focusField = focus;
      return () => {
        if (focusField === focus) focusField = null;
      };
    },
    /** Gives the shadow root the styles of a view that came later. Set by the view. */
    adoptStyles: (_css: string): void => {},
    /** For when what had the focus is gone: back to the text, but not where that would raise a keyboard on the screen. */
    returnFocus() {
      if (!matchMedia('(pointer: coarse)').matches) focusComposer();
    },
    store,
    storage,
    context,
    history,
    composer,
    conversation,
    threads,
    actions,
    setOptions,
    connect,
    disconnect,
    submit,
    sendUserMessage,
    sendPrompt,
    setThreadId,
    openThread,
    newChat,
  };
}
