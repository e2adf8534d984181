/** Finds the start and the end of a block in which a model wrote a tool call as text. */
import { JsonScan } from './bodies.ts';

interface Block {
  open: string;
  /** The rest of the opening tag after `open`. */
  head?: RegExp;
  /** Text that may still become `head`. */
  mayHead?: RegExp;
  /** Null: the block ends with its arguments. */
  close: string | null;
  /** If this follows, the block also counts in the middle of a line, because only a model writes such a tag. */
  inLine?: RegExp;
}

const ATTRIBUTE = { head: /^[^<>\n]{1,120}>/u, mayHead: /^[^<>\n]{0,120}$/u };
const MESSAGE = { head: /^[^\n]{1,200}?<\|message\|>/u, mayHead: /^[^\n]{0,211}$/u };
const SECTION = /^\s*<[|｜]tool[▁_]call[▁_]begin[|｜]>/u;
const tag = (name: string): Block => ({ open: `<${name}>`, close: `</${name}>` });

const BLOCKS: readonly Block[] = [
  ...[
    'tool_call', // Hermes, Qwen, GLM
    'tool_calls', // Hunyuan, Jamba, MiniMax M1
    'function_call',
    'function_calls',
    'minimax:tool_call',
    'seed:tool_call',
    'longcat_tool_call',
    'TOOLCALL', // Nemotron
    '｜DSML｜function_calls', // DeepSeek V3.2
    '｜DSML｜tool_calls',
  ].map(tag),
  { open: '<function=', ...ATTRIBUTE, close: '</function>' },
  { open: '<invoke name=', ...ATTRIBUTE, close: '</invoke>' },
  { open: '<｜DSML｜invoke name=', ...ATTRIBUTE, close: '</｜DSML｜invoke>' },
  { open: '[TOOL_CALLS]', close: null, inLine: /^(?:\s*\[\s*\{\s*"|[\w.:-]{1,64}(?:\[CALL_ID\]|\[ARGS\]|\{\s*["}]))/u },
  { open: '<|python_tag|>', close: '<|eom_id|>', inLine: /^(?:\{\s*"|[\w.]{1,64}\.call\()/u },
  { open: '<｜tool▁calls▁begin｜>', close: '<｜tool▁calls▁end｜>', inLine: SECTION },
  { open: '<|tool▁calls▁begin|>', close: '<|tool▁calls▁end|>', inLine: SECTION },
  { open: '<｜tool▁call▁begin｜>', close: '<｜tool▁call▁end｜>', inLine: /^[\w.:-]{1,64}<｜tool▁sep｜>/u },
  { open: '<|tool_calls_section_begin|>', close: '<|tool_calls_section_end|>', inLine: SECTION },
  {
    open: '<|tool_call_begin|>',
    close: '<|tool_call_end|>',
    inLine: /^\s*[\w.:-]{1,64}\s*<\|tool_call_argument_begin/u,
  },
  { open: '<|tool_call_start|>', close: '<|tool_call_end|>', inLine: /^\[[\w.]{1,64}\(/u }, // LFM2
  { open: '<|tool_call|>', close: '<|/tool_call|>' }, // Granite, Phi
  { open: '<|tool_call>', close: '<tool_call|>', inLine: /^call:[\w.:-]{1,64}\{/u }, // Gemma 4
  { open: '<|START_ACTION|>', close: '<|END_ACTION|>', inLine: /^\s*\[\s*\{/u }, // Cohere
  ...['<|channel|>commentary to=', '<|channel|>analysis to=', '<|start|>assistant to='].map((open) => ({
    open,
    ...MESSAGE,
    close: '<|call|>',
  })), // gpt-oss
  { open: '<|start|>assistant<|channel|>commentary to=', ...MESSAGE, close: '<|call|>' },
];

export const OPENS = BLOCKS.map(({ open }) => open);
export const CLOSES = BLOCKS.flatMap(({ close }) => close ?? []);

/** Text that continues a sentence: the sentence only mentions the tag before it. */
const MENTION = /^(?:[ \t]+[^\s{[<]|[,.;:!?)'"`…])/u;
/** The length of text that decides whether a tag in the middle of a line opens a block. */
const MAX_UNDECIDED_CHARS = 160;
/** The minimum length of a tag at the end of an answer. Shorter text may be anything. */
const MIN_TAG_CHARS = 6;

interface Opening {
  block: Block;
  /** The length of the opening tag. */
  length: number;
}

/** The block at the start of `text`; null for text that only looks like one. */
export function openingOf(
  text: string,
  { isInLine, isEnd }: { isInLine: boolean; isEnd: boolean },
): Opening | 'undecided' | null {
  const block = BLOCKS.find(({ open }) => text.startsWith(open));
  if (block === undefined) {
    const partly = BLOCKS.find(({ open, inLine }) => open.startsWith(text) && (!isInLine || inLine !== undefined));
    if (partly === undefined) return null;
    if (!isEnd) return 'undecided';
    return isInLine || text.length < MIN_TAG_CHARS ? null : { block: partly, length: text.length };
  }
  const behind = text.slice(block.open.length);
  const head = block.head === undefined ? '' : block.head.exec(behind)?.[0];
  if (head === undefined) {
    if (block.mayHead?.test(behind) !== true) return null;
    return isEnd ? { block, length: text.length } : 'undecided';
  }
  const rest = behind.slice(head.length);
  const opening = { block, length: text.length - rest.length };
  if (MENTION.test(rest) || (isInLine && block.inLine === undefined)) return null;
  if (!isInLine || block.inLine === undefined) return !isEnd && /^[ \t]{0,160}$/u.test(rest) ? 'undecided' : opening;
  if (block.inLine.test(rest.slice(0, MAX_UNDECIDED_CHARS))) return opening;
  return isEnd || rest.length >= MAX_UNDECIDED_CHARS ? null : 'undecided';
}

/** The text before the arguments of a block that has no closing tag. */
const BEFORE_JSON = /^\s*(?:[[{]|[\w.:-]+(?:\[CALL_ID\][\w-]*)?(?:\[ARGS\])?\s*\{)/u;

/** A call of these forms ends the block, even if the outer closing tag is missing. */
const INNER: readonly (readonly [open: string, close: string])[] = [
  ['<function=', '</function>'],
  ['<invoke name=', '</invoke>'],
  ['<｜DSML｜invoke name=', '</｜DSML｜invoke>'],
];

/** Finds the end of one block in a growing text. */
export class BlockEnd {
  readonly #from: number;
  #close: string | null;
  #scan: JsonScan | null = null;
  #isTagged = false;
  #searched: number;

  /** The block opens at the beginning of the text. */
  constructor({ block, length }: Opening) {
    this.#from = INNER.some(([open]) => open === block.open) ? 0 : length;
    this.#searched = length;
    this.#close = block.close;
  }

  /** The position after the block; null while more text is needed. */
  find(text: string, isEnd: boolean): number | null {
    if (this.#scan === null && !this.#isTagged && !this.#choose(text)) return isEnd ? text.length : null;
    const end = this.#scan === null ? this.#findTag(text) : this.#findJson(text, this.#scan, isEnd);
    return end ?? (isEnd ? this.#endUnfinished(text) : null);
  }

  /** Decides from its start how the block ends. Returns false while this is undecided. */
  #choose(text: string): boolean {
    const body = text.slice(this.#from);
    const start = body.trimStart();
    const isLong = body.length > MAX_UNDECIDED_CHARS;
    if (this.#close === null) {
      const before = BEFORE_JSON.exec(body.slice(0, MAX_UNDECIDED_CHARS))?.[0];
      if (before !== undefined) this.#scan = new JsonScan(this.#from + before.length - 1);
      else if (!isLong && !/\S[^\n]*\n/u.test(body)) return false;
      else this.#isTagged = true;
    } else if (/^[{[]/u.test(start)) this.#scan = new JsonScan(this.#from + body.length - start.length);
    else {
      const inner = INNER.find(([open]) => start.startsWith(open));
      if (inner === undefined && !isLong && INNER.some(([open]) => open.startsWith(start))) return false;
      this.#isTagged = true;
      this.#close = inner?.[1] ?? this.#close;
    }
    return true;
  }

  #findTag(text: string): number | null {
    const close = this.#close ?? '\n';
    const at = text.indexOf(close, this.#searched);
    this.#searched = Math.max(this.#searched, text.length - close.length);
    return at === -1 ? null : at + (this.#close === null ? 0 : close.length);
  }

  #findJson(text: string, scan: JsonScan, isEnd: boolean): number | null {
    const close = this.#close ?? undefined;
    if (scan.read(text, close)) return scan.at + (close?.length ?? 0);
    if (scan.end === null) return null;
    // An extra bracket is a common mistake.
    const between = /^[\s}\],;]*/u.exec(text.slice(scan.end))?.[0] ?? '';
    const rest = text.slice(scan.end + between.length);
    if (close !== undefined && rest.startsWith(close)) return text.length - rest.length + close.length;
    if (/^\s*[;,]?\s*$/u.test(between) && rest.startsWith('{') && (close !== undefined || between.includes(';'))) {
      this.#scan = new JsonScan(text.length - rest.length);
      return this.#findJson(text, this.#scan, isEnd);
    }
    const mayGoOn = close === undefined ? /^\s*(?:;\s*)?$/u.test(text.slice(scan.end)) : close.startsWith(rest);
    return mayGoOn && !isEnd ? null : scan.end;
  }

  /** The answer ends inside the block, or inside a quoted text that was never closed. */
  #endUnfinished(text: string): number {
    const at = this.#close === null ? -1 : text.indexOf(this.#close, this.#from);
    return at === -1 || this.#close === null ? text.length : at + this.#close.length;
  }
}
