/**
 * Limits how much of a message is rendered. The number of nodes is estimated from the text and its blocks alone, so a
 * text is cut at the same place whether it arrives at once or in parts. The estimate is at most half the real number.
 */
import { work } from './steps.ts';
import type { Block } from './tree.ts';

/** The estimated number of nodes rendered per message. A normal reply of 80,000 characters has fewer. */
const MAX_NODES = 15_000;
/** The assumed length of a highlighted word of code. */
const CODE_CHARS = 12;

const MARKS = new Uint8Array(128);
for (const mark of '`*_~[]!<$|\\@:&') MARKS[mark.charCodeAt(0)] = 1;
/** Characters that change the direction of a line or need a fallback font cost the browser more than a node. */
const TURNS = /[\0\u202a-\u202e\u2066-\u2069\ufffd]/;
const TURN_NODES = 4;
/** Letters of scripts that need shaping or a second font. */
const LETTER_NODES = 1 / 4;

function nodesOf(code: number): number {
  if (code > 0 && code < 128) return MARKS[code] ?? 0;
  if (code > 0 && code < 0x300) return 0;
  return TURNS.test(String.fromCharCode(code)) ? TURN_NODES : LETTER_NODES;
}

export class DrawLimit {
  /** Increases when the reader asks for more. */
  allowed = MAX_NODES;
  private used = 0;
  private lineStart = -1;
  private counted = 0;
  private marks = 0;

  get isFull(): boolean {
    return this.used >= this.allowed;
  }

  /**
   * The offset up to which the line from `start` to `end` may be rendered. A growing line is counted only from its
   * previous end.
   */
  reach(text: string, start: number, end: number, tip: Block): number {
    if (this.used >= this.allowed) return start;
    if (start !== this.lineStart) {
      this.lineStart = start;
      this.counted = start;
      this.marks = 0;
    }
    const isCode = isFenced(tip);
    for (let at = this.counted; at < end; at++) {
      const marks = this.marks + (isCode ? 1 / CODE_CHARS : nodesOf(text.charCodeAt(at)));
      if (this.used + marks > this.allowed) return at;
      this.marks = marks;
      this.counted = at + 1;
      work.steps++;
    }
    return end;
  }

  /** Counts a parsed line: its marks, the blocks it began, and its table cells. */
  take(isBlank: boolean, blocks: number, tip: Block): void {
    this.used += this.marks + 3 * blocks;
    if (tip.type === 'code') this.used += 2;
    else if (!isBlank) this.used += tip.type === 'table' ? 2 * tip.columns.length : 1;
    this.lineStart = -1;
  }
}

const isFenced = (block: Block) => block.type === 'code' && block.fence !== null;
