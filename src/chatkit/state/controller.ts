/** The chat without its views: puts the parts of the state together, and starts and stops them with the element. */
import type { ChatKitOptions } from '@openai/chatkit';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { Emit } from '../element.ts';
import type { ItemStorage, ResponseOutcome } from '../embedder.ts';
import { startingLanguage } from '../language/load.ts';
import { initialState } from './chat-state.ts';
import { createCommands } from './commands.ts';
import { createComposer } from './composer/composer.ts';
import { createComposerFocus } from './composer/composer-focus.ts';
import { createContext, type Context } from './context.ts';
import { createConversation } from './turns/conversation.ts';
import { createDrafts, type Drafts } from './messages/drafts.ts';
import { createFeedback } from './feedback.ts';
import { createHistory, type History } from './threads/history.ts';
import { createStoredMessages, type StoredMessages } from './messages/stored-messages.ts';
import { createLazyOutbox, createLazyController } from './lazy-controller.ts';
import { resolveOptions } from './options.ts';
import { createSettings } from './settings.ts';
import { createStore } from './store.ts';
import { createThreads } from './threads/threads.ts';
import { handleTurnEvent } from './turns/turn-events.ts';
import { createTurns } from './turns/turns.ts';
import { createUnsent } from './messages/unsent.ts';
import { createUploads } from './composer/uploads.ts';
import { whenIdle } from '../ui/loading/when-idle.ts';
import { createVisitorStorage } from './visitor-storage.ts';

export interface ControllerOptions {
  options: ChatKitOptions;
  emit: Emit;
  announce: (text: string) => void;
  /** Gives the shadow root the styles of a view that is loaded later. */
  adoptStyles: (css: string) => void;
  /** The storage; may throw where storing is not wanted or not allowed. */
  storageOf: () => ItemStorage;
  /** The message actions that the page allows. */
  messageActions: () => string;
  onTurnEnd: (outcome: ResponseOutcome) => void;
}

/** The conversations are listed once the chat is drawn, and at the latest after this many milliseconds. */
const LIST_WITHIN_MS = 500;

export type Controller = ReturnType<typeof createController>;

const VISIT_EVENTS = ['pagehide', 'pageshow'];

export function createController(deps: ControllerOptions) {
  const store = createStore(initialState(resolveOptions(deps.options), startingLanguage(deps.options?.locale)));
  const storage = createVisitorStorage(deps.storageOf);
  let work = new AbortController();
  let hasStarted = false;

  const catchUp = () => lazy.items.catchUp();
  const context = createContext({ ...deps, store, storage, signal: () => work.signal, catchUp });
  const history = createHistory(context);
  const uploads = createUploads(context);
  const storedMessages = createStoredMessages(context);
  const drafts = createDrafts({ context, uploads, storedMessages });
  const composer = createComposer({ context, drafts, uploads });
  const unsent = createUnsent(store, storedMessages);
  const onBegun = (thread: ThreadMetadata) => beginThread({ context, history, drafts, storedMessages }, thread);
  const outbox = createLazyOutbox(() => ({ context, storedMessages, unsent, drafts, uploads, conversation, history }));
  const turns = createTurns({
    context,
    unsent,
    onTurnEnd: (outcome) => (deps.onTurnEnd(outcome), outbox.prepare()),
    onWaiting: outbox.watch,
    onEvent: (event, before) => handleTurnEvent({ context, history, onBegun }, event, before),
  });
  const conversation = createConversation({ context, turns, unsent, onBegun, onWaiting: outbox.watch });
  const lazy = createLazyController({ context, conversation, drafts, history, turns, unsent, uploads });
  const threads = createThreads({ context, turns, history, drafts, storedMessages, outbox });
  const applyOptions = createSettings(context, deps);

  function setOptions(chatKitOptions: ChatKitOptions) {
    const before = store.get();
    applyOptions(chatKitOptions);
    composer.fitOptions();
    if (before.setupFault !== null) start();
    else if (hasStarted && !before.options.history.enabled && store.get().options.history.enabled)
      void history.refresh();
  }

  /** The element is in a document: the first time the conversations are listed and the initial thread is opened. */
  function connect() {
    if (work.signal.aborted) work = new AbortController();
    for (const type of VISIT_EVENTS) addEventListener(type, storedMessages.setAway, { signal: work.signal });
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
    // The list is not on screen yet, and requesting it would load code.
    whenIdle(() => work.signal.aborted || void history.refresh(), LIST_WITHIN_MS);
    outbox.watchStored();
  }

  function disconnect() {
    work.abort(new DOMException('The chat has left the page.', 'AbortError'));
    store.set({ isConnected: false, toasts: [] });
  }

  return {
    ...createComposerFocus(),
    adoptStyles: deps.adoptStyles,
    store,
    storage,
    context,
    history,
    uploads,
    composer,
    unsent,
    outbox,
    turns,
    conversation,
    threads,
    ...lazy,
    feedback: createFeedback(context),
    ...createCommands({ context, composer, conversation, history, threads, ...lazy }),
    setOptions,
    connect,
    disconnect,
  };
}

interface BegunDeps {
  context: Context;
  history: History;
  drafts: Drafts;
  storedMessages: StoredMessages;
}

/** The server has created the thread of the first message. */
function beginThread({ context, history, drafts, storedMessages }: BegunDeps, thread: ThreadMetadata): void {
  history.put(thread);
  drafts.move(thread.id);
  storedMessages.move(thread.id, new Set(Object.values(context.store.get().unsent).map(({ key }) => key)));
  context.emit('chatkit.thread.change', { threadId: thread.id });
}
