/**
 * Some open models write their reasoning into the answer, between tags such as `<think>` and `</think>`. This text is
 * not part of the answer.
 */
import { longestEndThatBegins } from './text-ends.ts';

interface Tags {
  open: string;
  close: string;
  /** The closing tag also ends other texts, so it means nothing without an opening one. */
  isShared?: boolean;
  /** These tags also count in the middle of a line. Other names occur in ordinary texts. */
  isInLine?: boolean;
}

/** Names in angle brackets, in small or capital letters. */
const NAMES: readonly [name: string, isInLine: boolean][] = [
  ['think', true],
  ['thinking', true],
  ['seed:think', true],
  ['mm:think', true],
  ['longcat_think', true],
  ['thought', false],
  ['thoughts', false],
  ['reasoning', false],
  ['analysis', false],
  ['scratchpad', false],
  ['inner_monologue', false],
];

const TAGS: readonly Tags[] = [
  ...NAMES.map(([name, isInLine]) => ({ open: `<${name}>`, close: `</${name}>`, isInLine })),
  { open: '◁think▷', close: '◁/think▷', isInLine: true },
  { open: '[think]', close: '[/think]' },
  { open: '<|begin_of_thought|>', close: '<|end_of_thought|>', isInLine: true },
  { open: '<|start_thinking|>', close: '<|end_thinking|>', isInLine: true },
  { open: '<|channel>thought', close: '<channel|>', isShared: true },
  { open: '<unused94>thought', close: '<unused95>', isInLine: true }, // MedGemma
  // gpt-oss, if the server does not read its channels.
  ...['analysis', 'commentary'].flatMap((channel) => [
    { open: `<|channel|>${channel}<|message|>`, close: '<|end|>', isShared: true },
    { open: `<|start|>assistant<|channel|>${channel}<|message|>`, close: '<|end|>', isShared: true },
  ]),
];

