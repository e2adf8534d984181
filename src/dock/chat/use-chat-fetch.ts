/** The one way the chat talks to the server: the owner's headers, the visitor's identity, and what both tell the page. */
import { useMemo } from 'react';
import { platformFetch } from '@chatdock/protocol/platform-fetch';
import { NEW_VISITOR, withVisitorToken } from '@chatdock/protocol/visitor-token';
import { createChatFetch } from '../../engine/chat-fetch.ts';
import type { ChatKitPassThrough } from '../../engine/chatkit-options.ts';
import type { Emit } from '../dock-events.ts';
import type { ResolvedOptions } from '../../options/options.ts';
import type { Memory } from '../persistence.ts';
import { useLatest } from '../hooks/use-controlled.ts';

/** How the person at the screen has fared with the server so far. */
export interface Traffic {
  wasAnswered: boolean;
  /** A message of theirs was not taken. */
  wasRefused: boolean;
}

export interface ChatFetchWishes {
  options: ResolvedOptions;
  passThrough: ChatKitPassThrough;
  memory: Memory;
  emit: Emit;
  /** Another number for each person. */
  person: number;
  traffic: { readonly current: Traffic };
  /** The in-page server's, when there is one. */
  mockFetch: typeof fetch | undefined;
}

export function useChatFetch({
  options,
  passThrough,
  memory,
  emit,
  person,
  traffic,
  mockFetch,
}: ChatFetchWishes): typeof fetch {
  const latest = useLatest({ options, passThrough, memory, person, mockFetch });
  return useMemo(() => {
    const send = createChatFetch({
      headers: () => {
        // A part of the page that still holds this function speaks for somebody who has left.
        if (latest.current.person !== person) throw new DOMException('The person who asked has left.', 'AbortError');
        const { headers, userToken } = latest.current.options;
        return { ...headers, ...(userToken && { authorization: `Bearer ${userToken}` }) };
      },
      fetch: () => {
        const { passThrough, mockFetch } = latest.current;
        const { api } = passThrough;
        return mockFetch ?? (api && 'fetch' in api ? api.fetch : undefined) ?? platformFetch;
      },
      onAnswer({ isOk, isMessage }) {
        traffic.current.wasAnswered ||= isOk;
        traffic.current.wasRefused ||= isMessage && !isOk;
      },
      onMessageSent: (message) => emit('message-sent', message),
      onFeedback: (feedback) => emit('feedback', feedback),
    });
    return withVisitorToken(send, {
      read() {
        const { visitor = null } = latest.current.memory.read();
        return visitor === NEW_VISITOR && !mayHaveCookie(latest.current.options.apiUrl) ? null : visitor;
      },
      write(visitor) {
        if (latest.current.person === person) latest.current.memory.write({ visitor });
      },
    });
    // A ref of the caller's, and not known as one here.
    // oxlint-disable-next-line react/memo-dependencies
  }, [latest, emit, person, traffic]);
}

/** Whether the browser sends the server cookies. Where it does not, there is none to disregard, and a header that another's server may not expect. */
const mayHaveCookie = (apiUrl: string | undefined) =>
  apiUrl !== undefined &&
  URL.canParse(apiUrl, document.baseURI) &&
  new URL(apiUrl, document.baseURI).origin === location.origin;
