/** A dock without its views: state, commands, memory and the command queue. The script tag and the React component both use it. */
import { createChatQueue, type Chat, type ChatQueue } from '../engine/chat-queue.ts';
import type { EngineKind } from '../engine/engine-choice.ts';
import { warnOnce } from '../options/warn-once.ts';
import { createAnnouncer } from './announcer.ts';
import { createDraft, type Draft } from './chat/draft.ts';
import { createComposerFocus } from './commands/composer-focus.ts';
import { createCommands } from './commands/create-commands.ts';
import type { DockCommands } from './commands/dock-commands.ts';
import type { DockEvents, Emit } from './dock-events.ts';
import type { ResponseOutcome } from '../chatkit/embedder.ts';
import { createTurnOutcomes } from '../engine/turn-outcome.ts';
import { countResponse, seePage, WAKE } from './dock-state.ts';
import { createDockStore, type DockInput, type DockStore, type DockView } from './dock-store.ts';
import { endSession } from './person/end-session.ts';
import type { ColorScheme } from './theme/page-theme.ts';
import { createTabs, type Tabs } from './person/tabs.ts';
import { createVisits, type Visits } from './person/visits.ts';

interface DockDeps {
  /** The `name` option. */
  name: string;
  input: DockInput;
  emit: Emit;
}

/** Callbacks for the chat's events. */
interface ChatReports {
  ready(chat: Chat, engine: EngineKind): void;
  threadChange(threadId: string | null): void;
  responseStart(): void;
  responseEnd(): void;
  /** Call when the chat reports an error that the visitor may have noticed. */
  error(error: Error): void;
  /** Call when a request is sent that the server answers with a stream. Stopping the answer aborts the request. */
  turnSent(signal: AbortSignal | null | undefined): void;
  /** The self-hosted element reports how an answer ended. */
  turnEnded(outcome: ResponseOutcome): void;
  messageSent(message: DockEvents['message-sent']): void;
  answered: Visits['answered'];
  engineFallback(why: DockEvents['engine-fallback']): void;
}

export interface Dock {
  readonly commands: DockCommands;
  /** Commands for the chat, kept until it is ready. */
  readonly queue: ChatQueue;
  readonly draft: Draft;
  readonly reports: ChatReports;
  readonly emit: Emit;
  get(): DockView;
  subscribe(listener: () => void): () => void;
  /** Applies new options. */
  update(input: DockInput): void;
  /** Call when the visitor points at or focuses the launcher: starts loading what the panel needs. */
  prepare(): void;
  /**
   * Clears the visitor's data, ends their session at the server and starts with a new visitor.
   *
   * `visitor`: the token to end, if it is no longer stored.
   */
  logout(visitor?: string): void;
  /** Call with the color scheme that the theme results in on this page. */
  setScheme(scheme: ColorScheme): void;
  /** Call when the dock is on a page. Returns a function that disconnects it. */
  connect(): () => void;
  /** Turns the sound for new answers off or on, and remembers it. */
  mute(isMuted: boolean): void;
  /** Call after `view` has been rendered. */
  drawn(view: DockView): void;
}

export function createDock({ name, input, emit: emitOut }: DockDeps): Dock {
  const store = createDockStore(name, input);
  const emit: Emit = (event, ...detail) => {
    if (store.get().options.debug) log(event, detail);
    emitOut(event, ...detail);
  };
  const emitError = (error: unknown) =>
    emit('error', { error: error instanceof Error ? error : new Error(String(error)) });
  const queue = createChatQueue(emitError);
  const draft = createDraft(() => store.get().memory, queue);
  const focus = createComposerFocus(queue, () => store.get().isOpen && store.get().options.focus === 'auto');
  const commands = createCommands({ store, queue, focus });
  const visits = createVisits({ name, input, store, queue, draft, emit });
  const announcer = createAnnouncer(store.get(), emit, focus);
  const tabs = createTabs({ name, store, queue, draft, visits, restoring: announcer.restoring });
  let hasStarted = false;

  /** Restores the remembered state only once: React's StrictMode connects twice. */
  function start() {
    if (hasStarted) return;
    hasStarted = true;
    const { memory, options, isOpen } = store.get();
    const left = memory.read();
    if (left.theme) store.askTheme(left.theme);
    store.set({ isMuted: left.isMuted === true });
    if (isOpen) store.set(WAKE);
    // Without a launcher, the page decides when the panel opens.
    if (!((options.launcher === 'none' ? undefined : left.isOpen) ?? options.open)) return;
    announcer.restoring();
    store.askOpen(true);
  }

  return {
    commands,
    queue,
    draft,
    emit,
    reports: createReports({ store, queue, draft, visits, tabs, emit }),
    get: store.get,
    subscribe: store.subscribe,
    update: visits.update,
    prepare: () => store.set({ isWanted: true }),
    logout(visitor = store.get().memory.read().visitor) {
      endSession(visitor, store.get());
      commands.setTheme(null);
      store.get().memory.clear();
      visits.leave();
    },
    setScheme: (scheme) => store.set({ scheme }),
    connect() {
      const connected = new AbortController();
      const { signal } = connected;
      // The visitor logged out in another tab.
      addEventListener('storage', (event) => store.get().memory.isForgottenBy(event) && visits.leave(), { signal });
      document.addEventListener(
        'visibilitychange',
        () => document.visibilityState === 'visible' && store.set(seePage(store.get())),
        { signal },
      );
      start();
      const stopTabs = tabs.connect();
      return () => {
        connected.abort();
        stopTabs();
        draft.flush();
      };
    },
    mute(isMuted) {
      store.get().memory.write({ isMuted });
      store.set({ isMuted });
    },
    drawn: announcer.drawn,
  };
}

interface ReportDeps {
  store: DockStore;
  queue: ChatQueue;
  draft: Draft;
  visits: Visits;
  tabs: Tabs;
  emit: Emit;
}

function createReports({ store, queue, draft, visits, tabs, emit }: ReportDeps): ChatReports {
  const turn = createTurnOutcomes();
  return {
    ready(chat, engine) {
      queue.attach(chat);
      draft.restore();
      emit('chat-ready', { engine });
    },
    threadChange(threadId) {
      store.set({ threadId });
      const { memory } = store.get();
      // A tab that kept its own thread does not change the thread of the others.
      if (memory.tab?.read().threadId !== threadId) {
        memory.tab?.write({ threadId: undefined });
        memory.write({ threadId });
      }
      emit('thread-change', { threadId });
    },
    responseStart() {
      turn.start();
      tabs.setBusy(true);
      emit('response-start');
    },
    responseEnd() {
      const outcome = turn.read();
      tabs.setBusy(false);
      store.set(countResponse(store.get(), outcome, globalThis.document?.visibilityState === 'hidden'));
      emit('response-end', { threadId: store.get().threadId, outcome });
    },
    error(error) {
      turn.fail(error);
      emit('error', { error });
    },
    turnSent: turn.request,
    turnEnded: turn.end,
    messageSent(message) {
      emit('message-sent', message);
      draft.clear();
    },
    answered: visits.answered,
    engineFallback(why) {
      warnOnce(`${why.message} The self-hosted engine is used instead.`);
      emit('engine-fallback', why);
    },
  };
}

/** With `debug`, logs every event to the console. */
const log = (event: string, detail: unknown[]) =>
  // The owner turned logging on.
  // oxlint-disable-next-line no-console
  console.debug('ChatDock:', event, ...detail);
