/**
 * Unsent messages: shows them again after a reload, resends them automatically where that is safe, and lets the visitor
 * edit and remove them.
 */
import { joinLines } from '../../composer/join-lines.ts';
import { updateComposer } from '../chat-state.ts';
import type { Context } from '../context.ts';
import type { History } from '../threads/history.ts';
import type { Conversation } from '../turns/conversation.ts';
import type { Drafts } from './drafts.ts';
import { waitingFailure } from '../failure.ts';
import { pause } from '../pause.ts';
import { findBegun as lookForBegun } from './find-sent.ts';
import type { StoredMessages } from './stored-messages.ts';
import { findSent } from './sent-message.ts';
import { createWaitingMessages } from './waiting-messages.ts';
import type { Unsent } from './unsent.ts';
import type { Uploads } from '../composer/uploads.ts';

export interface OutboxDeps {
  context: Context;
  storedMessages: StoredMessages;
  unsent: Unsent;
  drafts: Drafts;
  uploads: Uploads;
  conversation: Conversation;
  history: History;
}

/** The part of the outbox that loads on first use. */
export interface LoadedOutbox {
  /** Shows messages of the conversation on screen that earlier pages stored and the server does not have. */
  restore(threadId: string | null): Promise<void>;
  /** The conversation that a stored first message has begun; null if the server has none. */
  findBegun(signal: AbortSignal): Promise<string | null>;
  /** Sends waiting messages as soon as possible, also in conversations that are not on screen. */
  watch(): void;
  /** Puts a message back into the text field. */
  edit(id: string): void;
  remove(id: string): void;
}

export interface Outbox extends LoadedOutbox {
  /** Loads the code now, because the connection may be lost when it is needed. */
  prepare(): void;
  /** Sends the unsent messages of earlier pages, in any conversation. */
  watchStored(): void;
}

/** If the server does not have a message at the first check, it is asked again after this many milliseconds. */
const LOOK_AGAIN_AFTER_MS = 1500;

export function createOutbox(deps: OutboxDeps): LoadedOutbox {
  const { context, storedMessages, unsent, drafts, uploads } = deps;
  const { store } = context;
  const waiting = createWaitingMessages(deps);

  async function restore(id: string | null) {
    const { items } = store.get().thread;
    const matched = new Set<string>();
    for (const message of storedMessages.read(id)) {
      const isOpen = ({ id: itemId }: { id: string }) => !matched.has(itemId);
      const copy = findSent(items.filter(isOpen), message);
      if (copy) {
        matched.add(copy.id);
        storedMessages.drop(id, message.key);
        continue;
      }
      const mayRepeat = message.sendsItself || (context.resumable?.isOn() ?? false);
      unsent.show(message, mayRepeat ? waitingFailure() : { key: 'failure.unsent', canRetry: true });
    }
    waiting.sendNow();
  }

  async function lookOnce() {
    for (const message of storedMessages.read(null)) {
      const begun = await lookForBegun(context, message).catch(() => null);
      if (!begun) continue;
      storedMessages.drop(null, message.key);
      // The others were written later, so they wait for it.
      storedMessages.move(begun.thread.id, new Set(storedMessages.read(null).map(({ key }) => key)));
      return begun.thread.id;
    }
    return null;
  }

  async function findBegun(signal: AbortSignal) {
    const found = await lookOnce();
    if (found !== null || signal.aborted) return found;
    // A server may take a moment to begin a conversation, and the next page may be faster.
    await pause(LOOK_AGAIN_AFTER_MS);
    return signal.aborted ? null : lookOnce();
  }

  function edit(id: string) {
    const message = store.get().unsent[id];
    if (!message?.failure && !message?.queued) return;
    const { composer } = store.get();
    updateComposer(store, {
      content: joinLines([message.input.content, composer.content]),
      quote: message.input.quoted_text || composer.quote,
      revision: composer.revision + 1,
    });
    uploads.restore(unsent.attachmentsOf(id));
    unsent.remove(id);
    drafts.save();
  }

  return { restore, findBegun, watch: waiting.watch, edit, remove: unsent.remove };
}
