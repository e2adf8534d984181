/** Writes one assistant message to the client, and keeps a copy of the client's state of it. */
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { AssistantMessageContent, AssistantMessageItem } from '@chatdock/protocol/thread/items';
import type { Annotation } from '@chatdock/protocol/thread/sources';
import type { RequestContext } from '../../core/context.ts';
import type { AgentContext } from '../agent-context.ts';
import { MarkerReader, readMarkers } from './text/citation-markers.ts';

export class MessageWriter<Context extends RequestContext> {
  readonly id: string;
  readonly #context: AgentContext<Context>;
  readonly #item: AssistantMessageItem;
  readonly #readers: (MarkerReader | undefined)[] = [];

  /** Announces the message. */
  constructor(context: AgentContext<Context>, id: string) {
    this.id = id;
    this.#context = context;
    this.#item = { ...context.newItem('message', id), type: 'assistant_message', content: [] };
    context.stream({ type: 'thread.item.added', item: this.#item });
  }

  get hasText() {
    return this.#item.content.some(({ text }) => text.trim() !== '');
  }

  addPart(index: number, text: string) {
    const read = this.#clean(text);
    this.#part(index).text = read.text;
    this.#send({
      type: 'assistant_message.content_part.added',
      content_index: index,
      content: { type: 'output_text', text: read.text, annotations: [] },
    });
  }

  addText(index: number, delta: string) {
    this.#append(index, this.#reader(index).read(delta));
  }

  /** A citation; numbered per part in the order they are kept. */
  addAnnotation(index: number, annotation: Annotation) {
    const { annotations } = this.#part(index);
    annotations.push(annotation);
    this.#send({
      type: 'assistant_message.content_part.annotation_added',
      content_index: index,
      annotation_index: annotations.length - 1,
      annotation,
    });
  }

  /** The part is complete. It is sent with its citations, so that a client that replaces the part keeps them. */
  finishPart(index: number, text: string) {
    const reader = this.#readers[index];
    if (reader !== undefined) this.#append(index, reader.end());
    const part = this.#part(index);
    part.text = wholeText(part.text, this.#clean(text).text);
    this.#send({ type: 'assistant_message.content_part.done', content_index: index, content: part });
  }

  /** Completes the message, so that the client shows the stored version. Parts that it leaves out stay as shown. */
  finish(parts: readonly AssistantMessageContent[]) {
    const shown = this.#item.content;
    const content = parts.map((part, index) => {
      const { text, annotations } = this.#clean(part.text);
      return {
        ...part,
        text: wholeText(shown[index]?.text ?? '', text),
        annotations: [...part.annotations, ...annotations],
      };
    });
    content.push(...shown.slice(content.length));
    this.#item.content = content;
    this.#context.stream({ type: 'thread.item.done', item: { ...this.#item, content } });
  }

  /** Ends the message early: keeps it if it has text, removes it otherwise. */
  endEarly() {
    for (const [index, reader] of this.#readers.entries()) if (reader !== undefined) this.#append(index, reader.end());
    if (this.hasText) this.#context.stream({ type: 'thread.item.done', item: this.#item });
    else this.withdraw();
  }

  withdraw() {
    this.#context.stream({ type: 'thread.item.removed', item_id: this.id });
  }

  #clean(text: string) {
    return readMarkers(text, this.#context.citable);
  }

  #append(index: number, { text, annotations }: { text: string; annotations: Annotation[] }) {
    if (text !== '') {
      this.#part(index).text += text;
      this.#send({ type: 'assistant_message.content_part.text_delta', content_index: index, delta: text });
    }
    for (const annotation of annotations) this.addAnnotation(index, annotation);
  }

  #reader(index: number): MarkerReader {
    return (this.#readers[index] ??= new MarkerReader(this.#context.citable));
  }

  #part(index: number): AssistantMessageContent {
    while (this.#item.content.length <= index)
      this.#item.content.push({ type: 'output_text', text: '', annotations: [] });
    const part = this.#item.content[index];
    if (part === undefined) throw new RangeError(`A message has no part ${index}.`);
    return part;
  }

  #send(update: ThreadItemUpdate) {
    this.#context.stream({ type: 'thread.item.updated', item_id: this.id, update });
  }
}

/** The finished text, unless it is only the beginning of the shown text, as some providers send it. */
const wholeText = (shown: string, finished: string) => (shown.startsWith(finished) ? shown : finished);
