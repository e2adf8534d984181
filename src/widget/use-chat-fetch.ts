/** The one way the chat talks to the server: the owner's headers, the visitor's identity, and what both tell the page. */
import { useMemo } from 'react';
import { createChatFetch } from '../engine/chat-fetch.ts';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { NEW_VISITOR, withVisitorToken } from '../protocol/visitor-token.ts';
import type { Emit } from './dock-events.ts';
import type { ResolvedOptions } from './options.ts';
import type { Memory } from './persistence.ts';
import { useLatest } from './use-controlled.ts';

export interface ChatFetchWishes {
  options: ResolvedOptions;
  passThrough: ChatKitPassThrough;
  memory: Memory;
  emit: Emit;
  /** Another number after each logout. */
  visitor: number;
  /** The in-page server's, when there is one. */
  mockFetch: typeof fetch | undefined;
}

export function useChatFetch({ options, passThrough, memory, emit, visitor, mockFetch }: ChatFetchWishes): typeof fetch {
  const latest = useLatest({ options, passThrough, mockFetch });
  return useMemo(() => {
    const send = createChatFetch({
      headers: () => {
        const { headers, userToken } = latest.current.options;
        return { ...headers, ...(userToken && { Authorization: `Bearer ${userToken}` }) };
      },
      fetch: () => {
        const { passThrough, mockFetch } = latest.current;
        const { api } = passThrough;
        return mockFetch ?? (api && 'fetch' in api ? api.fetch : undefined) ?? fetch;
      },
      onMessageSent: (message) => emit('message-sent', message),
      onFeedback: (feedback) => emit('feedback', feedback),
    });
    return withVisitorToken(send, {
      read() {
        const { visitor = null } = memory.read();
        return visitor === NEW_VISITOR && !mayHaveCookie(latest.current.options.apiUrl) ? null : visitor;
      },
      write: (visitor) => memory.write({ visitor }),
    });
    // A new visitor starts without what was kept in memory for the last one.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [latest, memory, emit, visitor]);
}

/** Whether the browser sends the server cookies. Where it does not, there is none to disregard, and a header that another's server may not expect. */
const mayHaveCookie = (apiUrl: string | undefined) => apiUrl !== undefined && URL.canParse(apiUrl, document.baseURI) && new URL(apiUrl, document.baseURI).origin === location.origin;
