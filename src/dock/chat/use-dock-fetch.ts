/** The `fetch` of the chat: adds the owner's headers and the visitor's identity, and reports the traffic to the dock. */
import { parseUrl } from '@chatdock/protocol/platform';
import { useMemo } from 'react';
import { sendRequest, type ChatFetch } from '@chatdock/protocol/client/chat-fetch';
import { NEW_VISITOR, withVisitorToken } from '@chatdock/protocol/client/visitor-token';
import { createChatFetch } from '../../engine/chat-fetch.ts';
import type { DockEvents } from '../dock-events.ts';
import { useLatest } from '../hooks/use-latest.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';

interface DockFetchParams {
  /** The `fetch` of the in-page server, if there is one. */
  mockFetch: typeof fetch | undefined;
  /** A request that the server answers with a stream is sent. */
  onTurn(): void;
  onMessageSent(): void;
  onFeedback(feedback: DockEvents['feedback']): void;
}

/**
 * Creates a new function for each user, so that code with an old one cannot send requests as the new user. A request
 * that omits credentials, such as an upload to a file storage, gets neither headers nor token.
 */
export function useDockFetch(params: DockFetchParams): ChatFetch {
  const { dock } = useSetup();
  const { person } = useFact('visit');
  const latest = useLatest(params);
  return useMemo(() => {
    const isHere = () => dock.get().visit.person === person;
    const elsewhere: ChatFetch = (...request) => {
      const { api } = dock.get().chatkit;
      const next = latest.current.mockFetch ?? (api && 'fetch' in api ? api.fetch : undefined) ?? sendRequest;
      return next(...request);
    };
    const send = createChatFetch({
      headers() {
        if (!isHere()) throw new DOMException('The person who asked has left.', 'AbortError');
        const { headers, userToken } = dock.get().options;
        return { ...headers, ...(userToken && { authorization: `Bearer ${userToken}` }) };
      },
      fetch: elsewhere,
      turnBody(body) {
        const { tools } = dock.get();
        if (Object.keys(tools).length === 0) return body;
        return import('../page-tools/describe-tools.ts').then(
          ({ describeTools }) => describeTools(body, tools),
          () => body, // send the message even if the functions cannot be described
        );
      },
      onTurn(signal) {
        dock.reports.turnSent(signal);
        latest.current.onTurn();
      },
      onAnswer: (answer) => isHere() && dock.reports.answered(answer),
      onMessageSent(message) {
        dock.reports.messageSent(message);
        latest.current.onMessageSent();
      },
      onFeedback: (feedback) => latest.current.onFeedback(feedback),
    });
    const sendAsVisitor = withVisitorToken(send, {
      read() {
        const { memory, options } = dock.get();
        const { visitor: kept } = memory.read();
        // Another script may have stored a value there that is not valid in a header.
        const visitor = kept && /^[\x21-\x7e]+$/.test(kept) ? kept : null;
        return visitor === NEW_VISITOR && !mayHaveCookie(options.apiUrl) ? null : visitor;
      },
      write(visitor) {
        if (isHere()) dock.get().memory.write({ visitor });
      },
    });
    const route: ChatFetch = (...request) =>
      (request[1]?.credentials === 'omit' ? elsewhere : sendAsVisitor)(...request);
    // Mark the function as one that adds the token.
    return Object.assign(route, sendAsVisitor);
  }, [dock, person, latest]);
}

/**
 * Whether the browser sends cookies to the server. If not, no cookie can identify the visitor, and a server on another
 * origin may not allow the header.
 */
const mayHaveCookie = (apiUrl: string | undefined) =>
  apiUrl !== undefined && parseUrl(apiUrl, document.baseURI)?.origin === location.origin;
