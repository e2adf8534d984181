/** Tracks the current user. The only place that handles a change of user. */
import { NEW_VISITOR } from '@chatdock/protocol/client/visitor-token';
import type { Answer } from '../../engine/chat-fetch.ts';
import type { ChatQueue } from '../../engine/chat-queue.ts';
import type { Draft } from '../chat/draft.ts';
import type { Emit } from '../dock-events.ts';
import { visitAfter, type Visit } from '../dock-state.ts';
import type { DockInput, DockStore } from '../dock-store.ts';
import { identityOf } from './identity.ts';
import { createMemory, type Memory } from '../persistence.ts';

interface VisitDeps {
  /** The `name` option. */
  name: string;
  input: DockInput;
  store: DockStore;
  queue: ChatQueue;
  draft: Draft;
  emit: Emit;
}

export interface Visits {
  /** Applies new input. A token of another user starts a new visit. */
  update(input: DockInput): void;
  /** Signs the user out: the next visitor counts as another user, and the current token is ignored until it changes. */
  leave(): void;
  /** Call when the server has answered a request. */
  answered(answer: Answer): void;
}

export function createVisits({ name, input: first, store, queue, draft, emit }: VisitDeps): Visits {
  let input = first;
  let droppedToken: string | undefined;
  let wasAnswered = false;
  let wasMessageRefused = false;

  const takeInput = () => store.setInput(input, droppedToken !== undefined && input.options.userToken === droppedToken);

  function change(visit: Visit) {
    const { visit: before, options } = store.get();
    if (visit === before) return;
    const isSamePerson = before.person === visit.person;
    const memory = createMemory(options.persist, name, visit.identity);
    store.set({ visit, memory, ...(!isSamePerson && { unread: 0 }) });
    draft.changeVisit(before, visit);
    // After sign-in the server returns the user's own conversations: reload the list.
    if (isSamePerson) return queue.run((chat) => chat.fetchUpdates());
    wasAnswered = wasMessageRefused = false;
    memory.tab?.clear();
    queue.detach();
    if (before.identity !== undefined) memory.write({ threadId: undefined, draft: undefined, drafts: undefined });
    // Keep queued commands when an anonymous visitor signs in; drop them when the user changes or logs out.
    if (before.identity !== undefined || visit.identity === undefined) queue.clear();
    emit('thread-change', { threadId: null });
  }

  /**
   * Call when the option `persist` has changed, for example because the visitor consents to storage. Moves the known
   * values to the new storage.
   */
  function moveMemory(memory: Memory) {
    const { of: _, visitor, ...rest } = store.get().memory.read();
    // A visitor that the server does not know yet must not replace the one in storage.
    const known = { ...rest, ...(visitor !== NEW_VISITOR && { visitor }) };
    if (Object.values(known).some((value) => value !== undefined)) memory.write(known);
    store.set({ memory });
  }

  return {
    update(next) {
      input = next;
      if (input.options.userToken !== droppedToken) droppedToken = undefined;
      const { persist } = store.get().options;
      takeInput();
      const { options, visit } = store.get();
      if (options.persist !== persist) moveMemory(createMemory(options.persist, name, visit.identity));
      change(visitAfter(visit, identityOf(options.userToken), wasMessageRefused && !wasAnswered));
    },
    leave() {
      droppedToken = input.options.userToken;
      takeInput();
      change({ identity: undefined, person: store.get().visit.person + 1 });
    },
    answered({ isOk, isMessage, transcribes }) {
      // An error may come from a proxy before the server.
      if (isOk) store.set({ transcribes });
      wasAnswered ||= isOk;
      wasMessageRefused ||= isMessage && !isOk;
    },
  };
}
