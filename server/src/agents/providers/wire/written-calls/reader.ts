/**
 * Extracts tool calls from the text of an answer. A server without a parser for its model's calls sends them as text. A
 * block counts outside of code and thoughts, at the start of a line. Tags that only models write also count inside a
 * line.
 */
import { longestEndThatBegins } from '../../../bridge/text/text-ends.ts';
import { ThinkReader } from '../../../bridge/text/think-tags.ts';
import { ENDS } from '../../../bridge/text/turn-tokens.ts';
import { BlockEnd, CLOSES, openingOf, OPENS } from './blocks.ts';
import { readCalls, type WrittenCall } from './bodies.ts';

/** A longer block is dropped, together with the text after it. */
const MAX_BLOCK_CHARS = 100_000;
/** Held text is searched again after each tag that is found, so its length is limited. */
const MAX_PIECE_CHARS = 2000;
/** A longer run of spaces is not held back. */
const MAX_GAP_CHARS = 1000;
/** Non-text after a block: closing tags around it, and tokens that end the turn. */
const AFTER: readonly string[] = [...CLOSES, ...ENDS];

interface Read {
  text: string;
  calls: WrittenCall[];
}

export class WrittenCallReader {
  readonly #thinker = new ThinkReader();
  #pending = '';
  /** Pieces that have arrived and are not part of the held text yet. */
  #incoming = '';
  /** Spaces that wait for the text after them. */
  #gap = '';
  #state: 'text' | 'block' | 'after' | 'lost' = 'text';
  #block: BlockEnd | null = null;
  #answer = '';
  #hasBlock = false;

  /** A block is open. */
  get isWriting() {
    return this.#state === 'block';
  }

  /** Whether there was a block, and otherwise only thoughts. */
  get hasOnlyBlocks() {
    return this.#hasBlock && this.#answer === '';
  }

  read(delta: string): Read {
    const out: Read = { text: '', calls: [] };
    for (let at = 0; at < delta.length; at += MAX_PIECE_CHARS) {
      const { text, calls } = this.#process(delta.slice(at, at + MAX_PIECE_CHARS), false);
      out.text += text;
      out.calls.push(...calls);
    }
    return out;
  }

  /** At the end of the text, releases the held-back part. An unfinished block is dropped. */
  end(): Read {
    const read = this.#process('', true);
    if (this.#state === 'text') read.text += this.#gap;
    this.#gap = '';
    this.#note(this.#thinker.end());
    return read;
  }

  #process(delta: string, isEnd: boolean): Read {
    const out: Read = { text: '', calls: [] };
    this.#incoming += delta;
    // Keep the pieces separate, because joining the whole text for each small piece takes quadratic time.
    if (this.#state === 'block' && !isEnd && this.#incoming.length * 64 < this.#pending.length) return out;
    this.#pending += this.#incoming;
    this.#incoming = '';
    if (this.#state === 'lost') this.#pending = '';
    while (this.#pending !== '' && this.#step(out, isEnd));
    return out;
  }

  /** Processes the next piece of held text. Returns false if more text is needed to decide. */
  #step(out: Read, isEnd: boolean): boolean {
    if (this.#block !== null) return this.#readBlock(out, this.#block, isEnd);
    if (this.#state === 'after') return this.#passAfter(isEnd);
    const at = nextOpen(this.#pending);
    this.#give(out, at === -1 ? this.#pending.length - longestEndThatBegins(this.#pending, OPENS) : at);
    return this.#decide(out, isEnd);
  }

  /** The held text may begin with an opening tag. */
  #decide(out: Read, isEnd: boolean): boolean {
    if (this.#pending === '') return false;
    const { place } = this.#thinker;
    const isText = place === 'thought' || place === 'code';
    const opening = isText ? null : openingOf(this.#pending, { isInLine: place === 'in-line', isEnd });
    if (opening === 'undecided') return false;
    if (opening === null) this.#give(out, 1);
    else {
      this.#state = 'block';
      this.#hasBlock = true;
      this.#block = new BlockEnd(opening);
    }
    return true;
  }

  #readBlock(out: Read, block: BlockEnd, isEnd: boolean): boolean {
    const end = block.find(this.#pending, isEnd);
    if (end === null) {
      if (this.#pending.length <= MAX_BLOCK_CHARS) return false;
      this.#state = 'lost';
      this.#block = null;
      this.#pending = '';
      return false;
    }
    out.calls.push(...readCalls(this.#pending.slice(0, end)));
    this.#pending = this.#pending.slice(end);
    this.#block = null;
    this.#state = 'after';
    return true;
  }

  #passAfter(isEnd: boolean): boolean {
    const start = this.#pending.trimStart();
    this.#pending = start;
    const passed = AFTER.find((mark) => start.toLowerCase().startsWith(mark.toLowerCase()));
    if (passed !== undefined) this.#pending = start.slice(passed.length);
    else if (!isEnd && AFTER.some((mark) => mark.toLowerCase().startsWith(start.toLowerCase()))) return false;
    else {
      const opening = start === '' ? null : openingOf(start, { isInLine: false, isEnd });
      if (opening === 'undecided') return false;
      if (opening === null && start !== '') {
        this.#state = 'text';
        if (this.#gap === '' && this.#answer !== '') this.#gap = '\n\n';
      } else if (opening !== null) {
        this.#state = 'block';
        this.#block = new BlockEnd(opening);
      }
    }
    return this.#pending !== '';
  }

  #give(out: Read, length: number) {
    const released = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    if (this.#gap.length >= MAX_GAP_CHARS && released.trim() === '') return;
    const whole = this.#gap + released;
    this.#note(this.#thinker.read(released));
    const text = whole.trimEnd();
    out.text += text;
    this.#gap = whole.slice(text.length, text.length + MAX_GAP_CHARS);
  }

  #note({ text, retracts }: { text: string; retracts: boolean }) {
    this.#answer = (retracts ? '' : this.#answer) || text.trim().slice(0, 1);
  }
}

/** The first complete opening tag; -1 if there is none. */
function nextOpen(text: string): number {
  if (!/[<[]/u.test(text)) return -1;
  const found = OPENS.map((open) => text.indexOf(open)).filter((at) => at !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}
