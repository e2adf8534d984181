/** The chat's `fetch`, for both engines: adds the owner's headers and reports the visitor's actions. */
import type { ChatFetch } from '@chatdock/protocol/client/chat-fetch';
import type { FeedbackKind } from '@chatdock/protocol/requests/requests';
import { TRANSCRIBES_HEADER } from '@chatdock/protocol/transcribes-header';

/** The facts of a response that the dock needs. */
export interface Answer {
  isOk: boolean;
  /** Whether the request carried a message of the visitor. */
  isMessage: boolean;
  /** Whether the server turns recordings into text; undefined for a server that does not say so. */
  transcribes: boolean | undefined;
}

/** Callbacks for the chat's requests. */
interface ChatTraffic {
  /** A request is sent that the server answers with a stream. Stopping the answer aborts its signal. */
  onTurn(signal: AbortSignal | null | undefined): void;
  /** The server has answered a request. */
  onAnswer(answer: Answer): void;
  /** The server has accepted the visitor's message. */
  onMessageSent(message: { threadId: string | null; text: string }): void;
  onFeedback(feedback: { kind: FeedbackKind; threadId: string; itemIds: string[]; comment?: string }): void;
}

export interface ChatFetchDeps extends ChatTraffic {
  /** Called for every request, so that the headers may change. */
  headers(): Record<string, string>;
  /** The page's `fetch`, or the owner's own. */
  fetch: ChatFetch;
  /** Called with the body of a request that the server answers with a stream. Returns the body to send. */
  turnBody?(body: string): string | Promise<string>;
}

/** Creates the function for ChatKit's `api.fetch`. */
export function createChatFetch({
  headers,
  fetch: next,
  turnBody = (body) => body,
  onTurn,
  onAnswer,
  onMessageSent,
  onFeedback,
}: ChatFetchDeps): ChatFetch {
  return async (input, init, transport) => {
    const merged = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    for (const [name, value] of Object.entries(headers())) if (!merged.has(name)) merged.set(name, value);
    const request = typeof init?.body === 'string' ? readRequest(init.body) : undefined;
    const sent = { ...init, headers: merged };
    if (typeof init?.body === 'string' && TURN_TYPES.includes(request?.type)) {
      onTurn(init.signal);
      sent.body = await turnBody(init.body);
    }
    const response = await next(input, sent, transport);
    if (request) report(request, response);
    return response;
  };

  function report({ type, params, metadata }: SeenRequest, { ok: isOk, headers }: Response) {
    const isMessage = type === 'threads.create' || type === 'threads.add_user_message';
    const transcribes = headers.get(TRANSCRIBES_HEADER);
    onAnswer({ isOk, isMessage, transcribes: transcribes === null ? undefined : transcribes === 'yes' });
    if (!isOk) return;
    if (isMessage) {
      onMessageSent({
        threadId: typeof params['thread_id'] === 'string' ? params['thread_id'] : null,
        text: textOf(params['input']),
      });
    } else if (type === 'items.feedback') {
      const { kind, thread_id: threadId, item_ids: itemIds } = params;
      if ((kind === 'positive' || kind === 'negative') && typeof threadId === 'string' && Array.isArray(itemIds)) {
        const comment = metadata['comment'];
        onFeedback({ kind, threadId, itemIds: itemIds.map(String), ...(typeof comment === 'string' && { comment }) });
      }
    }
  }
}

type Fields = Record<string, unknown>;

interface SeenRequest {
  type: unknown;
  params: Fields;
  metadata: Fields;
}

/** The requests that the server answers with a stream. */
const TURN_TYPES: readonly unknown[] = [
  'threads.create',
  'threads.add_user_message',
  'threads.add_client_tool_output',
  'threads.add_structured_input',
  'threads.custom_action',
  'threads.retry_after_item',
];

/** Reads a request without checking it: the server rejects invalid ones. */
function readRequest(body: string): SeenRequest {
  if (!body.startsWith('{')) return { type: undefined, params: {}, metadata: {} };
  try {
    const { type, params, metadata } = fieldsOf(JSON.parse(body));
    return { type, params: fieldsOf(params), metadata: fieldsOf(metadata) };
  } catch {
    return { type: undefined, params: {}, metadata: {} };
  }
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});

function textOf(input: unknown): string {
  const { content } = fieldsOf(input);
  if (!Array.isArray(content)) return '';
  return content.map((part) => String(fieldsOf(part)['text'] ?? '')).join('');
}
