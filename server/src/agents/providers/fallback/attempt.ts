/** Checks one model call: the first token in time, no long silence, a proper end, and some content. */
import { memberOf } from '@chatdock/protocol/member-of';
import type { Model, ModelRequest, StreamEvent } from '@openai/agents';
import { ProviderFailure, toProviderFailure } from './failure.ts';
import { CHOICE_FACTS } from '../wire/chat-stream.ts';
import { readFinish, type Finish } from '../wire/finish.ts';
import { readDelta } from '../wire/delta-text.ts';

export interface AttemptLimits {
  /** From the request to the first token, in milliseconds. */
  firstTokenMs: number;
  /** Between two tokens, in milliseconds. */
  silenceMs: number;
}

/** Events of the stream, and whether each has content that the visitor or a tool can use. */
export interface WatchedEvent {
  event: StreamEvent;
  token: boolean;
}

/**
 * Streams one response. Ends after `response_done`, exactly once. Errors: ProviderFailure for every failure of the
 * provider; other errors unchanged. If `request.signal` aborts, it throws the signal's reason and closes the
 * connection.
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
  let overdue = 0;
  const late = () =>
    answered
      ? new ProviderFailure('silence', `No more data arrived for ${silenceMs} ms.`)
      : new ProviderFailure('no-first-token', `No first token arrived within ${firstTokenMs} ms.`);
  try {
    for (;;) {
      const waitedFrom = performance.now();
      const next = await nextWithin(iterator, patienceMs, late);
      outer?.throwIfAborted();
      if (next.done === true)
        throw new ProviderFailure('unfinished', 'The stream ended before the answer was complete.');
      const event = finish.see(next.value);
      const token = isToken(event);
      // Only waiting time counts, and only tokens restart it. Comments and empty chunks do not.
      patienceMs = token ? silenceMs : patienceMs - (performance.now() - waitedFrom);
      overdue = patienceMs > 0 ? 0 : overdue + 1;
      if (overdue > MAX_OVERDUE_EVENTS) throw late();
      answered ||= token;
      if (event.type === 'response_done' && next.value.type === 'model') yield { event: next.value, token };
      yield { event, token };
      if (event.type === 'response_done') return;
    }
  } catch (cause) {
    outer?.throwIfAborted();
    throw toProviderFailure(cause, { answered }) ?? cause;
  } finally {
    outer?.removeEventListener('abort', stop);
    connection.abort(new DOMException('The answer was stopped.', 'AbortError'));
    // Not awaited: the connection is closed, and a model that ignores this must not delay the visitor.
    iterator.return?.(undefined).then(undefined, () => undefined);
  }
}

/**
 * The number of events without content that are read after the timeout, because content may follow if this process was
 * busy.
 */
const MAX_OVERDUE_EVENTS = 1000;