const OPENS = TAGS.map(({ open }) => open);
const IN_LINE = TAGS.filter(({ isInLine }) => isInLine === true);
const IN_LINE_OPENS = IN_LINE.map(({ open }) => open);
const CLOSES = TAGS.filter(({ isShared }) => isShared !== true).map(({ close }) => close);
/** An opening tag with attributes: `<think duration="3">`. */
const WITH_ATTRIBUTES = /^(<[a-z_:]+)[ \t][^<>\n]{0,100}>/u;
const ATTRIBUTES_MAY_FOLLOW = /^(<[a-z_:]+)[ \t][^<>\n]{0,100}$/u;
/** Text that may come between a thought and the answer: the closing tag again, and the head of gpt-oss's answer. */
const AFTER = [
  ...TAGS.map(({ close }) => close),
  '<|start|>assistant<|channel|>final<|message|>',
  '<|channel|>final<|message|>',
];
/** gpt-oss, if the server removed the marks around its channels: `analysisThe visitor …assistantfinalHello`. */
const BARE_CHANNEL = /^analysis(?=\p{Lu})/u;
/** Words of these scripts have spaces between them. */
const BEGINS_WORD =
  /^(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])[\p{L}\p{N}(“«¿¡]/u;
const BARE_FINAL = 'assistantfinal';
/** Held text is read again from its start for each of its lines, so its length is limited. */
const MAX_PIECE_CHARS = 2000;
/** After more spaces than this at the start of a line, the text is not held back. */
const BLANKS = /^[\s\u200b]{0,1000}/u;
/**
 * If a line is longer, only its two ends are kept, with whether there is text between them and whether code is open.
 */
const LINE_END_CHARS = 200;
/** A thought in the middle of a line counts once it ends. The text waits for its end up to this many characters. */
const MAX_WAIT_CHARS = 8000;

/** The parts of an answer. */
export interface SeparatedText {
  thought: string;
  text: string;
  /** All text released so far was a thought. Its opening tag was in the prompt, so only the closing tag arrived. */
  retracts: boolean;
}

/**
 * Separates thoughts from a stream of text. A tag counts outside code, at the start of a line or, if its name is not an
 * ordinary word and its thought is closed, in the middle of one. A closing tag without an opening one counts once if no
 * thought came before it, and once more for each opening tag inside a thought.
 */
export class ThinkReader {
  #state: 'line-start' | 'in-line' | 'thinking' | 'after' = 'line-start';
  #close = '';
  #pending = '';
  /** The part of the current line that was released. */
  #line = '';
  #isFenced = false;
  /** How many closing tags without an opening one still count. */
  #loneCloses = 1;
  #thought = '';
  #text = '';
  /** The text has only white space so far. */
  #isBlank = true;

  read(delta: string): SeparatedText {
    const separated: SeparatedText = { thought: '', text: '', retracts: false };
    for (let at = 0; at < delta.length; at += MAX_PIECE_CHARS) {
      this.#pending += delta.slice(at, at + MAX_PIECE_CHARS);
      const piece = this.#processNext(false);
      separated.thought += piece.thought;
      separated.text = piece.retracts ? piece.text : separated.text + piece.text;
      separated.retracts ||= piece.retracts;
    }
    return separated;
  }

  /** At the end of the text, releases the held-back part. */
  end(): SeparatedText {
    return this.#processNext(true);
  }

  /** The end of the text so far. Text that may still become a thought counts as one. */
  get place(): 'thought' | 'code' | 'line-start' | 'in-line' {
    if (this.#state === 'thinking') return 'thought';
    if (this.#isFenced) return 'code';
    const pending = this.#pending.toLowerCase();
    if (IN_LINE_OPENS.some((open) => pending.includes(open))) return 'thought';
    const line = this.#state === 'after' ? pending : this.#line + pending;
    const last = line.slice(line.lastIndexOf('\n') + 1);
    if (last.trim() === '') return 'line-start';
    return last.split('`').length % 2 === 0 || /^\s*(?:```|~~~)/u.test(last) ? 'code' : 'in-line';
  }

  #processNext(isEnd: boolean): SeparatedText {
    const separated: SeparatedText = { thought: '', text: '', retracts: false };
    while (this.#pending !== '' && this.#step(separated, isEnd));
    return separated;
  }

  /** Processes the next piece of held text. Returns false if more text is needed to decide. */
  #step(separated: SeparatedText, isEnd: boolean): boolean {
    if (this.#state === 'thinking') return this.#readThought(separated, isEnd);
    if (this.#state === 'after') return this.#passAfter(isEnd);
    if (this.#state === 'line-start' && !this.#isFenced) {
      const start = this.#pending.slice(BLANKS.exec(this.#pending)?.[0].length);
      const opened = openedBy(start) ?? (this.#isBlank ? bareChannel(start) : null);
      if (opened !== null) {
        this.#think(separated, start.slice(opened.length).trimStart(), opened.close);
        return true;
      }
      if (!isEnd && mayOpen(start, this.#isBlank)) return false;
    }
    return this.#readText(separated, isEnd);
  }

  #think(separated: SeparatedText, rest: string, close: string) {
    if (this.#thought !== '') separated.thought += '\n\n'; // a second thought
    this.#state = 'thinking';
    this.#close = close;
    this.#loneCloses = 0;
    this.#thought = '';
    this.#pending = rest;
  }

  #passAfter(isEnd: boolean): boolean {
    const isAfterWord = /\S$/u.test(this.#line);
    const start = this.#pending.trimStart();
    const passed = AFTER.find((mark) => beginsWith(start, mark));
    if (passed !== undefined) this.#pending = start.slice(passed.length);
    else if (!isEnd && AFTER.some((mark) => mark.startsWith(start.toLowerCase()))) return false;
    else {
      if (!isAfterWord) this.#pending = start;
      else if (BEGINS_WORD.test(this.#pending)) this.#pending = ` ${this.#pending}`;
      this.#state = this.#line.trim() === '' ? 'line-start' : 'in-line';
    }
    return this.#pending !== '';
  }

  #readThought(separated: SeparatedText, isEnd: boolean): boolean {
    const end = this.#pending.toLowerCase().indexOf(this.#close);
    const keep = isEnd ? 0 : longestEndThatBegins(this.#pending.toLowerCase(), [this.#close]);
    const length = end === -1 ? this.#pending.length - keep : end;
    const thought = this.#pending.slice(0, length);
    separated.thought += thought;
    this.#thought += thought;
    this.#pending = this.#pending.slice(end === -1 ? length : end + this.#close.length);
    if (end === -1) return false;
    this.#loneCloses = this.#thought.toLowerCase().split(this.#close.replace('/', '')).length - 1;
    this.#state = 'after';
    return true;
  }

  /** Text up to the end of its line, or up to a tag that counts. */
  #readText(separated: SeparatedText, isEnd: boolean): boolean {
    const opening = this.#isFenced ? null : this.#findInLine(isEnd);
    if (opening === 'undecided') return false;
    const lineEnd = this.#pending.indexOf('\n');
    const line = lineEnd === -1 ? this.#pending : this.#pending.slice(0, lineEnd + 1);
    const closing = this.#findClose(line, isEnd || lineEnd !== -1);
    if (closing?.counts === true && (opening === null || closing.at < opening.at)) {
      separated.thought += this.#text + line.slice(0, closing.at);
      separated.text = '';
      separated.retracts = true;
      this.#loneCloses -= 1;
      this.#text = '';
      this.#isBlank = true;
      this.#line = '';
      this.#pending = this.#pending.slice(closing.at + closing.length);
      this.#state = 'after';
      return true;
    }
    if (opening !== null) {
      this.#give(separated, this.#pending.slice(0, opening.at));
      this.#think(separated, this.#pending.slice(opening.at + opening.length).trimStart(), opening.close);
      return true;
    }
    const marks = this.#loneCloses === 0 ? IN_LINE_OPENS : [...IN_LINE_OPENS, ...CLOSES];
    const undecided = isEnd || lineEnd !== -1 || this.#isFenced ? 0 : longestEndThatBegins(line.toLowerCase(), marks);
    const text = line.slice(0, closing?.at ?? line.length - undecided);
    this.#give(separated, text);
    this.#pending = this.#pending.slice(text.length);
    return closing === null && lineEnd !== -1 && this.#pending !== '';
  }

  #give(separated: SeparatedText, text: string) {
    separated.text += text;
    this.#text += text;
    this.#isBlank &&= text.trim() === '';
    this.#line = shortened(this.#line + text);
    if (!text.endsWith('\n')) {
      if (text.trim() !== '') this.#state = 'in-line';
      return;
    }
    if (/^\s*(?:```|~~~)/u.test(this.#line)) this.#isFenced = !this.#isFenced;
    this.#line = '';
    this.#state = 'line-start';
  }

  /**
   * An opening tag in the current line whose thought is closed, outside code and not mentioned inside a sentence: a
   * mention is followed by a space, a punctuation mark, or nothing that closes it. The text before an undecided tag is
   * held back with it.
   */
  #findInLine(isEnd: boolean): ({ at: number; close: string; length: number } | 'undecided') | null {
    const all = this.#pending.toLowerCase();
    const lineEnd = all.indexOf('\n');
    const line = lineEnd === -1 ? all : all.slice(0, lineEnd);
    for (const { open, close } of IN_LINE) {
      const at = line.indexOf(open);
      if (at === -1) continue;
      const before = this.#line + line.slice(0, at);
      if (before.split('`').length % 2 === 0 || /^\s*(?:```|~~~)/u.test(before)) continue;
      const inside = all.slice(at + open.length);
      if (!isEnd && inside === '') return 'undecided';
      const end = inside.indexOf(close);
      const isMention = !/^(?:\n|[\p{L}\p{N}"'(“«*])/u.test(inside) && !/[.!?:。！？：…]\s*$/u.test(before);
      if (isMention || (end === -1 && (isEnd || inside.length > MAX_WAIT_CHARS))) continue;
      return end === -1 ? 'undecided' : { at, close, length: open.length };
    }
    return null;
  }

  /**
   * A closing tag without an opening one, outside code and not mentioned inside a sentence. Null if not found; `counts`
   * is false while the text after the tag has not arrived.
   */
  #findClose(line: string, isWholeLine: boolean): { at: number; length: number; counts: boolean } | null {
    if (this.#loneCloses === 0 || this.#isFenced) return null;
    const small = line.toLowerCase();
    for (const close of CLOSES) {
      const at = small.indexOf(close);
      if (at === -1) continue;
      const before = this.#line + line.slice(0, at);
      const after = line.slice(at + close.length);
      const open = close.replace('/', '');
      if (before.split('`').length % 2 === 0 || `${this.#text}${before}`.toLowerCase().includes(open)) return null;
      const isInSentence = /\S[ \t]$/u.test(before);
      if (isInSentence && after.length < 2 && !isWholeLine) return { at, length: close.length, counts: false };
      return isInSentence && /^[ \t]\S/u.test(after) ? null : { at, length: close.length, counts: true };
    }
    return null;
  }
}

/** A line without its middle, because it is read repeatedly. */
function shortened(line: string): string {
  if (line.length < 10 * LINE_END_CHARS) return line;
  const middle = line.slice(LINE_END_CHARS, -LINE_END_CHARS);
  const mark = (middle.trim() === '' ? ' ' : 'x') + (middle.split('`').length % 2 === 0 ? '`' : '');
  return line.slice(0, LINE_END_CHARS) + mark + line.slice(-LINE_END_CHARS);
}

const beginsWith = (text: string, mark: string) => text.slice(0, mark.length).toLowerCase() === mark;

/** The tag that a text begins with. */
function openedBy(text: string): { length: number; close: string } | null {
  const small = text.slice(0, 200).toLowerCase();
  const withAttributes = WITH_ATTRIBUTES.exec(small);
  const written = withAttributes === null ? small : `${withAttributes[1] ?? ''}>`;
  const tags = TAGS.find(({ open }) => written.startsWith(open));
  return tags === undefined ? null : { length: withAttributes?.[0].length ?? tags.open.length, close: tags.close };
}

/** Whether the beginning of `text` may become a tag with more text. */
function mayOpen(text: string, isFirst: boolean): boolean {
  const small = text.toLowerCase();
  const named = ATTRIBUTES_MAY_FOLLOW.exec(small)?.[1];
  if (named !== undefined && OPENS.includes(`${named}>`)) return true;
  return OPENS.some((open) => open.startsWith(small)) || (isFirst && 'analysis'.startsWith(text));
}

function bareChannel(text: string): { length: number; close: string } | null {
  const found = BARE_CHANNEL.exec(text)?.[0];
  return found === undefined ? null : { length: found.length, close: BARE_FINAL };
}
