/** Some open models think aloud at the start of their answer, between `<think>` and `</think>`: that is no part of the answer. */

const OPEN = '<think>';
const CLOSE = '</think>';

/** An answer taken apart. */
export interface SpokenText {
  thought: string;
  text: string;
}

/** Takes a stream of text apart as it arrives. Only a tag at the very start counts: later ones are somebody's example. */
export class ThinkReader {
  #state: 'undecided' | 'thinking' | 'after' | 'speaking' = 'undecided';
  #held = '';

  read(delta: string): SpokenText {
    this.#held += delta;
    if (this.#state === 'undecided' && !this.#decide()) return { thought: '', text: '' };
    let thought = '';
    if (this.#state === 'thinking') thought = this.#takeThought();
    if (this.#state === 'after') this.#skipSpace();
    return { thought, text: this.#state === 'speaking' ? this.#takeAll() : '' };
  }

  /** What was held back, now that nothing follows. */
  end(): SpokenText {
    const rest = this.#takeAll();
    return this.#state === 'thinking'
      ? { thought: rest, text: '' }
      : { thought: '', text: this.#state === 'after' ? '' : rest };
  }

  #decide(): boolean {
    const start = this.#held.trimStart();
    if (start.startsWith(OPEN)) {
      this.#state = 'thinking';
      this.#held = start.slice(OPEN.length).trimStart();
    } else if (!OPEN.startsWith(start)) {
      this.#state = 'speaking';
    }
    return this.#state !== 'undecided';
  }

  #takeThought(): string {
    const end = this.#held.indexOf(CLOSE);
    if (end !== -1) {
      const thought = this.#held.slice(0, end);
      this.#held = this.#held.slice(end + CLOSE.length);
      this.#state = 'after';
      return thought;
    }
    const keep = longestEndThatBegins(this.#held, CLOSE);
    const thought = this.#held.slice(0, this.#held.length - keep);
    this.#held = this.#held.slice(thought.length);
    return thought;
  }

  #skipSpace() {
    this.#held = this.#held.trimStart();
    if (this.#held !== '') this.#state = 'speaking';
  }

  #takeAll(): string {
    const all = this.#held;
    this.#held = '';
    return all;
  }
}

/** The same for a text that is whole. */
export function withoutThoughts(text: string): string {
  const reader = new ThinkReader();
  return reader.read(text).text + reader.end().text;
}

/** How many characters at the end of `text` may be the beginning of `tag`. */
function longestEndThatBegins(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1)
    if (tag.startsWith(text.slice(-length))) return length;
  return 0;
}
