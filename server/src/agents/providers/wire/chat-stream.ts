/** Converts an answer in any dialect of Chat Completions to the dialect that the Agents SDK reads. */
import { memberOf } from '@chatdock/protocol/member-of';
import { createParser } from 'eventsource-parser';
import { readErrorBody } from './errors.ts';
import { readFinish, type Finish } from './finish.ts';
import { isKeepAlive } from './keep-alives.ts';
import { readDelta } from './delta-text.ts';
import { ToolCallReader, type RequestFacts } from './tool-calls.ts';
import { WrittenCallReader } from './written-calls/reader.ts';

/** The members of a normalised choice besides OpenAI's own. */
interface ChatDockChoice {
  /**
   * Why the answer ended. `finish_reason` is never `length` or `content_filter`, because the SDK turns those into
   * errors.
   */
  finish?: Finish | undefined;
  /** The model is writing a tool call, which is passed on when it is complete. */
  writesCall?: boolean | undefined;
  /** The answer was nothing but calls written as text, none of which can be run. */
  isEmpty?: boolean | undefined;
}

/** The member of a normalised choice that holds a ChatDockChoice. */
export const CHOICE_FACTS = 'chatdock';

/** The maximum length of an answer that is sent in one piece, in characters. */
const MAX_WHOLE_CHARS = 8 * 1024 * 1024;

/** Converts the bytes of a stream to the bytes of a normalised stream. Complete JSON answers become a stream, too. */
export function normaliseChatStream(body: ReadableStream<Uint8Array>, facts: RequestFacts): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const chunks = new ChunkNormaliser(facts);
  let events: string[] = [];
  let whole: string | null = null;
  let hasBegun = false;
  const parser = createParser({
    onEvent: ({ event, data }) => {
      events.push(...chunks.read(data, event));
    },
  });
  const feed = (text: string) => {
    if (!hasBegun && text.trim() !== '') {
      hasBegun = true;
      if (/^\s*[{[]/u.test(text)) whole = '';
    }
    if (whole === null) parser.feed(text);
    else if ((whole += text).length > MAX_WHOLE_CHARS) throw new SyntaxError('An answer in one piece is too long.');
  };
  const flush = (controller: TransformStreamDefaultController<Uint8Array>) => {
    for (const data of events) controller.enqueue(encoder.encode(`data: ${data}\n\n`));
    events = [];
  };
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        feed(decoder.decode(bytes, { stream: true }));
        flush(controller);
      },
      flush(controller) {
        // The blank lines end an event whose own blank line is missing.
        feed(`${decoder.decode()}\n\n`);
        if (whole !== null) events.push(...chunks.read(whole, undefined));
        if (whole !== null || chunks.hasFinish) events.push(...chunks.read('[DONE]', undefined));
        flush(controller);
      },
    }),
  );
}

/** Reads the data of one event at a time and returns the data of the events to pass on. */
export class ChunkNormaliser {
  readonly #calls: ToolCallReader;
  readonly #written = new WrittenCallReader();
  /** Members of the message that the provider expects back with its calls. */
  #toReturn: Record<string, unknown> = {};
  #template: Record<string, unknown> = {};
  #hasText = false;
  #finish: Finish | null = null;
  /** The event that ended the answer. */
  #finishData: string | null = null;
  #isDone = false;

  constructor(facts: RequestFacts) {
    this.#calls = new ToolCallReader(facts);
  }

  /** Whether a reason was given why the answer ended. */
  get hasFinish() {
    return this.#finish !== null;
  }

  read(data: string, event: string | undefined): string[] {
    if (this.#isDone) return [];
    if (data.trim() === '[DONE]') return this.#end();
    let chunk: unknown;
    try {
      chunk = JSON.parse(data);
    } catch {
      if (event === 'error') return [JSON.stringify({ error: { message: data } })];
      return isKeepAlive(data) ? [] : [data]; // the client library reports JSON that is broken
    }
    const error = event === 'error' ? (readErrorBody(chunk) ?? readErrorBody({ error: chunk })) : readErrorBody(chunk);
    if (error !== null) return [JSON.stringify({ error })];
    if (data === this.#finishData) return []; // sent twice
    const hadFinish = this.#finish !== null;
    const normalised = JSON.stringify(this.#normalise(chunk));
    if (!hadFinish && this.#finish !== null) this.#finishData = data;
    return [normalised];
  }

  #normalise(chunk: unknown): object {
    const { id, created, model, object } = {
      id: memberOf(chunk, 'id'),
      created: memberOf(chunk, 'created'),
      model: memberOf(chunk, 'model'),
      object: 'chat.completion.chunk',
    };
    this.#template = { id, object, created, model };
    const usage = readUsage(memberOf(chunk, 'usage') ?? memberOf(memberOf(chunk, 'x_groq'), 'usage'));
    const choice = firstChoice(memberOf(chunk, 'choices'));
    return {
      ...this.#template,
      choices: choice === undefined ? [] : [this.#readChoice(choice)],
      ...(usage !== null && { usage }),
    };
  }

  #readChoice(choice: unknown): object {
    const delta = this.#deltaOf(choice);
    const { text: received, thought } = readDelta(delta);
    const isCalling = this.#calls.read(delta);
    this.#remember(delta);
    const finish = readFinish(memberOf(choice, 'finish_reason'));
    const text = this.#withoutCalls(received) + (finish === null ? '' : this.#lastText());
    this.#hasText ||= text.trim() !== '';
    const writesCall = isCalling || this.#written.isWriting;
    this.#finish = finish ?? this.#finish;
    const annotations = memberOf(delta, 'annotations');
    return this.#choice(
      {
        ...(text !== '' && { content: text }),
        ...(thought !== '' && { reasoning: thought }),
        ...(Array.isArray(annotations) && { annotations }),
      },
      { finish: finish ?? undefined, writesCall: writesCall || undefined },
    );
  }

  #withoutCalls(received: string): string {
    const { text, calls } = this.#written.read(received);
    for (const call of calls) this.#calls.addWritten(call);
    return text;
  }

  /** The end of the text, which was held back. */
  #lastText(): string {
    const { text, calls } = this.#written.end();
    for (const call of calls) this.#calls.addWritten(call);
    return text;
  }

