/** Extracts the answer from a model's text: removes thoughts and template tokens. */
import { ThinkReader, type SeparatedText } from './think-tags.ts';
import { TurnTokenReader } from './turn-tokens.ts';

/** Reads a text that arrives in pieces. */
export class AnswerReader {
  readonly #thinkReader = new ThinkReader();
  #tokenReader = new TurnTokenReader();
  #hasThought: boolean;

  /** `hasThought`: thoughts arrived separately from the text. */
  constructor({ hasThought }: { hasThought: boolean }) {
    this.#hasThought = hasThought;
  }

  read(delta: string): SeparatedText {
    return this.#withoutTokens(this.#thinkReader.read(delta));
  }

  /** At the end of the text, releases the held-back part. */
  end(): SeparatedText {
    const separated = this.#withoutTokens(this.#thinkReader.end());
    return { ...separated, text: separated.text + this.#tokenReader.end() };
  }

  #withoutTokens(separated: SeparatedText): SeparatedText {
    this.#hasThought ||= separated.thought.trim() !== '';
    if (separated.retracts) this.#tokenReader = new TurnTokenReader();
    return { ...separated, text: this.#tokenReader.read(separated.text, { hasThought: this.#hasThought }) };
  }
}

/** Extracts the answer from a complete text. */
export function answerOf(text: string, { hasThought }: { hasThought: boolean }): string {
  const reader = new AnswerReader({ hasThought });
  const first = reader.read(text);
  const last = reader.end();
  return last.retracts ? last.text : first.text + last.text;
}
