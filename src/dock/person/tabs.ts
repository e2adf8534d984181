/** Synchronises the tabs of one browser: open state, theme, unread answers, the thread on screen, and logouts. */
import { openChannel, type Channel } from '@chatdock/protocol/client/open-channel';
import type { ChatQueue } from '../../engine/chat-queue.ts';
import type { Draft } from '../chat/draft.ts';
import { isThemeName } from '../commands/create-commands.ts';
import type { DockStore, DockView } from '../dock-store.ts';
import type { ThemeName } from '../theme/page-theme.ts';
import type { Visits } from './visits.ts';

/** A message to the other tabs, with only the values that have changed. */
interface TabChanges {
  isOpen?: boolean;
  chosenTheme?: ThemeName | null;
  unread?: number;
  threadId?: string | null;
  /** The user that the thread and answers belong to, by `identityOf`. */
  of?: string | undefined;
  /** The signed-in user who has logged out. */
  left?: string;
}

interface TabsDeps {
  /** The `name` option. */
  name: string;
  store: DockStore;
  queue: ChatQueue;
  draft: Draft;
  visits: Visits;
  /** Call before opening the panel without the visitor's wish. */
  restoring(): void;
}

export interface Tabs {
  /** An answer begins or ends in this tab. Meanwhile it stays at its thread. */
  setBusy(isBusy: boolean): void;
  /** Starts to send and receive messages once the chat is used. @returns a function that stops it */
  connect(): () => void;
}

/** If each tab stores its own values, only a logout concerns the other tabs. */
const isShared = ({ options: { persist } }: DockView) => persist === 'local';

export function createTabs(deps: TabsDeps): Tabs {
  const { name, store, visits } = deps;
  let lastSent = store.get();
  let channel: Channel | null = null;
  let isApplying = false;
  const { apply, follower } = createReceiver(deps);

  function send() {
    const view = store.get();
    const before = lastSent;
    lastSent = view;
    if (!channel || isApplying || before === view) return;
    const changes = changesFor(before, view, follower.isFollowing());
    if (changes) post(changes);
  }

  /** Do not repeat a change that came from another tab, because the value may have changed there since. */
  function receive(changes: TabChanges) {
    isApplying = true;
    try {
      apply(changes);
    } finally {
      isApplying = false;
    }
    lastSent = store.get();
    const { visit } = lastSent;
    // The visitor reads the new answers in this tab.
    if (changes.unread && changes.of === visit.identity && seesAnswers(lastSent))
      post({ unread: 0, of: visit.identity });
  }

  const post = (changes: TabChanges) => channel?.post(changes);

  /** The page was in the back/forward cache, where it received no messages. */
  function catchUp() {
    const { memory, visit } = store.get();
    if (memory.isForgotten()) return visits.leave();
    const { isOpen, theme = null, threadId } = memory.read();
    receive({
      chosenTheme: theme,
      of: visit.identity,
      ...(isOpen !== undefined && { isOpen }),
      ...(threadId !== undefined && { threadId }),
    });
  }

  /**
   * Only this module writes to the channel, but the other tab may run another release, so each value is checked where
   * it is used.
   */
  const hear = (changes: unknown) => receive(Object(changes) as TabChanges);

  /** Before the chat is used, this tab sends and receives nothing. */
  function open() {
    if (channel || !store.get().isAwake) return;
    channel = openChannel(`chatdock:${name}`, hear);
  }

  function close() {
    channel?.close();
    channel = null;
  }

  return {
    setBusy: follower.setBusy,
    connect() {
      const listening = new AbortController();
      const { signal } = listening;
      const unsubscribe = store.subscribe(() => {
        open();
        send();
      });
      // A message to a page in the back/forward cache would remove it from the cache.
      addEventListener('pagehide', close, { signal });
      addEventListener('pageshow', ({ persisted }) => (open(), persisted && catchUp()), { signal });
      open();
      return () => {
        listening.abort();
        unsubscribe();
        close();
      };
    },
  };
}

const seesAnswers = ({ isOpen }: DockView) => isOpen && document.visibilityState === 'visible';

/** The message to other tabs about a change; null if they need none. */
function changesFor(before: DockView, view: DockView, isFollowing: boolean): TabChanges | null {
  const { identity, person } = before.visit;
  if (person !== view.visit.person)
    return identity !== undefined && identity !== view.visit.identity ? { left: identity } : null;
  if (!isShared(view)) return null;
  const changes: TabChanges = {};
  if (before.isOpen !== view.isOpen) changes.isOpen = view.isOpen;
  if (before.chosenTheme !== view.chosenTheme) changes.chosenTheme = view.chosenTheme;
  if (before.unread !== view.unread) changes.unread = view.unread;
  if (before.threadId !== view.threadId && !isFollowing) changes.threadId = view.threadId;
  return Object.keys(changes).length > 0 ? { ...changes, of: view.visit.identity } : null;
}

function createReceiver({ store, queue, draft, visits, restoring }: TabsDeps) {
  let isBusy = false;
  /** The number of threads being opened to follow another tab. */
  let following = 0;

  /** Stay on this thread while it streams an answer or has an unsent text. */
  function follow(threadId: string | null) {
    const { isAwake, options, threadId: present, memory } = store.get();
    if (!isAwake || options.thread !== undefined || present === threadId) return;
    // Drafts that the self-hosted element stores for this tab are there after a reload, too.
    const own = memory.tab?.read().drafts?.[`chatkit:draft:${present ?? 'new'}`];
    const stay = () => memory.tab?.write({ threadId: present });
    if (isBusy || (own ?? draft.hasText())) return stay();
    queue.run(async (chat) => {
      following += 1;
      try {
        await chat.setThreadId(threadId);
      } catch (error) {
        // A message has just been sent in this tab.
        if (Object(error).name !== 'BusyError') throw error;
        stay();
      } finally {
        following -= 1;
      }
    });
  }

  function apply({ isOpen, chosenTheme, unread, threadId, of, left }: TabChanges) {
    const { visit } = store.get();
    if (left !== undefined) return left === visit.identity ? visits.leave() : undefined;
    if (!isShared(store.get())) return;
    if (chosenTheme === null || isThemeName(chosenTheme)) store.askTheme(chosenTheme);
    if (typeof isOpen === 'boolean' && isOpen !== store.get().isOpen) {
      if (isOpen) restoring();
      store.askOpen(isOpen);
    }
    if (of !== visit.identity) return;
    if (typeof unread === 'number' && !seesAnswers(store.get())) store.set({ unread });
    if (threadId !== undefined) follow(threadId);
  }

  const follower = { isFollowing: () => following > 0, setBusy: (value: boolean) => void (isBusy = value) };
  return { apply, follower };
}
