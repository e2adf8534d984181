/** Converts the events of an agent's run into thread events. */
import type { RunStreamEvent, StreamEvent } from '@openai/agents';
import type { AssistantMessageContent } from '@chatdock/protocol/thread/items';
import { memberOf } from '@chatdock/protocol/member-of';
import type { RequestContext } from '../../core/context.ts';
import type { AgentContext } from '../agent-context.ts';
import { chatChunkOf, responsesEventOf } from '../providers/fallback/attempt.ts';
import { SWITCHING, WITHDRAWN } from '../providers/fallback/fallback-model.ts';
import { readFinish, type Finish } from '../providers/wire/finish.ts';
import { AnswerReader, answerOf } from './text/answer-reader.ts';
import { endingOf } from './endings.ts';
import { uniqueItemId } from './item-ids.ts';
import { MessageWriter } from './message-writer.ts';
import type { ResponseConverter } from './response-converter.ts';
import type { SpokenText } from './text/think-tags.ts';
import { Thoughts } from './thoughts.ts';

type Done = Extract<StreamEvent, { type: 'response_done' }>;

/** The key of the one message of a response whose events do not number their items. */
const ONLY_MESSAGE = 'message';

/**
 * Understands both interfaces: Responses tells of each item as it begins and ends; Chat Completions (and models that
 * only give text) tells of text, and of the whole at the end.
 */
export class RunReader<Context extends RequestContext> {
  readonly #context: AgentContext<Context>;
  readonly #converter: ResponseConverter;
  /** Messages are not shown: the run's output becomes something else. */
  readonly #muted: boolean;
  readonly #thoughts: Thoughts<Context>;
  readonly #taken = new Set<string>();
  /** Of the response that is being read, by the provider's own key. */
  #messages = new Map<string, MessageWriter<Context>>();
  #images = new Map<string, string>();
  /** Ids of everything the response has announced, finished or not. */
  #announced: string[] = [];
  #detailed = false;
  #plainText = '';
  #answerReader: AnswerReader | null = null;
  /** One for each part of a message that is streamed, by the key of its message and its place in it. */
  #partReaders = new Map<string, Map<number, AnswerReader>>();
  #hasThought = false;
  /** Messages of the response that are complete: by key, id and text, since not every server gives the same key twice. */
  #finished = new Set<string>();
  #finish: Finish | null = null;
  #hasAnswer = false;

  constructor(context: AgentContext<Context>, { converter, muted }: { converter: ResponseConverter; muted: boolean }) {
    this.#context = context;
    this.#converter = converter;
    this.#muted = muted;
    this.#thoughts = new Thoughts(context);
  }

  async read(event: RunStreamEvent): Promise<void> {
    if (event.type === 'raw_model_stream_event') await this.#readRaw(event.data);
    else if (event.type === 'run_item_stream_event' && event.name === 'tool_called')
      await this.#rememberCall(event.item.rawItem);
  }

  /** The run failed: keeps items with readable content and removes the others. */
  breakOff() {
    for (const message of this.#messages.values()) message.breakOff();
    this.#removeImages();
    this.#thoughts.settle();
    this.#context.endWorkflow();
    this.#beginResponse();
  }

  /** The run is over. A picture that never came must not be waited for. */
  finish() {
    this.#thoughts.settle();
    this.#removeImages();
  }

  async #readRaw(event: StreamEvent): Promise<void> {
    if (event.type === 'response_started') {
      this.#beginResponse();
      return;
    }
    if (event.type === 'response_done') {
      if (this.#detailed) await this.#finishDetailed(event);
      else await this.#finishPlain(event);
      this.#explainEnd(event);
      return;
    }
    if (event.type === 'output_text_delta') {
      if (!this.#detailed) await this.#addPlainText(event.delta);
      return;
    }
    const kind = memberOf(event.event, 'type');
    if (kind === WITHDRAWN) this.#withdraw();
    else if (kind === SWITCHING) this.#context.progress('One moment, the answer is being started again…');
    const chunk = chatChunkOf(event);
    if (chunk !== null) {
      if (chunk.reasoning !== '') {
        this.#hasThought ||= this.#answerReader === null;
        this.#addPlainThought(chunk.reasoning);
      }
      this.#finish = chunk.finish ?? this.#finish;
      return;
    }
    const raw = responsesEventOf(event);
    if (raw === null) return;
    this.#detailed = true;
    await this.#readDetailed(raw);
  }

  // Chat Completions, and models that only give text

  async #addPlainText(delta: string): Promise<void> {
    if (delta === '') return;
    this.#plainText += delta;
    this.#answerReader ??= new AnswerReader({ hasThought: this.#hasThought });
    await this.#say(this.#answerReader.read(delta));
  }

  async #say({ thought, text, retracts }: SpokenText): Promise<void> {
    if (retracts) {
      this.#messages.get(ONLY_MESSAGE)?.withdraw();
      this.#messages.delete(ONLY_MESSAGE);
    }
    if (thought.trim() !== '' || (thought !== '' && this.#context.workflow !== null)) this.#addPlainThought(thought);
    if (text === '') return;
    this.#hasAnswer ||= text.trim() !== '';
    const message = await this.#plainMessage();
    message?.addText(0, text);
  }

  async #plainMessage(): Promise<MessageWriter<Context> | null> {
    const open = this.#messages.get(ONLY_MESSAGE);
    if (open !== undefined) return open;
    // The id such providers give names the response, not the message, and small servers draw it from a few hundred.
    const message = await this.#openMessage(ONLY_MESSAGE, undefined);
    message?.addPart(0, '');
    return message;
  }

  #addPlainThought(delta: string) {
    this.#beginThinking();
    this.#thoughts.grow('reasoning', delta);
  }

