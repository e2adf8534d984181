/**
 * Tokens that mark where a model's turn begins and ends, such as `<|im_end|>`. A server that does not know its model's
 * template sends them as text. They are removed where a turn begins or ends, so a text about them keeps them.
 */
import { longestEndThatBegins } from './text-ends.ts';

/** Tokens that end a turn or a part of it. */
export const ENDS = [
  '<|im_end|>',
  '<|endoftext|>',
  '<|end_of_text|>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|eot|>',
  '<|eos|>',
  '<|end|>',
  '<|return|>',
  '<|end_of_turn|>',
  '<|end_of_turn_token|>',
  '<|end_response|>',
  '<|end_text|>',
  '<|end_of_box|>',
  '<|end_of_solution|>',
  '<|endofassistant|>',
  '<end_of_turn>',
  '<turn|>',
  '<eos>',
  '</s>',
  '[/inst]',
  '[e~[',
  '<｜end▁of▁sentence｜>',
] as const;

/** Tokens that begin the assistant's turn or its answer. */
const STARTS = [
  '<|im_start|>assistant',
  '<|start_header_id|>assistant<|end_header_id|>',
  '<|start|>assistant<|channel|>final<|message|>',
  '<|channel|>final<|message|>',
  '<|start_of_turn_token|><|chatbot_token|>',
  '<|begin_of_text|>',
  '<|begin_of_solution|>',
  '<|begin_of_box|>',
  '<|start_response|>',
  '<|start_text|>',
  '<|assistant|>',
  '<start_of_turn>model',
  '<|turn>model',
  '<s> ',
  '[/inst]',
  '<｜assistant｜>',
  '<｜begin▁of▁sentence｜>',
] as const;

/**
 * Tokens that begin the turn of another role: the model invents the rest of the conversation, which is not an answer.
 */
const OTHERS = [
  '<|im_start|>user',
  '<|start_header_id|>user<|end_header_id|>',
  '<|start_of_turn_token|><|user_token|>',
  '<|start|>user<|message|>',
  '<|user|>',
  '<|observation|>',
  '<start_of_turn>user',
  '<|turn>user',
  '<｜user｜>',
] as const;

/** Some models wrap the answer behind a thought. */
const WRAPPERS = ['answer', 'response'] as const;

const ALL: readonly string[] = [...ENDS, ...STARTS, ...OTHERS];
const HEADS: readonly string[] = [...STARTS, ...ENDS];

const escaped = (mark: string) => mark.replaceAll(/[$()*+.?[\\\]^{|}/]/gu, '\\$&');
const anyOf = (marks: readonly string[]) => new RegExp(marks.map(escaped).join('|'), 'iu');
const runOf = (marks: readonly string[]) => {
  const one = `(?:${marks.map(escaped).join('|')})`;
  return new RegExp(`\\s*${one}(?:\\s*${one})*`, 'iu');
};
const RUN = runOf(ALL);
const START = anyOf(STARTS);
const END = anyOf(ENDS);
const OTHER = anyOf(OTHERS);

/** Reads an answer that arrives in pieces. Holds back a possible token until it is decided. */
export class TurnTokenReader {
  #pending = '';
  #released = '';
  #hasBegun = false;
  /** The closing tag of the wrapper around the answer. */
  #wrapper: string | null = null;
  #isOver = false;

  /** `hasThought`: the answer follows a thought. */
  read(delta: string, { hasThought }: { hasThought: boolean }): string {
    return this.#process(delta, { hasThought, isEnd: false });
  }

  /** At the end of the text, releases the held-back part without the tokens that end the turn. */
  end(): string {
    return this.#process('', { hasThought: false, isEnd: true });
  }

  #process(delta: string, { hasThought, isEnd }: { hasThought: boolean; isEnd: boolean }): string {
    const before = this.#released.length;
    this.#pending += delta;
    if (this.#isOver) this.#pending = '';
    while (!this.#hasBegun && this.#pending !== '') if (!this.#passHead(hasThought, isEnd)) return '';
    while (this.#pending !== '' && this.#step(isEnd));
    return this.#released.slice(before);
  }

  /** Removes a token from the beginning of the answer. Returns false if more text is needed to decide. */
  #passHead(hasThought: boolean, isEnd: boolean): boolean {
    const start = this.#pending.trimStart();
    const small = start.toLowerCase();
    const wrappers = hasThought ? WRAPPERS.map((name) => `<${name}>`) : [];
    const marks = [...HEADS, ...wrappers];
    const mark = marks.find((each) => small.startsWith(each));
    if (mark !== undefined) {
      if (wrappers.includes(mark)) this.#wrapper = mark.replace('<', '</');
      this.#pending = start.slice(mark.length).trimStart();
      return this.#pending !== '';
    }
    if (!isEnd && marks.some((each) => each.startsWith(small))) return false;
    this.#hasBegun = true;
    return true;
  }

  /** Releases text up to the next token that stays or may still end the turn. Returns false if it waits for more. */
  #step(isEnd: boolean): boolean {
    const marks = this.#wrapper === null ? ALL : [...ALL, this.#wrapper];
    const found = (this.#wrapper === null ? RUN : runOf(marks)).exec(this.#pending);
    if (found === null) {
      const pendingLength = isEnd ? 0 : longestEndThatBegins(this.#pending.toLowerCase(), marks);
      const text = this.#pending.slice(0, this.#pending.length - pendingLength);
      this.#give(isEnd ? text.length : text.trimEnd().length);
      return false;
    }
    const [run] = found;
    this.#give(found.index);
    const rest = this.#pending.slice(run.length).trimStart().toLowerCase();
    const isLast = rest === '' || (!isEnd && marks.some((mark) => mark.startsWith(rest)));
    if (isLast && !isEnd) return false;
    if ((isLast && !this.#isTag(run)) || this.#isTurnOfOthers(run)) {
      this.#isOver = true;
      this.#pending = '';
    } else if (END.test(run) && START.test(run) && !this.#isInCode()) {
      this.#released += '\n\n';
      this.#pending = this.#pending.slice(run.length).trimStart();
    } else this.#give(run.length);
    return true;
  }

  #give(length: number) {
    this.#released += this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
  }

  /** `</s>` also ends struck-out text. */
  #isTag(run: string): boolean {
    return run.trim().toLowerCase() === '</s>' && /<s>/iu.test(this.#released);
  }

  /** A token after a space is mentioned in a sentence, so it stays. */
  #isTurnOfOthers(run: string): boolean {
    if (!OTHER.test(run) || this.#isInCode()) return false;
    return END.test(run) || !/^[ \t]/u.test(run) || /\n/u.test(run);
  }

  #isInCode(): boolean {
    const lines = this.#released.split('\n');
    const fences = lines.filter((line) => /^\s*(?:```|~~~)/u.test(line)).length;
    return fences % 2 === 1 || (lines.at(-1) ?? '').split('`').length % 2 === 0;
  }
}
