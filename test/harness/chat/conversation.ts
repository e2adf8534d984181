/**
 * A visitor without a browser: sends requests to a ChatKitServer and tracks what the client shows and what is stored.
 */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import { reduce } from '@chatdock/protocol/reducer/reduce';
import { emptyThreadState, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { ChatKitRequestInput } from '@chatdock/protocol/requests/requests';
import type { RequestContext } from '../../../server/src/core/context.ts';
import type { ChatKitServer } from '../../../server/src/core/server.ts';

export interface Turn {
  events: ThreadStreamEvent[];
  /** All assistant text of the turn as the client shows it. */
  text: string;
}

export interface Conversation {
  /** The client's state. */
  readonly state: ThreadState;
  readonly threadId: string;
  send(text: string, input?: Partial<MessageInput>): Promise<Turn>;
  /** Sends any other request of a turn, with its thread filled in. */
  request(type: ChatKitRequestInput['type'], params: Record<string, unknown>): Promise<Turn>;
  /** Sends a message and stops the turn when an event matches `until`. */
  sendAndStop(text: string, until: (event: ThreadStreamEvent) => boolean): Promise<Turn>;
  /** The stored items, oldest first, including hidden ones. */
  stored(): Promise<ThreadItem[]>;
  lastUserMessage(): UserMessageItem;
}

interface MessageInput {
  content: unknown[];
  attachments: string[];
  quoted_text: string;
  inference_options: Record<string, unknown>;
}

export function startConversation(server: ChatKitServer, userId = 'visitor'): Conversation {
  let state = emptyThreadState;
  let threadId = '';

  const context = (signal: AbortSignal): RequestContext => ({ userId, signal });

  async function run(request: object, until: ((event: ThreadStreamEvent) => boolean) | null = null): Promise<Turn> {
    const aborting = new AbortController();
    const result = await server.process(request, context(aborting.signal));
    if (result.kind !== 'stream') throw new Error('The request was answered with JSON.');
    const events: ThreadStreamEvent[] = [];
    const before = new Set(state.items.map(({ id }) => id));
    for await (const event of result.events) {
      if (event.type === 'thread.created') threadId = event.thread.id;
      events.push(event);
      state = reduce(state, event);
      if (until?.(event) === true) aborting.abort();
    }
    await result.run.start();
    const fresh = state.items.filter(({ id }) => !before.has(id));
    const text = fresh
      .flatMap((item) => (item.type === 'assistant_message' ? item.content.map((part) => part.text) : []))
      .join('\n');
    return { events, text };
  }

  const message = (text: string, input: Partial<MessageInput> = {}) => {
    const params = {
      input: {
        content: [{ type: 'input_text', text }],
        attachments: [],
        quoted_text: '',
        inference_options: {},
        ...input,
      },
    };
    return threadId === ''
      ? { type: 'threads.create', params }
      : { type: 'threads.add_user_message', params: { ...params, thread_id: threadId } };
  };

  return {
    get state() {
      return state;
    },
    get threadId() {
      return threadId;
    },
    send: (text, input) => run(message(text, input)),
    sendAndStop: (text, until) => run(message(text), until),
    request: (type, params) => run({ type, params: { thread_id: threadId, ...params } }),
    stored: async () =>
      (
        await server.store.loadThreadItems(
          threadId,
          { limit: 1000, order: 'asc' },
          context(new AbortController().signal),
        )
      ).data,
    lastUserMessage: () => {
      const found = state.items.findLast((item) => item.type === 'user_message');
      if (found?.type !== 'user_message') throw new Error('No message was sent yet.');
      return found;
    },
  };
}
