/**
 * Reads a response of Chat Completions, or of a model that only returns text: pieces of text, and the complete response
 * at the end.
 */
import type { StreamEvent } from '@openai/agents';
import { listOf, memberOf } from '@chatdock/protocol/member-of';
import type { RequestContext } from '../../core/context.ts';
import type { MessageWriter } from './message-writer.ts';
import { toText } from './message-parts.ts';
import type { ResponseOutput } from './response-output.ts';
import { AnswerReader, answerOf } from './text/answer-reader.ts';
import type { SeparatedText } from './text/think-tags.ts';

/** The key of the one message of such a response. */
const ONLY_MESSAGE = 'message';

export class TextReader<Context extends RequestContext> {
  readonly #output: ResponseOutput<Context>;
  #text = '';
  #answerReader: AnswerReader | null = null;

  constructor(output: ResponseOutput<Context>) {
    this.#output = output;
  }

  async addText(delta: string): Promise<void> {
    if (delta === '') return;
    this.#text += delta;
    this.#answerReader ??= new AnswerReader({ hasThought: this.#output.hasThought });
    await this.#show(this.#answerReader.read(delta));
  }

  /** Text that the provider marks as a thought. */
  addReasoning(delta: string) {
    this.#output.hasThought ||= this.#answerReader === null;
    this.#addThought(delta);
  }

  async finish({ response }: Extract<StreamEvent, { type: 'response_done' }>): Promise<void> {
    const { run, hasThought, messages } = this.#output;
    run.thoughts.settle();
    for (const item of response.output) {
      if (item.type !== 'message') continue;
      const whole = item.content.map(toText).join('');
      // A refusal, or an answer in one piece, was not streamed.
      if (whole.length > this.#text.length) await this.addText(whole.slice(this.#text.length));
      if (this.#answerReader !== null) await this.#show(this.#answerReader.end());
      const text = answerOf(this.#text, { hasThought });
      if (text === '') continue;
      const message = await this.#message();
      const annotations = item.content
        .flatMap((part) => listOf(memberOf(part.providerData, 'annotations')))
        .map((citation) => run.converter.toAnnotation(citation))
        .filter((annotation) => annotation !== null);
      message?.finishPart(0, text);
      message?.finish([{ type: 'output_text', text, annotations }]);
      messages.delete(ONLY_MESSAGE);
    }
  }

  async #show({ thought, text, retracts }: SeparatedText): Promise<void> {
    const output = this.#output;
    if (retracts) {
      output.messages.get(ONLY_MESSAGE)?.withdraw();
      output.messages.delete(ONLY_MESSAGE);
    }
    if (output.showsThought(thought)) this.#addThought(thought);
    if (text === '') return;
    output.hasAnswer ||= text.trim() !== '';
    const message = await this.#message();
    message?.addText(0, text);
  }

  async #message(): Promise<MessageWriter<Context> | null> {
    const open = this.#output.messages.get(ONLY_MESSAGE);
    if (open !== undefined) return open;
    // The id of such providers identifies the response, not the message, and small servers choose it from a few hundred
    // values.
    const message = await this.#output.openMessage(ONLY_MESSAGE, undefined);
    message?.addPart(0, '');
    return message;
  }

  #addThought(delta: string) {
    this.#output.beginThinking();
    this.#output.run.thoughts.grow('reasoning', delta);
  }
}
