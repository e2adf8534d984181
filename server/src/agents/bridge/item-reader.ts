/** Reads a response of the Responses API, which announces each item as it begins and as it ends. */
import type { StreamEvent } from '@openai/agents';
import type { AssistantMessageContent } from '@chatdock/protocol/thread/items';
import { listOf, memberOf } from '@chatdock/protocol/member-of';
import type { RequestContext } from '../../core/context.ts';
import { readFinish } from '../providers/wire/finish.ts';
import { toText } from './message-parts.ts';
import type { MessageWriter } from './message-writer.ts';
import type { ResponseOutput, RunOutput } from './response-output.ts';
import { AnswerReader, answerOf } from './text/answer-reader.ts';
import type { SeparatedText } from './text/think-tags.ts';

type Done = Extract<StreamEvent, { type: 'response_done' }>;

export class ItemReader<Context extends RequestContext> {
  readonly #run: RunOutput<Context>;
  readonly #output: ResponseOutput<Context>;
  /** Ids of the pictures in progress, by the key of their item. */
  readonly #images = new Map<string, string>();
  /** One for each streamed part of a message, by the key of the message and the index of the part. */
  readonly #partReaders = new Map<string, Map<number, AnswerReader>>();
  /** Complete messages of the response, by key, id and text, because not every server repeats the same key. */
  readonly #finished = new Set<string>();

  constructor(output: ResponseOutput<Context>) {
    this.#run = output.run;
    this.#output = output;
  }

