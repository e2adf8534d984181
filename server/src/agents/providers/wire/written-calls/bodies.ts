/** Parses the calls in one block of text. Each model family has its own format for names and arguments. */
import { memberOf } from '@chatdock/protocol/member-of';
import { parseJson } from '../parse-json.ts';

export interface WrittenCall {
  name: string;
  /** JSON, or parameters whose types only the tool knows. */
  arguments: string | ReadonlyMap<string, string>;
}

/** The calls in a block with its tags; empty if none can be read. */
export function readCalls(block: string): WrittenCall[] {
  const plain = block.replaceAll(/<(\/?)[|｜]DSML[|｜]/gu, '<$1');
  const isJson = /^(?:<(?!function=|invoke)[^>]*>|\[TOOL_CALLS\])\s*(?:\{|\[\s*[[{])/u.test(plain);
  for (const read of isJson ? [readJson] : readers) {
    const calls = read(plain);
    if (calls.length > 0) return calls;
  }
  return [];
}

const readers = [readTags, readSections, readPairs, readMistral, readHarmony, readGemma, readPython];

const FUNCTION = /<(?:function=|invoke\s+name=)\s*["']?([^"'>\s]+)["']?\s*>([\s\S]*?)<\/(?:function|invoke)>/gu;
const PARAMETER =
  /<parameter(?:=|\s+name=)\s*["']?([^"'>\s]+)["']?[^>]*>([\s\S]*?)(?:<\/parameter>|(?=<parameter[=\s])|$)/gu;

/** `<function=name><parameter=x>…</parameter></function>`, or with JSON inside; also with `<invoke name="…">`. */
function readTags(block: string): WrittenCall[] {
  return [...upToLast(block, /<\/(?:function|invoke)>/gu).matchAll(FUNCTION)].map(
    ([, name = '', inner = '']): WrittenCall => {
      const body = inner.trim();
      if (!body.startsWith('<parameter')) return { name, arguments: body };
      const pairs = [...body.matchAll(PARAMETER)].map(
        ([, key = '', value = '']) => [key, withoutFrame(value)] as const,
      );
      return { name, arguments: new Map(pairs) };
    },
  );
}

const SECTION = /<[|｜]tool[▁_]call[▁_]begin[|｜]>([\s\S]*?)<[|｜]tool[▁_]call[▁_]end[|｜]>/gu;
const SEPARATOR = /<[|｜]tool[▁_](?:sep|call[▁_]argument[▁_]begin)[|｜]>/u;

/** DeepSeek and Kimi: a name, a separator and JSON. Older DeepSeeks write the kind of call first and the JSON in a fence. */
function readSections(block: string): WrittenCall[] {
  return [...upToLast(block, /<[|｜]tool[▁_]call[▁_]end[|｜]>/gu).matchAll(SECTION)].map(([, inner = '']) => {
    const [head = '', tail = ''] = inner.split(SEPARATOR);
    const older = /^\s*([^\s{`]+)\s*```(?:json)?\s*([\s\S]*?)```\s*$/u.exec(tail);
    return older === null
      ? { name: head.trim(), arguments: tail.trim() }
      : { name: older[1] ?? '', arguments: (older[2] ?? '').trim() };
  });
}

const NAMED = /^<tool_call>\s*([\w.:-]+)\s*((?:<arg_key>[\s\S]*)?)<\/tool_call>$/u;
const PAIR = /<arg_key>([\s\S]*?)<\/arg_key>\s*<arg_value>([\s\S]*?)<\/arg_value>/gu;

/** GLM: a name, then keys and values in tags. */
function readPairs(block: string): WrittenCall[] {
  const [, name, pairs = ''] = NAMED.exec(block) ?? [];
  if (name === undefined) return [];
  const read = [...upToLast(pairs, /<\/arg_value>/gu).matchAll(PAIR)].map(
    ([, key = '', value = '']) => [key.trim(), withoutFrame(value)] as const,
  );
  return [{ name, arguments: new Map(read) }];
}

/** `[TOOL_CALLS]name[ARGS]{…}`; the tokens between name and arguments are newer than the form without them. */
function readMistral(block: string): WrittenCall[] {
  const found = /^\[TOOL_CALLS\]\s*([\w.:-]+)(?:\[CALL_ID\][\w-]*)?(?:\[ARGS\])?\s*(\{[\s\S]*)$/u.exec(block);
  return found === null ? [] : [{ name: found[1] ?? '', arguments: (found[2] ?? '').trim() }];
}

/** gpt-oss: the name is in the head of a message to `functions`. */
function readHarmony(block: string): WrittenCall[] {
  const found = /^<\|[^\n]*?\bto=([\w.:-]+)[^\n]*?<\|message\|>([\s\S]*?)(?:<\|call\|>)?$/u.exec(block);
  return found === null ? [] : [{ name: found[1] ?? '', arguments: (found[2] ?? '').trim() }];
}

/** Gemma 4: `call:name{key:<|"|>text<|"|>}`, where names have no quotes and texts have their own. */
function readGemma(block: string): WrittenCall[] {
  if (!block.startsWith('<|tool_call>')) return [];
  return [...block.matchAll(/\bcall:([\w.:-]+)(\{[\s\S]*?\})(?=\s*(?:<tool_call\|>|,?\s*call:|$))/gu)].map(
    ([, name = '', written = '']) => {
      const parts = written.split('<|"|>');
      const json = parts.map((part, index) =>
        index % 2 === 1 ? JSON.stringify(part) : part.replaceAll(/([{,]\s*)([A-Za-z_]\w*)\s*:/gu, '$1"$2":'),
      );
      return { name, arguments: json.join('') };
    },
  );
}

/** Values in JSON, one after another, between the tags of the block. */
function readJson(block: string): WrittenCall[] {
  const from = block.search(/(?<![\w.:-])[{[]\s*["{[]/u);
  if (from === -1) return [];
  const calls: WrittenCall[] = [];
  let rest = block.slice(from);
  for (;;) {
    const end = endOfJson(rest);
    if (end === -1) return calls;
    calls.push(...callsIn(parseJson(rest.slice(0, end))));
    const next = rest.slice(end).search(/^[\s;,]*\{/u);
    if (next === -1) return calls;
    rest = rest.slice(rest.indexOf('{', end));
  }
}

/** A call or a list of calls, with the member names that models use. */
function callsIn(value: unknown): WrittenCall[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => callsIn(entry));
  const inner = memberOf(value, 'function');
  const source = typeof inner === 'object' && inner !== null ? inner : value;
  const name = memberOf(source, 'name') ?? memberOf(source, 'tool_name') ?? memberOf(source, 'function');
  if (typeof name !== 'string') return [];
  const args = ['arguments', 'parameters', 'args', 'input']
    .map((member) => memberOf(source, member))
    .find((found) => found !== undefined);
  return [{ name, arguments: typeof args === 'string' ? args : JSON.stringify(args ?? {}) }];
}

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const PYTHON = new RegExp(String.raw`([A-Za-z_][\w.-]*?)(?:\.call)?\(((?:[^()"']|${QUOTED})*)\)`, 'gu');
const KEYWORD = new RegExp(String.raw`([A-Za-z_]\w*)\s*=\s*(${QUOTED}|[^,"'\s][^,"']*)`, 'gu');
const LITERALS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };

/** Llama's own tools, and models that write Python: `name.call(key="value")`. Arguments without a name cannot be read. */
function readPython(block: string): WrittenCall[] {
  if (!/^<\|(?:python_tag|tool_call_start)\|>/u.test(block)) return [];
  return [...block.matchAll(PYTHON)].flatMap(([, name = '', inner = '']) => {
    const pairs = [...inner.matchAll(KEYWORD)].map(([, key = '', value = '']) => [key, pythonValue(value)] as const);
    const isRead = inner.replaceAll(KEYWORD, '').replaceAll(/[\s,]/gu, '') === '';
    return isRead ? [{ name, arguments: JSON.stringify(Object.fromEntries(pairs)) }] : [];
  });
}

function pythonValue(written: string): unknown {
  const value = written.trim();
  const isSingle = value.startsWith("'");
  const json = isSingle
    ? `"${value
        .slice(1, -1)
        .replaceAll(String.raw`\'`, "'")
        .replaceAll('"', String.raw`\"`)}"`
    : (Object.entries(LITERALS).find(([word]) => word === value)?.[1] ?? value);
  return parseJson(json) ?? value;
}

/** The end of the first value in a text that begins with a bracket; -1 if it is incomplete. */
function endOfJson(text: string): number {
  const scan = new JsonScan(0);
  scan.read(text);
  return scan.end ?? -1;
}

/** Finds the end of a JSON value in a growing text. Each character is read once. */
export class JsonScan {
  /** The position after the value. */
  end: number | null = null;
  /** The position up to which the text was read. */
  at: number;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;

  constructor(at: number) {
    this.at = at;
  }

  /** Reads on, up to `stop` outside of a string. Returns whether it stopped there. */
  read(text: string, stop?: string): boolean {
    for (; this.end === null && this.at < text.length; this.at += 1) {
      const sign = text[this.at];
      if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (sign === '\\') this.#isEscaped = true;
        else if (sign === '"') this.#isInText = false;
      } else if (stop !== undefined && sign === stop[0]) {
        if (text.startsWith(stop, this.at)) return true;
        if (stop.startsWith(text.slice(this.at))) return false; // the rest of it may follow
      } else if (sign === '"') this.#isInText = true;
      else if (sign === '{' || sign === '[') this.#depth += 1;
      else if (sign === '}' || sign === ']') {
        this.#depth -= 1;
        if (this.#depth <= 0) this.end = this.at + 1;
      }
    }
    return false;
  }
}

/**
 * The text up to the last closing tag. For each opening tag after it, the search would read to the end of the text
 * without a result.
 */
function upToLast(text: string, close: RegExp): string {
  const last = [...text.matchAll(close)].at(-1);
  return last === undefined ? '' : text.slice(0, last.index + last[0].length);
}

/** Models write long values on separate lines. */
const withoutFrame = (value: string) => value.replace(/^\r?\n/u, '').replace(/\r?\n$/u, '');