  /** Some gateways end a stream with the complete message again. It is read only if nothing came before it. */
  #deltaOf(choice: unknown): unknown {
    const delta = memberOf(choice, 'delta');
    if (typeof delta === 'object' && delta !== null) return delta;
    if (this.#hasText || this.#calls.hasCalls) return undefined;
    const message = memberOf(choice, 'message');
    const text = memberOf(choice, 'text');
    return message ?? (typeof text === 'string' ? { content: text } : undefined);
  }

  #remember(delta: unknown) {
    const thought = memberOf(delta, 'reasoning_content');
    const details = memberOf(delta, 'reasoning_details');
    if (typeof thought === 'string' && thought !== '')
      this.#toReturn['reasoning_content'] = `${String(this.#toReturn['reasoning_content'] ?? '')}${thought}`;
    if (Array.isArray(details) && details.length > 0)
      this.#toReturn['reasoning_details'] = mergeDetails(this.#toReturn['reasoning_details'], details);
  }

  /** The complete calls, and the end. `[DONE]` means that the answer is complete, even without a finish reason. */
  #end(): string[] {
    this.#isDone = true;
    const events: string[] = [];
    const text = this.#lastText();
    this.#hasText ||= text.trim() !== '';
    if (text !== '') events.push(this.#chunk(this.#choice({ content: text }, {})));
    const calls = this.#calls.finish(this.#toReturn);
    if (calls.length === 0 && this.#written.hasOnlyBlocks)
      events.push(this.#chunk(this.#choice({}, { isEmpty: true })));
    if (calls.length > 0) {
      const toolCalls = calls.map(({ id, name, arguments: args }, index) => ({
        index,
        id,
        type: 'function',
        function: { name, arguments: args },
      }));
      events.push(this.#chunk(this.#choice({ tool_calls: toolCalls }, {})));
    }
    if (this.#finish === null && (this.#hasText || calls.length > 0))
      events.push(this.#chunk(this.#choice({}, { finish: calls.length > 0 ? 'tool_calls' : 'stop' })));
    return [...events, '[DONE]'];
  }

  #chunk(choice: object): string {
    return JSON.stringify({ ...this.#template, choices: [choice] });
  }

  #choice(delta: object, facts: ChatDockChoice): object {
    const { finish } = facts;
    const reason = finish === undefined ? null : finish === 'tool_calls' ? 'tool_calls' : 'stop';
    return { index: 0, delta, finish_reason: reason, [CHOICE_FACTS]: facts };
  }
}

/** The choice to use. Others are not requested, and servers that leave out the index send only one. */
function firstChoice(choices: unknown): unknown {
  const list: unknown[] = Array.isArray(choices) ? choices : [];
  return list.find((choice) => (memberOf(choice, 'index') ?? 0) === 0);
}

/** Pieces of one thought arrive as entries with the same index. A provider expects them back as one entry. */
function mergeDetails(known: unknown, added: readonly unknown[]): unknown[] {
  const all: unknown[] = Array.isArray(known) ? [...known] : [];
  for (const detail of added) {
    const last = all.at(-1);
    const continues =
      memberOf(last, 'type') === 'reasoning.text' &&
      memberOf(detail, 'type') === 'reasoning.text' &&
      memberOf(last, 'index') === memberOf(detail, 'index');
    if (continues)
      all[all.length - 1] = {
        ...Object(last),
        ...Object(detail),
        text: `${String(memberOf(last, 'text') ?? '')}${String(memberOf(detail, 'text') ?? '')}`,
      };
    else all.push(detail);
  }
  return all;
}

/** Token counts as numbers, under OpenAI's names. */
function readUsage(usage: unknown): object | null {
  if (typeof usage !== 'object' || usage === null) return null;
  const count = (...names: string[]) => {
    const found = names.map((name) => memberOf(usage, name)).find((value) => typeof value === 'number');
    return typeof found === 'number' && Number.isFinite(found) ? found : 0;
  };
  const prompt = count('prompt_tokens', 'input_tokens', 'promptTokenCount');
  const completion = count('completion_tokens', 'output_tokens', 'candidatesTokenCount');
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: count('total_tokens', 'totalTokenCount') || prompt + completion,
  };
}
