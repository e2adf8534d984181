/** One call of one model, watched: it answers in time, keeps talking, says that it is done, and has said something. */
import { memberOf } from '@chatdock/protocol/member-of';
import type { Model, ModelRequest, StreamEvent } from '@openai/agents';
import { ProviderFailure, toProviderFailure } from './failure.ts';

export interface AttemptLimits {
  /** From the request to the first token, in milliseconds. */
  firstTokenMs: number;
  /** Between two tokens, in milliseconds. */
  silenceMs: number;
}

/** Events of the stream, and whether each is a sign of life: something the visitor or a tool can use. */
export interface WatchedEvent {
  event: StreamEvent;
  token: boolean;
}

/**
 * Streams one response. Ends after `response_done`, exactly once.
 * Errors: ProviderFailure for whatever the provider did; anything else as it came. When `request.signal` aborts, it
 * throws the signal's reason, and the connection is closed.
 */
export async function* watchAttempt(
  model: Model,
  request: ModelRequest,
  { firstTokenMs, silenceMs }: AttemptLimits,
): AsyncGenerator<WatchedEvent, void, undefined> {
  const connection = new AbortController();
  const outer = request.signal;
  const stop = () => connection.abort(outer?.reason);
  if (outer?.aborted === true) stop();
  outer?.addEventListener('abort', stop, { once: true });
  const iterator = model.getStreamedResponse({ ...request, signal: connection.signal })[Symbol.asyncIterator]();
  const finish = new FinishWatch();
  let answered = false;
  let patienceMs = firstTokenMs;
  try {
    for (;;) {
      const waitedFrom = performance.now();
      const next = await nextWithin(
        iterator,
        patienceMs,
        () =>
          new ProviderFailure(
            answered ? 'silence' : 'no-first-token',
            answered ? `Nothing more came for ${silenceMs} ms.` : `No first token came within ${firstTokenMs} ms.`,
          ),
      );
      outer?.throwIfAborted();
      if (next.done === true)
        throw new ProviderFailure('unfinished', 'The stream ended before the answer was complete.');
      const event = next.value;
      finish.see(event);
      const token = isToken(event);
      // Only time spent waiting counts, and only tokens renew it: neither comments nor empty chunks keep a silent provider alive.
      patienceMs = token ? silenceMs : patienceMs - (performance.now() - waitedFrom);
      answered ||= token;
      yield { event, token };
      if (event.type === 'response_done') return;
    }
  } catch (cause) {
    outer?.throwIfAborted();
    throw toProviderFailure(cause, { answered }) ?? cause;
  } finally {
    outer?.removeEventListener('abort', stop);
    connection.abort(new DOMException('The answer is no longer wanted.', 'AbortError'));
    // Not awaited: the connection is closed, and a model that ignores it must not hold up the visitor.
    iterator.return?.(undefined).then(undefined, () => undefined);
  }
}

async function nextWithin<T>(iterator: AsyncIterator<T>, ms: number, late: () => Error): Promise<IteratorResult<T>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    // When this process itself was busy, what has arrived meanwhile is read before the provider is blamed.
    timer = setTimeout(() => setTimeout(() => setTimeout(() => reject(late()))), Math.max(0, ms));
  });
  try {
    return await Promise.race([iterator.next(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** No model's answer is as long; a provider that talks on for ever is stopped here. */
const MAX_ANSWER_CHARS = 2_000_000;

/** Checks that a `response_done` is true: providers and libraries also produce one when a connection merely ends. */
class FinishWatch {
  #chars = 0;
  #chat = false;
  #finishReason: string | null = null;

  see(event: StreamEvent) {
    const chunk = chatChunkOf(event);
    if (chunk !== null) {
      this.#chat = true;
      this.#finishReason = chunk.finishReason ?? this.#finishReason;
    }
    if (event.type === 'output_text_delta') this.#chars += event.delta.length;
    if (this.#chars > MAX_ANSWER_CHARS)
      throw new ProviderFailure('garbled', `The answer did not end after ${MAX_ANSWER_CHARS} characters.`);
    if (event.type !== 'response_done') return;
    if (this.#chat && this.#finishReason === null)
      throw new ProviderFailure('unfinished', 'The stream ended without a finish reason.');
    if (this.#finishReason === 'error')
      throw new ProviderFailure('server-error', 'The provider gave up in the middle of the answer.');
    if (!event.response.output.some(saysSomething)) {
      throw this.#chat
        ? new ProviderFailure('empty', 'The provider finished without saying anything.')
        : new ProviderFailure('unfinished', 'The stream held no answer.');
    }
  }
}

type Output = Extract<StreamEvent, { type: 'response_done' }>['response']['output'][number];

function saysSomething(item: Output): boolean {
  if (item.type === 'reasoning') return false;
  if (item.type !== 'message') return true;
  return item.content.some((part) =>
    part.type === 'output_text' ? part.text !== '' : part.type !== 'refusal' || part.refusal !== '',
  );
}

/** What the bridge and the watch read of a Chat Completions chunk. */
export interface ChatChunk {
  finishReason: string | null;
  /** Thinking aloud, where a provider sends it. */
  reasoning: string;
  hasOutput: boolean;
}

/** The chunk behind a raw event of a Chat Completions stream; null for any other event. */
export function chatChunkOf(event: StreamEvent): ChatChunk | null {
  if (event.type !== 'model' || event.providerData?.['rawModelEventSource'] !== 'openai-chat-completions') return null;
  const choices: unknown = memberOf(event.event, 'choices');
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const delta = memberOf(choice, 'delta');
  const finishReason = memberOf(choice, 'finish_reason');
  const reasoning = [memberOf(delta, 'reasoning'), memberOf(delta, 'reasoning_content')].find(
    (text) => typeof text === 'string' && text !== '',
  );
  const toolCalls = memberOf(delta, 'tool_calls');
  return {
    finishReason: typeof finishReason === 'string' && finishReason !== '' ? finishReason : null,
    reasoning: typeof reasoning === 'string' ? reasoning : '',
    hasOutput:
      [memberOf(delta, 'content'), memberOf(delta, 'refusal')].some(
        (text) => typeof text === 'string' && text !== '',
      ) ||
      (Array.isArray(toolCalls) && toolCalls.length > 0),
  };
}

/** The raw event of a Responses stream; null for any other event. */
export function responsesEventOf(event: StreamEvent): ({ type: string } & Record<string, unknown>) | null {
  if (event.type !== 'model' || event.providerData?.['rawModelEventSource'] === 'openai-chat-completions') return null;
  const raw: unknown = event.event;
  const type = memberOf(raw, 'type');
  return typeof type === 'string' && type.startsWith('response.')
    ? (raw as { type: string } & Record<string, unknown>)
    : null;
}

function isToken(event: StreamEvent): boolean {
  if (event.type === 'output_text_delta') return event.delta !== '';
  if (event.type === 'response_done') return true;
  const chunk = chatChunkOf(event);
  if (chunk !== null) return chunk.hasOutput || chunk.reasoning !== '' || chunk.finishReason !== null;
  const raw = responsesEventOf(event);
  return raw !== null && !/^response\.(?:created|queued|in_progress)$/u.test(raw.type);
}