async function nextWithin<T>(iterator: AsyncIterator<T>, ms: number, late: () => Error): Promise<IteratorResult<T>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    // This process may have been busy, so read the data that has arrived meanwhile before counting a timeout.
    timer = setTimeout(() => setTimeout(() => setTimeout(() => reject(late()))), Math.max(0, ms));
  });
  try {
    return await Promise.race([iterator.next(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Longer than any real answer. Stops a provider that never ends its stream. */
const MAX_ANSWER_CHARS = 2_000_000;

/** Verifies a `response_done`, because providers and libraries also produce one when a connection just ends. */
class FinishWatch {
  #chars = 0;
  #chat = false;
  #finish: Finish | null = null;
  #isEmpty = false;
  /** Text of a Responses stream by its position, because some servers leave it out of the final response. */
  readonly #texts = new Map<string, string>();

  /** Checks an event and returns the one to pass on. Errors: ProviderFailure if the answer is not complete. */
  see(event: StreamEvent): StreamEvent {
    const chunk = chatChunkOf(event);
    if (chunk !== null) {
      this.#chat = true;
      this.#finish = chunk.finish ?? this.#finish;
      this.#isEmpty ||= chunk.isEmpty;
    }
    const raw = responsesEventOf(event);
    if (raw !== null) {
      this.#readText(raw);
      if (raw.type === 'response.incomplete') return this.#endEarly(raw['response']);
    }
    if (event.type === 'output_text_delta') this.#chars += event.delta.length;
    if (this.#chars > MAX_ANSWER_CHARS)
      throw new ProviderFailure('garbled', `The answer did not end after ${MAX_ANSWER_CHARS} characters.`);
    return event.type === 'response_done' ? this.#checkEnd(event) : event;
  }

  #readText(event: { type: string } & Record<string, unknown>) {
    const place = `${String(event['output_index'])} ${String(event['content_index'])}`;
    if (event.type === 'response.output_text.delta')
      this.#texts.set(place, `${this.#texts.get(place) ?? ''}${String(event['delta'])}`);
    if (event.type === 'response.output_text.done' && event['text'] !== '')
      this.#texts.set(place, String(event['text']));
  }

  /** A response that was cut or filtered. The SDK would turn it into an error, and a retry would end the same way. */
  #endEarly(response: unknown): Done {
    this.#finish = readFinish(memberOf(memberOf(response, 'incomplete_details'), 'reason')) ?? 'length';
    const count = (name: string) => Number(memberOf(memberOf(response, 'usage'), name) ?? 0);
    const usage = {
      inputTokens: count('input_tokens'),
      outputTokens: count('output_tokens'),
      totalTokens: count('total_tokens'),
    };
    return this.#checkEnd({
      type: 'response_done',
      response: { id: String(memberOf(response, 'id')), usage, output: [] },
    });
  }

  #checkEnd(event: Done): Done {
    if (this.#chat && this.#finish === null)
      throw new ProviderFailure('unfinished', 'The stream ended without a finish reason.');
    if (this.#finish === 'broken')
      throw new ProviderFailure('server-error', 'The provider gave up in the middle of the answer.');
    const endsEarly = this.#finish === 'length' || this.#finish === 'filtered';
    if (this.#isEmpty && !endsEarly)
      throw new ProviderFailure('empty', 'The provider wrote nothing but a tool call that cannot be run.');
    if (event.response.output.some(hasContent)) return event;
    const text = [...this.#texts.values()].join('');
    if (text.trim() !== '') return withMessage(event, text);
    // A retry would end the same way. The empty message ends the run, which would otherwise call the model again.
    if (endsEarly) return withMessage(event, '');
    throw this.#chat
      ? new ProviderFailure('empty', 'The provider finished without saying anything.')
      : new ProviderFailure('unfinished', 'The stream contained no answer.');
  }
}

type Done = Extract<StreamEvent, { type: 'response_done' }>;

function withMessage(event: Done, text: string): Done {
  const message: Output = {
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text }],
  };
  return { ...event, response: { ...event.response, output: [...event.response.output, message] } };
}

type Output = Done['response']['output'][number];

function hasContent(item: Output): boolean {
  if (item.type === 'reasoning') return false;
  if (item.type !== 'message') return true;
  return item.content.some((part) =>
    part.type === 'output_text' ? part.text.trim() !== '' : part.type !== 'refusal' || part.refusal !== '',
  );
}

/** The members of a Chat Completions chunk that the bridge and this module read. */
interface ChatChunk {
  finish: Finish | null;
  /** Reasoning, if a provider sends it. */
  reasoning: string;
  hasOutput: boolean;
  /** The answer has only unusable content. */
  isEmpty: boolean;
}

/** The chunk behind a raw event of a Chat Completions stream; null for any other event. */
export function chatChunkOf(event: StreamEvent): ChatChunk | null {
  if (event.type !== 'model' || event.providerData?.['rawModelEventSource'] !== 'openai-chat-completions') return null;
  const choices: unknown = memberOf(event.event, 'choices');
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const facts = memberOf(choice, CHOICE_FACTS);
  const delta = memberOf(choice, 'delta');
  const { text, thought } = readDelta(delta);
  const toolCalls = memberOf(delta, 'tool_calls');
  return {
    finish: (memberOf(facts, 'finish') as Finish | undefined) ?? readFinish(memberOf(choice, 'finish_reason')), // written by the normaliser
    reasoning: thought,
    isEmpty: memberOf(facts, 'isEmpty') === true,
    hasOutput:
      text !== '' || memberOf(facts, 'writesCall') === true || (Array.isArray(toolCalls) && toolCalls.length > 0),
  };
}

/** The raw event of a Responses stream; null for any other event. */
export function responsesEventOf(event: StreamEvent): ResponsesEvent | null {
  if (event.type !== 'model' || event.providerData?.['rawModelEventSource'] === 'openai-chat-completions') return null;
  const raw: unknown = event.event;
  return isResponsesEvent(raw) ? raw : null;
}

type ResponsesEvent = { type: string } & Record<string, unknown>;

function isResponsesEvent(value: unknown): value is ResponsesEvent {
  const type = memberOf(value, 'type');
  return typeof type === 'string' && type.startsWith('response.');
}

function isToken(event: StreamEvent): boolean {
  if (event.type === 'output_text_delta') return event.delta !== '';
  if (event.type === 'response_done') return true;
  const chunk = chatChunkOf(event);
  if (chunk !== null) return chunk.hasOutput || chunk.reasoning !== '';
  const raw = responsesEventOf(event);
  return raw !== null && !/^response\.(?:created|queued|in_progress)$/u.test(raw.type);
}