  async read(event: { type: string } & Record<string, unknown>): Promise<void> {
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
        const annotation = this.#run.converter.toAnnotation(event['annotation']);
        if (annotation !== null) this.#output.messages.get(key)?.addAnnotation(index, annotation);
        break;
      }
      case 'response.output_text.done':
      case 'response.refusal.done':
        await this.#finishPartText(key, event, index);
        break;
      case 'response.incomplete':
        this.#output.finish =
          readFinish(memberOf(memberOf(event['response'], 'incomplete_details'), 'reason')) ?? 'length';
        break;
      case 'response.reasoning_summary_text.delta':
        this.#run.thoughts.grow(`${key} ${String(event['summary_index'])}`, String(event['delta']));
        break;
      case 'response.reasoning_summary_text.done':
        this.#run.thoughts.complete(`${key} ${String(event['summary_index'])}`, String(event['text']));
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
    const reader = readers.get(index) ?? new AnswerReader({ hasThought: this.#output.hasThought });
    this.#partReaders.set(key, readers.set(index, reader));
    await this.#showPart(reader.read(String(event['delta'])), key, event, index);
  }

  async #showPart(
    { thought, text, retracts }: SeparatedText,
    key: string,
    event: Record<string, unknown>,
    index: number,
  ) {
    const message = this.#output.messages.get(key);
    // The thought is shown above the message, so close the message. It opens again with the first word of the answer.
    const opensAgain = retracts ? index === 0 : thought.trim() !== '' && message?.hasText === false;
    if (opensAgain) {
      message?.withdraw();
      this.#output.messages.delete(key);
    }
    if (this.#output.showsThought(thought)) {
      this.#output.hasThought = true;
      this.#output.beginThinking();
      this.#run.thoughts.grow(`${key} ${index} written`, thought);
    }
    if (text !== '') (await this.#messageAt(key, event))?.addText(index, text);
  }

  async #finishPartText(key: string, event: Record<string, unknown>, index: number): Promise<void> {
    const written = String(event['text'] ?? event['refusal']);
    const reader = this.#partReaders.get(key)?.get(index);
    if (reader !== undefined) await this.#showPart(reader.end(), key, event, index);
    else if (!this.#finished.has(key)) await this.#showThoughts(written, key, index);
    const text = this.#answerIn(written);
    if (text !== '' || this.#output.messages.has(key)) (await this.#messageAt(key, event))?.finishPart(index, text);
  }

  #answerIn(written: string): string {
    return answerOf(written, { hasThought: this.#output.hasThought });
  }

  /** The message with this key. Some servers do not announce it, so it opens with its first piece. */
  async #messageAt(key: string, event: Record<string, unknown>): Promise<MessageWriter<Context> | null> {
    return (
      this.#output.messages.get(key) ??
      (this.#finished.has(key) ? null : await this.#output.openMessage(key, event['item_id']))
    );
  }

  /** Compares the complete response with the shown items, and shows missing ones. */
  async finish(event: Done): Promise<void> {
    for (const [index, item] of event.response.output.entries()) {
      if (item.type !== 'message' || item.content.every((part) => toText(part) === '')) continue;
      const open = this.#output.messages.has(String(index)) ? String(index) : [...this.#output.messages.keys()][0];
      const text = item.content.map(toText).join('');
      const isShown = [String(index), item.id, text].some((name) => name !== undefined && this.#finished.has(name));
      if (!isShown) await this.#finishItem(open ?? String(index), item);
    }
    for (const message of this.#output.messages.values()) message.endEarly();
    this.#output.messages.clear();
  }

  /** Shows the thoughts in a part that was not streamed. */
  async #showThoughts(written: string, key: string, index: number): Promise<void> {
    const readers = this.#partReaders.get(key) ?? new Map<number, AnswerReader>();
    if (readers.has(index)) return;
    const reader = new AnswerReader({ hasThought: this.#output.hasThought });
    this.#partReaders.set(key, readers.set(index, reader));
    const { thought } = reader.read(written);
    await this.#showPart({ thought: thought + reader.end().thought, text: '', retracts: false }, key, {}, index);
  }

  async #addItem(key: string, item: unknown): Promise<void> {
    switch (memberOf(item, 'type')) {
      case 'reasoning':
        this.#output.hasThought = true;
        this.#output.beginThinking();
        break;
      case 'message':
        await this.#output.openMessage(key, memberOf(item, 'id'));
        break;
      case 'image_generation_call': {
        const added = { ...this.#run.context.newItem('message'), type: 'generated_image' as const };
        this.#images.set(key, added.id);
        this.#output.announced.push(added.id);
        this.#run.context.stream({ type: 'thread.item.added', item: added });
        break;
      }
      default:
    }
  }

  async #finishItem(key: string, item: unknown): Promise<void> {
    if (memberOf(item, 'type') === 'message') {
      const content = listOf(memberOf(item, 'content')).map((part) => this.#toContent(part));
      const text = content.map((part) => part.text).join('');
      const written = listOf(memberOf(item, 'content')).map(toText).join('');
      for (const [index, part] of listOf(memberOf(item, 'content')).entries())
        await this.#showThoughts(toText(part), key, index);
      const message =
        this.#output.messages.get(key) ??
        (text === '' ? null : await this.#output.openMessage(key, memberOf(item, 'id')));
      const hasText = text.trim() !== '' || message?.hasText === true;
      if (!hasText) return; // the complete response may contain it
      message?.finish(content);
      this.#output.messages.delete(key);
      this.#partReaders.delete(key);
      for (const name of [key, memberOf(item, 'id'), written])
        if (typeof name === 'string' && name !== '') this.#finished.add(name);
      this.#output.hasAnswer = true;
    } else if (memberOf(item, 'type') === 'image_generation_call') {
      const result = memberOf(item, 'result');
      const id = this.#images.get(key);
      if (id === undefined || typeof result !== 'string' || result === '') return;
      this.#images.delete(key);
      const image = { id: String(memberOf(item, 'id') ?? id), url: await this.#run.converter.toImageURL(result) };
      this.#run.context.stream({
        type: 'thread.item.done',
        item: { ...this.#run.context.newItem('message', id), type: 'generated_image', image },
      });
    }
  }

  async #showPartialImage(key: string, event: Record<string, unknown>): Promise<void> {
    const id = this.#images.get(key);
    if (id === undefined) return;
    const expected = this.#run.converter.partialImages;
    const progress =
      expected === undefined || expected <= 0 ? 0 : Math.min(1, Number(event['partial_image_index'] ?? 0) / expected);
    const image = {
      id: String(event['item_id'] ?? id),
      url: await this.#run.converter.toImageURL(String(event['partial_image_b64'])),
    };
    this.#run.context.stream({
      type: 'thread.item.updated',
      item_id: id,
      update: { type: 'generated_image.updated', image, progress },
    });
  }

  #toContent(part: unknown): AssistantMessageContent {
    const annotations = listOf(memberOf(part, 'annotations'))
      .map((citation) => this.#run.converter.toAnnotation(citation))
      .filter((annotation) => annotation !== null);
    return { type: 'output_text', text: this.#answerIn(toText(part)), annotations };
  }

  /** Removes pictures that never arrived. */
  removeImages() {
    for (const id of this.#images.values()) this.#run.context.stream({ type: 'thread.item.removed', item_id: id });
    this.#images.clear();
  }
}

/** The key of a message whose events do not number their items. */
const ONLY_MESSAGE = 'message';

/** Items are identified by their index in the response, because some providers repeat ids. */
const keyOf = (event: Record<string, unknown>) => String(event['output_index'] ?? event['item_id'] ?? ONLY_MESSAGE);
