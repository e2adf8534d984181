/** The one way the chat talks to the server: the owner's headers, the visitor's identity, and what both tell the page. */
import { useMemo } from 'react';
import { createChatFetch } from '../engine/chat-fetch.ts';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { VISITOR_TOKEN_HEADER, withVisitorToken } from '../protocol/visitor-token.ts';
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
    const sendAsVisitor = withVisitorToken(send, { read: () => memory.read().visitor ?? null, write: (visitor) => memory.write({ visitor }) });
    return async (input: RequestInfo | URL, init?: RequestInit) => {
      // The element has a token of its own in memory; whom the chat is for is decided here.
      const headers = new Headers(init?.headers);
      headers.delete(VISITOR_TOKEN_HEADER);
      return sendAsVisitor(input, { ...init, headers: Object.fromEntries(headers) });
    };
    // A new visitor starts without what was kept in memory for the last one.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [latest, memory, emit, visitor]);
}
