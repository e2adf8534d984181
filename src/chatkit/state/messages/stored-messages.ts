/**
 * Stores messages that the server has not confirmed in the visitor's browser: one list for each conversation, shared by
 * all tabs.
 */
import { toJson } from '@chatdock/protocol/to-json';
import type { Context } from '../context.ts';
import { readSent, type SentMessage } from './sent-message.ts';

export type StoredMessages = ReturnType<typeof createStoredMessages>;

/** The limit for one conversation. The chat accepts no further message. */
export const MAX_UNSENT = 20;

export function createStoredMessages({ storage, signal }: Pick<Context, 'storage' | 'signal'>) {
  /**
   * Set while the page is being left: the browser then aborts its requests, although the server may have received them.
   */
  let isAway = false;
  const setAway = ({ type }: Event) => void (isAway = type === 'pagehide');
  /**
   * After the chat has left the page, a message that was being sent has most likely arrived, and the page may have
   * another visitor.
   */
  const isFrozen = () => isAway || signal().aborted;

  function read(threadId: string | null): SentMessage[] {
    try {
      const list: unknown = JSON.parse(storage.read(keyOf(threadId)) ?? '[]');
      return Array.isArray(list) ? list.map(readSent).filter((message) => message !== null) : [];
    } catch {
      return [];
    }
  }

  /** Reads the list again, because another tab may have changed it. */
  function change(threadId: string | null, to: (list: SentMessage[]) => SentMessage[]) {
    if (isFrozen()) return;
    const list = to(read(threadId));
    storage.write(keyOf(threadId), list.length > 0 ? toJson(list) : null);
    const others = threads().filter((id) => id !== threadId);
    const all = list.length > 0 ? [...others, threadId] : others;
    storage.write(INDEX, all.length > 0 ? toJson(all) : null);
  }

  /** The conversations that have such messages. */
  function threads(): (string | null)[] {
    try {
      const list: unknown = JSON.parse(storage.read(INDEX) ?? '[]');
      return Array.isArray(list) ? list.filter((id) => id === null || typeof id === 'string') : [];
    } catch {
      return [];
    }
  }

  const without = (list: SentMessage[], key: string) => list.filter((other) => other.key !== key);

  return {
    read,
    threads,
    setAway,
    isFrozen,
    has: (threadId: string | null, key: string) => read(threadId).some((message) => message.key === key),
    /** A message keeps its place, because the clock may have been set back since. */
    put: (threadId: string | null, message: SentMessage) =>
      change(threadId, (list) => {
        const place = list.findIndex(({ key }) => key === message.key);
        return place === -1 ? [...list, message].slice(-MAX_UNSENT) : list.with(place, message);
      }),
    drop: (threadId: string | null, key: string) => change(threadId, (list) => without(list, key)),
    /** The conversation has begun, so these messages belong to it. */
    move(threadId: string, keys: ReadonlySet<string>) {
      const moved = read(null).filter(({ key }) => keys.has(key));
      if (moved.length === 0) return;
      change(null, (list) => list.filter(({ key }) => !keys.has(key)));
      change(threadId, (list) => [...list, ...moved]);
    },
  };
}

/** The dock keeps entries whose key says `draft:`, for the person who wrote them. */
const keyOf = (threadId: string | null) => `draft:unsent:${threadId ?? 'new'}`;
/** Lists the conversations, because the browser's storage cannot be searched by prefix. */
const INDEX = 'draft:unsent:*';
