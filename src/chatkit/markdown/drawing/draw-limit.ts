/**
 * Limits how much of a message is rendered. The number of nodes is estimated from the text and its blocks alone, so a
 * text is cut at the same place whether it arrives at once or in parts. The estimate is at most half the real number.
 */
import { work } from '../parsing/steps.ts';
import type { Block } from '../parsing/tree.ts';

/** The estimated number of nodes that a message renders at once. A normal reply of 80,000 characters has fewer. */
export const MAX_NODES = 15_000;
/** The estimated number of nodes in each further section, after the reader asked for the rest. */
export const SECTION_NODES = 1500;
/** The assumed length of a highlighted word of code. */
const CODE_CHARS = 12;

const MARKS = new Uint8Array(128);
for (const mark of '`*_~[]!<$|\\@:&') MARKS[mark.charCodeAt(0)] = 1;
/** Characters that change the direction of a line or need a fallback font cost the browser more than a node. */
const TURNS = /[\0\u202a-\u202e\u2066-\u2069\ufffd]/;
const TURN_NODES = 4;
/** Letters of scripts that need shaping or a second font. */
const LETTER_NODES = 1 / 4;
const LATIN_NODES = 1 / 32;
/** A section ends before this many characters. Each costs at least as much as a Latin letter. */
export const SECTION_CHARS = SECTION_NODES / LATIN_NODES + 1;
/** The browser lays out a leaf as a whole, so each letter of a longer leaf costs more. */
const LONG_LEAF = 4000;
const LONG_LEAF_FACTOR = 4;
/** A check box costs the browser more than an element, and so do the buttons of a footnote and of what refers to it. */
const CONTROL_NODES = 9;
const TASK = /^[\s>]*(?:[-+*]|\d+[.)])\s+\[[ xX]\]/;
/**
 * Text in nested quotes and lists has less room and therefore more lines, and the browser lays it out again for each
 * box around it.
 */
const DEPTH_PER_FACTOR = 8;
const MAX_DEPTH = 100;

/** The cost of a character, in nodes. */
export function nodesOf(code: number): number {
  if (code > 0 && code < 128) return MARKS[code] || LATIN_NODES;
  if (code > 0 && code < 0x300) return LATIN_NODES;
  return TURNS.test(String.fromCharCode(code)) ? TURN_NODES : LETTER_NODES;
}

export class DrawLimit {
  readonly #allowed: number;
  #used = 0;
  /** The characters of the leaf that the line may continue. */
  #leafChars = 0;
  /** The quotes and lists that the line begins with, as long as nothing after them has been read. */
  #depth = 0;
  #isInMarkers = true;
  #lineStart = -1;
  #counted = 0;
  #marks = 0;

  constructor(allowed: number) {
    this.#allowed = allowed;
  }

  get isFull(): boolean {
    return this.#used >= this.#allowed;
  }

  /**
   * The offset up to which the line from `start` to `end` may be rendered. A growing line is counted only from its
   * previous end.
   */
  reach(text: string, start: number, end: number, tip: Block): number {
    if (this.#used >= this.#allowed) return start;
    if (start !== this.#lineStart) {
      this.#lineStart = start;
      this.#counted = start;
      this.#marks = 0;
      this.#depth = 0;
      this.#isInMarkers = true;
    }
    const isCode = isFenced(tip);
    for (let at = this.#counted; at < end; at++) {
      if (this.#isInMarkers) this.#readMarker(text[at] ?? '', text[at - 1] ?? '');
      const nodes = isCode ? 1 / CODE_CHARS : nodesOf(text.charCodeAt(at));
      const isLong = this.#leafChars + at - start > LONG_LEAF;
      const factor = (1 + this.#depth / DEPTH_PER_FACTOR) * (isLong ? LONG_LEAF_FACTOR : 1);
      const marks = this.#marks + nodes * factor;
      if (this.#used + marks > this.#allowed) return at;
      this.#marks = marks;
      this.#counted = at + 1;
      work.steps++;
    }
    return end;
  }

  #readMarker(character: string, before: string): void {
    const isMarker = character === '>' || (/\s/.test(character) && /[-+*.)]/.test(before));
    if (isMarker) this.#depth = Math.min(this.#depth + 1, MAX_DEPTH);
    this.#isInMarkers = /[->+*\s\d.)]/.test(character);
  }

  /** Counts a parsed line: its marks, the blocks it began, and its table cells. */
  countLine(line: string, blocks: number, tip: Block): void {
    const isBlank = line.trim() === '';
    // A line break has up to two characters.
    this.#used += this.#marks + 3 * blocks * Math.max(1, this.#depth / DEPTH_PER_FACTOR) + 2 * LATIN_NODES;
    const controls = line.split('[^').length - 1 + (blocks > 0 && TASK.test(line) ? 1 : 0);
    this.#used += CONTROL_NODES * controls;
    this.#leafChars = isBlank || blocks > 0 || tip.type !== 'paragraph' ? 0 : this.#leafChars;
    this.#leafChars += line.length;
    if (tip.type === 'code') this.#used += 2;
    else if (!isBlank) this.#used += tip.type === 'table' ? 2 * tip.columns.length : 1;
    this.#lineStart = -1;
  }
}

const isFenced = (block: Block) => block.type === 'code' && block.fence !== null;