  async #finishPlain(event: Done): Promise<void> {
    this.#thoughts.settle();
    for (const item of event.response.output) {
      if (item.type !== 'message') continue;
      const parts = item.content.map(toText);
      const whole = parts.join('');
      // A refusal or an answer that came in one piece was not streamed.
      if (whole.length > this.#plainText.length) await this.#addPlainText(whole.slice(this.#plainText.length));
      if (this.#answerReader !== null) await this.#say(this.#answerReader.end());
      const text = answerOf(this.#plainText, { hasThought: this.#hasThought });
      if (text === '') continue;
      const message = await this.#plainMessage();
      const annotations = item.content
        .flatMap((part) => listOf(memberOf(part.providerData, 'annotations')))
        .map((citation) => this.#converter.toAnnotation(citation))
        .filter((annotation) => annotation !== null);
      message?.finishPart(0, text);
      message?.finish([{ type: 'output_text', text, annotations }]);
      this.#messages.delete(ONLY_MESSAGE);
    }
  }

  /** A turn ends with an answer, a call, or one sentence that says why there is neither. */
  #explainEnd(event: Done) {
    if (event.response.output.some(({ type }) => type === 'function_call')) return; // the turn goes on
    const calls = event.response.output.some(({ type }) => type !== 'message' && type !== 'reasoning');
    const sentence = this.#muted ? null : endingOf(this.#finish, { hasAnswer: this.#hasAnswer || calls });
    if (sentence === null) return;
    this.#context.endWorkflow();
    this.#context.notice('warning', sentence);
  }

  // Responses

  async #readDetailed(event: { type: string } & Record<string, unknown>): Promise<void> {
    const key = keyOf(event);
    const index = Number(event['content_index'] ?? 0);
    switch (event.type) {
      case 'response.output_item.added':
        await this.#addItem(key, event['item']);
        break;
      case 'response.content_part.added':
        if (memberOf(event['part'], 'type') !== 'reasoning_text')
          (await this.#messageAt(key, event))?.addPart(index, this.#answerIn(toText(event['part'])));
        break;
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        await this.#addPartText(key, event, index);
        break;
      case 'response.output_text.annotation.added': {
        const annotation = this.#converter.toAnnotation(event['annotation']);
        if (annotation !== null) this.#messages.get(key)?.addAnnotation(index, annotation);
        break;
      }
      case 'response.output_text.done':
      case 'response.refusal.done':
        await this.#finishPartText(key, event, index);
        break;
      case 'response.incomplete':
        this.#finish = readFinish(memberOf(memberOf(event['response'], 'incomplete_details'), 'reason')) ?? 'length';
        break;
      case 'response.reasoning_summary_text.delta':
        this.#thoughts.grow(`${key} ${String(event['summary_index'])}`, String(event['delta']));
        break;
      case 'response.reasoning_summary_text.done':
        this.#thoughts.complete(`${key} ${String(event['summary_index'])}`, String(event['text']));
        break;
      case 'response.image_generation_call.partial_image':
        await this.#showPartialImage(key, event);
        break;
      case 'response.output_item.done':
        await this.#finishItem(key, event['item']);
        break;
      default:
    }
  }

  async #addPartText(key: string, event: Record<string, unknown>, index: number): Promise<void> {
    if (this.#finished.has(key)) return;
    const readers = this.#partReaders.get(key) ?? new Map<number, AnswerReader>();
    const reader = readers.get(index) ?? new AnswerReader({ hasThought: this.#hasThought });
    this.#partReaders.set(key, readers.set(index, reader));
    await this.#sayPart(reader.read(String(event['delta'])), key, event, index);
  }

  async #sayPart({ thought, text, retracts }: SpokenText, key: string, event: Record<string, unknown>, index: number) {
    const message = this.#messages.get(key);
    // The thought is shown above the message, which opens again at the first word of the answer.
    const opensAgain = retracts ? index === 0 : thought.trim() !== '' && message?.hasText === false;
    if (opensAgain) {
      message?.withdraw();
      this.#messages.delete(key);
    }
    if (thought.trim() !== '' || (thought !== '' && this.#context.workflow !== null)) {
      this.#hasThought = true;
      this.#beginThinking();
      this.#thoughts.grow(`${key} ${index} written`, thought);
    }
    if (text !== '') (await this.#messageAt(key, event))?.addText(index, text);
  }

  async #finishPartText(key: string, event: Record<string, unknown>, index: number): Promise<void> {
    const written = String(event['text'] ?? event['refusal']);
    const reader = this.#partReaders.get(key)?.get(index);
    if (reader !== undefined) await this.#sayPart(reader.end(), key, event, index);
    else if (!this.#finished.has(key)) await this.#sayThoughts(written, key, index);
    const text = this.#answerIn(written);
    if (text !== '' || this.#messages.has(key)) (await this.#messageAt(key, event))?.finishPart(index, text);
  }

  #answerIn(written: string): string {
    return answerOf(written, { hasThought: this.#hasThought });
  }

  /** The message with this key. Some servers do not announce it: then it opens at its first piece. */
  async #messageAt(key: string, event: Record<string, unknown>): Promise<MessageWriter<Context> | null> {
    return this.#messages.get(key) ?? (this.#finished.has(key) ? null : await this.#openMessage(key, event['item_id']));
  }

  /** Compares the complete response with what was shown, and shows what is missing. */
  async #finishDetailed(event: Done): Promise<void> {
    for (const [index, item] of event.response.output.entries()) {
      if (item.type !== 'message' || item.content.every((part) => toText(part) === '')) continue;
      const open = this.#messages.has(String(index)) ? String(index) : [...this.#messages.keys()][0];
      const text = item.content.map(toText).join('');
      const isShown = [String(index), item.id, text].some((name) => name !== undefined && this.#finished.has(name));
      if (!isShown) await this.#finishItem(open ?? String(index), item);
    }
    for (const message of this.#messages.values()) message.breakOff();
    this.#messages = new Map();
  }

  /** Shows the thoughts in a part that was not streamed. */
  async #sayThoughts(written: string, key: string, index: number): Promise<void> {
    const readers = this.#partReaders.get(key) ?? new Map<number, AnswerReader>();
    if (readers.has(index)) return;
    const reader = new AnswerReader({ hasThought: this.#hasThought });
    this.#partReaders.set(key, readers.set(index, reader));
    const { thought } = reader.read(written);
    await this.#sayPart({ thought: thought + reader.end().thought, text: '', retracts: false }, key, {}, index);
  }

  async #addItem(key: string, item: unknown): Promise<void> {
    switch (memberOf(item, 'type')) {
      case 'reasoning':
        this.#hasThought = true;
        this.#beginThinking();
        break;
      case 'message':
        await this.#openMessage(key, memberOf(item, 'id'));
        break;
      case 'image_generation_call': {
        const added = { ...this.#context.newItem('message'), type: 'generated_image' as const };
        this.#images.set(key, added.id);
        this.#announced.push(added.id);
        this.#context.stream({ type: 'thread.item.added', item: added });
        break;
      }
      default:
    }
  }

  #beginThinking() {
    const started = this.#thoughts.begin();
    if (started !== null) this.#announced.push(started);
  }

  async #openMessage(key: string, offeredId: unknown): Promise<MessageWriter<Context> | null> {
    this.#thoughts.settle();
    this.#context.endWorkflow();
    if (this.#muted) return null;
    const message = new MessageWriter(
      this.#context,
      await uniqueItemId(this.#context, offeredId, 'message', this.#taken),
    );
    this.#messages.set(key, message);
    this.#announced.push(message.id);
    return message;
  }

  async #finishItem(key: string, item: unknown): Promise<void> {
    if (memberOf(item, 'type') === 'message') {
      const content = listOf(memberOf(item, 'content')).map((part) => this.#toContent(part));
      const text = content.map((part) => part.text).join('');
      const written = listOf(memberOf(item, 'content')).map(toText).join('');
      for (const [index, part] of listOf(memberOf(item, 'content')).entries())
        await this.#sayThoughts(toText(part), key, index);
      const message =
        this.#messages.get(key) ?? (text === '' ? null : await this.#openMessage(key, memberOf(item, 'id')));
      const hasText = text.trim() !== '' || message?.hasText === true;
      if (!hasText) return; // the whole response may have it
      message?.finish(content);
      this.#messages.delete(key);
      this.#partReaders.delete(key);
      for (const name of [key, memberOf(item, 'id'), written])
        if (typeof name === 'string' && name !== '') this.#finished.add(name);
      this.#hasAnswer = true;
    } else if (memberOf(item, 'type') === 'image_generation_call') {
      const result = memberOf(item, 'result');
      const id = this.#images.get(key);
      if (id === undefined || typeof result !== 'string' || result === '') return;
      this.#images.delete(key);
      const image = { id: String(memberOf(item, 'id') ?? id), url: await this.#converter.toImageURL(result) };
      this.#context.stream({
        type: 'thread.item.done',
        item: { ...this.#context.newItem('message', id), type: 'generated_image', image },
      });
    }
  }

  async #showPartialImage(key: string, event: Record<string, unknown>): Promise<void> {
    const id = this.#images.get(key);
    if (id === undefined) return;
    const expected = this.#converter.partialImages;
    const progress =
      expected === undefined || expected <= 0 ? 0 : Math.min(1, Number(event['partial_image_index'] ?? 0) / expected);
    const image = {
      id: String(event['item_id'] ?? id),
      url: await this.#converter.toImageURL(String(event['partial_image_b64'])),
    };
    this.#context.stream({
      type: 'thread.item.updated',
      item_id: id,
      update: { type: 'generated_image.updated', image, progress },
    });
  }

  #toContent(part: unknown): AssistantMessageContent {
    const annotations = listOf(memberOf(part, 'annotations'))
      .map((citation) => this.#converter.toAnnotation(citation))
      .filter((annotation) => annotation !== null);
    return { type: 'output_text', text: this.#answerIn(toText(part)), annotations };
  }

  // Both

  async #rememberCall(call: unknown): Promise<void> {
    if (memberOf(call, 'type') !== 'function_call') return;
    const callId = memberOf(call, 'callId');
    this.#context.lastFunctionCall = {
      // Chat Completions has only call ids: the SDK uses the response's id as item id, which is the same for every call.
      itemId: this.#detailed
        ? await uniqueItemId(this.#context, memberOf(call, 'id'), 'tool_call', this.#taken)
        : undefined,
      callId: typeof callId === 'string' && callId !== '' ? callId : undefined,
    };
  }

  #beginResponse() {
    this.#messages = new Map();
    this.#images = new Map();
    this.#announced = [];
    this.#detailed = false;
    this.#plainText = '';
    this.#answerReader = null;
    this.#partReaders = new Map();
    this.#hasThought = false;
    this.#finished = new Set();
    this.#finish = null;
    this.#hasAnswer = false;
  }

  /** Another model answers instead: everything of this response is taken back. */
  #withdraw() {
    this.#thoughts.settle();
    for (const id of this.#announced) {
      if (this.#context.workflow?.id === id) this.#context.workflow = null;
      this.#context.stream({ type: 'thread.item.removed', item_id: id });
    }
    this.#beginResponse();
  }

  #removeImages() {
    for (const id of this.#images.values()) this.#context.stream({ type: 'thread.item.removed', item_id: id });
    this.#images = new Map();
  }
}

/** Items are told apart by their place in the response: ids of careless providers repeat. */
const keyOf = (event: Record<string, unknown>) => String(event['output_index'] ?? event['item_id'] ?? ONLY_MESSAGE);

const toText = (part: unknown): string => String(memberOf(part, 'text') ?? memberOf(part, 'refusal') ?? '');

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
