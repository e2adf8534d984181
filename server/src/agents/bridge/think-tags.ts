/** Some open models think aloud in their answer, between tags such as `<think>` and `</think>`. This text is not part of the answer. */

interface Tags {
  open: string;
  close: string;
  /** The closing tag ends other texts, too, so that without an opening one it says nothing. */
  isShared?: boolean;
}

const TAGS: readonly Tags[] = [
  ...['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'seed:think', 'mm:think'].map((name) => ({
    open: `<${name}>`,
    close: `</${name}>`,
  })),
  { open: '◁think▷', close: '◁/think▷' },
  { open: '[THINK]', close: '[/THINK]' },
  { open: '<|begin_of_thought|>', close: '<|end_of_thought|>' },
  { open: '<|channel>thought', close: '<channel|>', isShared: true },
  // What gpt-oss writes where a server does not read its channels.
  { open: '<|channel|>analysis<|message|>', close: '<|end|>', isShared: true },
  { open: '<|start|>assistant<|channel|>analysis<|message|>', close: '<|end|>', isShared: true },
];

const OPENS = TAGS.map(({ open }) => open);
const CLOSES = TAGS.filter(({ isShared }) => isShared !== true).map(({ close }) => close);
/** What may stand between a thought and the answer: the closing tag once more, and the head of gpt-oss's answer. */
const AFTER = [
  ...TAGS.map(({ close }) => close),
  '<|start|>assistant<|channel|>final<|message|>',
  '<|channel|>final<|message|>',
];

/** An answer taken apart. */
export interface SpokenText {
  thought: string;
  text: string;
  /** All text released so far was a thought: its opening tag was in the prompt, so only the closing tag arrived. */
  retracts: boolean;
}

/**
 * Takes a stream of text apart as it arrives. A tag counts at the start of a line and outside code; a closing tag
 * without an opening one counts once, when no answer came before it.
 */
export class ThinkReader {
  #state: 'line-start' | 'in-line' | 'thinking' | 'after' = 'line-start';
  #close = '';
  #held = '';
  /** The part of the current line that was released. */
  #line = '';
  #isFenced = false;
  #hasThought = false;
  #text = '';

  read(delta: string): SpokenText {
    this.#held += delta;
    return this.#take(false);
  }

  /** At the end of the text: releases what was held back. */
  end(): SpokenText {
    return this.#take(true);
  }

  #take(isEnd: boolean): SpokenText {
    const said: SpokenText = { thought: '', text: '', retracts: false };
    while (this.#held !== '' && this.#step(said, isEnd));
    return said;
  }

  /** Takes the next piece of what is held. Returns false when more text is needed to decide. */
  #step(said: SpokenText, isEnd: boolean): boolean {
    if (this.#state === 'thinking') return this.#takeThought(said, isEnd);
    if (this.#state === 'after') {
      this.#held = this.#held.trimStart();
      const passed = AFTER.find((mark) => this.#held.startsWith(mark));
      if (passed !== undefined) this.#held = this.#held.slice(passed.length);
      else if (this.#held === '' || (!isEnd && AFTER.some((mark) => mark.startsWith(this.#held)))) return false;
      else this.#state = 'line-start';
      return true;
    }
    if (this.#state === 'line-start' && !this.#isFenced) {
      const start = this.#held.trimStart();
      const opened = TAGS.find(({ open }) => start.startsWith(open));
      if (opened !== undefined) {
        this.#state = 'thinking';
        this.#close = opened.close;
        this.#hasThought = true;
        this.#held = start.slice(opened.open.length).trimStart();
        return true;
      }
      if (!isEnd && OPENS.some((open) => open.startsWith(start))) return false;
    }
    return this.#takeText(said, isEnd);
  }

  #takeThought(said: SpokenText, isEnd: boolean): boolean {
    const end = this.#held.indexOf(this.#close);
    const keep = isEnd ? 0 : longestEndThatBegins(this.#held, [this.#close]);
    const length = end === -1 ? this.#held.length - keep : end;
    said.thought += this.#held.slice(0, length);
    this.#held = this.#held.slice(end === -1 ? length : end + this.#close.length);
    if (end === -1) return false;
    this.#state = 'after';
    return true;
  }

  /** Text up to the end of its line, or up to a closing tag that counts. */
  #takeText(said: SpokenText, isEnd: boolean): boolean {
    const lineEnd = this.#held.indexOf('\n');
    const line = lineEnd === -1 ? this.#held : this.#held.slice(0, lineEnd + 1);
    const closing = this.#findClose(line, isEnd || lineEnd !== -1);
    if (closing?.counts === true) {
      said.thought += this.#text + line.slice(0, closing.at);
      said.text = '';
      said.retracts = true;
      this.#hasThought = true;
      this.#text = '';
      this.#line = '';
      this.#held = this.#held.slice(closing.at + closing.length);
      this.#state = 'after';
      return true;
    }
    const undecided = isEnd || lineEnd !== -1 || this.#hasThought ? 0 : longestEndThatBegins(line, CLOSES);
    const text = line.slice(0, closing?.at ?? line.length - undecided);
    this.#give(said, text);
    this.#held = this.#held.slice(text.length);
    return closing === null && lineEnd !== -1 && this.#held !== '';
  }

  #give(said: SpokenText, text: string) {
    said.text += text;
    this.#text += text;
    this.#line += text;
    if (!text.endsWith('\n')) {
      if (text.trim() !== '') this.#state = 'in-line';
      return;
    }
    if (/^\s*(?:```|~~~)/u.test(this.#line)) this.#isFenced = !this.#isFenced;
    this.#line = '';
    this.#state = 'line-start';
  }

  /**
   * A closing tag without an opening one, outside code and not mentioned inside a sentence. Null if not found;
   * `counts` is false while the text behind the tag is not there yet.
   */
  #findClose(line: string, isWholeLine: boolean): { at: number; length: number; counts: boolean } | null {
    if (this.#hasThought || this.#isFenced) return null;
    for (const close of CLOSES) {
      const at = line.indexOf(close);
      if (at === -1) continue;
      const before = this.#line + line.slice(0, at);
      const after = line.slice(at + close.length);
      const open = close.replace('/', '');
      if (before.split('`').length % 2 === 0 || before.includes(open) || this.#text.includes(open)) return null;
      const isInSentence = /\S[ \t]$/u.test(before);
      if (isInSentence && after.length < 2 && !isWholeLine) return { at, length: close.length, counts: false };
      return isInSentence && /^[ \t]\S/u.test(after) ? null : { at, length: close.length, counts: true };
    }
    return null;
  }
}

/** The same for a text that is whole. */
export function withoutThoughts(text: string): string {
  const reader = new ThinkReader();
  const first = reader.read(text);
  const last = reader.end();
  return last.retracts ? last.text : first.text + last.text;
}

/** How many characters at the end of `text` may be the beginning of one of `tags`. */
function longestEndThatBegins(text: string, tags: readonly string[]): number {
  const most = Math.min(Math.max(...tags.map(({ length }) => length)) - 1, text.length);
  for (let length = most; length > 0; length -= 1)
    if (tags.some((tag) => tag.startsWith(text.slice(-length)))) return length;
  return 0;
}
