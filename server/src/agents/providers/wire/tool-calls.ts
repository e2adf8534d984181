/** Assembles tool calls from the pieces that providers stream. */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '@chatdock/protocol/kinds';
import { memberOf } from '@chatdock/protocol/member-of';
import { carry } from './carried.ts';
import { parseJson } from './parse-json.ts';
import type { WrittenCall } from './written-calls/bodies.ts';

/** The parts of the request that are needed to read its answer. */
export interface RequestFacts {
  /** Names of the tools that the model may call. */
  tools: ReadonlySet<string>;
  /** The JSON schemas of their parameters, by name. */
  schemas?: ReadonlyMap<string, unknown> | undefined;
  /** Ids of calls in the conversation so far. */
  callIds: ReadonlySet<string>;
}

interface ToolCall {
  id: string;
  name: string;
  /** A JSON object, or the invalid text that the model wrote instead. */
  arguments: string;
}

interface OpenCall {
  index: number | null;
  id: string;
  name: string;
  pieces: string[];
  extras: Record<string, unknown>;
  /** The model wrote it as text. */
  isWritten?: boolean;
}

interface Piece {
  index: number | null;
  id: string;
  name: string;
  args: string;
  extras: Record<string, unknown>;
}

const OWN_MEMBERS: ReadonlySet<string> = new Set([
  'index',
  'id',
  'type',
  'function',
  'custom',
  'arguments',
  'parameters',
]);

/** Collects pieces of calls and joins those of one call: by id and index if they are reliable, else by what fits. */
export class ToolCallReader {
  readonly #facts: RequestFacts;
  readonly #calls: OpenCall[] = [];

  constructor(facts: RequestFacts) {
    this.#facts = facts;
  }

  get hasCalls() {
    return this.#calls.length > 0;
  }

  /** Reads `tool_calls`, or the older `function_call`, of a delta. Returns whether there was any. */
  read(delta: unknown): boolean {
    const list = memberOf(delta, 'tool_calls');
    const old = memberOf(delta, 'function_call');
    const entries: unknown[] = Array.isArray(list) ? list : isRecord(list) ? [list] : [];
    if (entries.length === 0 && isRecord(old)) entries.push({ function: old });
    let before: OpenCall | null = null;
    for (const entry of entries) {
      const piece = toPiece(entry);
      if (piece === null) continue;
      before = this.#add(piece, before);
    }
    return before !== null;
  }

  /**
   * Adds a call that the model wrote as text. Returns false if it cannot be run, because there is no such tool or its
   * arguments are invalid.
   */
  addWritten(written: WrittenCall): boolean {
    const name = this.#knownName(written.name);
    const args =
      typeof written.arguments === 'string'
        ? joinArguments([written.arguments])
        : JSON.stringify(this.#typed(name, written.arguments));
    if (!this.#facts.tools.has(name) || !isObjectJson(args)) return false;
    this.#calls.push({ index: null, id: newCallId(), name, pieces: [args], extras: {}, isWritten: true });
    return true;
  }

  /** Converts parameters in plain text to the types of the tool's schema. */
  #typed(name: string, parameters: ReadonlyMap<string, string>): Record<string, unknown> {
    const properties = memberOf(this.#facts.schemas?.get(name), 'properties');
    return Object.fromEntries(
      [...parameters].map(([key, value]) => {
        if (acceptsString(memberOf(properties, key))) return [key, value];
        const written = value.trim();
        const read = parseJson(/^(?:True|False)$/u.test(written) ? written.toLowerCase() : written);
        return [key, read === undefined ? value : read];
      }),
    );
  }

  /** The complete calls, each with a unique id. `message` holds members of the message that must be sent back with them. */
  finish(message: Record<string, unknown>): ToolCall[] {
    const usedIds = new Set(this.#facts.callIds);
    const named = this.#calls.filter(
      (call) => (call.name.trim() !== '' || call.pieces.join('').trim() !== '') && !this.#isRepeated(call),
    );
    return named.map((call, position) => {
      const id = call.id === '' || usedIds.has(call.id) ? newCallId() : call.id;
      usedIds.add(id);
      return {
        id: carry(id, {
          call: Object.keys(call.extras).length > 0 ? call.extras : undefined,
          message: position === 0 && Object.keys(message).length > 0 ? message : undefined,
        }),
        name: this.#knownName(call.name),
        arguments: joinArguments(call.pieces),
      };
    });
  }

  /** Some servers send the text of a call and then the call itself. */
  #isRepeated(call: OpenCall): boolean {
    if (call.isWritten !== true) return false;
    const sameAs = ({ isWritten, name, pieces }: OpenCall) =>
      isWritten !== true &&
      this.#knownName(name) === call.name &&
      isDeepStrictEqual(parseJson(joinArguments(pieces)), parseJson(joinArguments(call.pieces)));
    return this.#calls.some(sameAs);
  }

  /** Adds a piece to its call or begins a call. `sibling` is the call of the previous entry in the same delta. */
  #add(piece: Piece, sibling: OpenCall | null): OpenCall {
    const call = this.#callOf(piece, sibling);
    if (call === null) {
      const begun: OpenCall = {
        index: piece.index,
        id: piece.id,
        name: piece.name,
        pieces: piece.args === '' ? [] : [piece.args],
        extras: piece.extras,
      };
      this.#calls.push(begun);
      return begun;
    }
    call.id ||= piece.id;
    if (piece.name !== '' && piece.name !== call.name)
      call.name = this.#facts.tools.has(call.name) ? call.name : call.name + piece.name;
    Object.assign(call.extras, piece.extras);
    if (piece.args !== '') call.pieces.push(piece.args);
    return call;
  }

  #callOf(piece: Piece, sibling: OpenCall | null): OpenCall | null {
    const found = this.#likely(piece);
    if (found === undefined || (found === sibling && piece.name !== '')) return null;
    return this.#begins(piece, found) ? null : found;
  }

  #likely({ index, id, name }: Piece): OpenCall | undefined {
    const newestFirst = this.#calls.toReversed();
    const withId = id === '' ? undefined : newestFirst.find((call) => call.id === id);
    if (index === null) return withId ?? newestFirst[0];
    const atIndex = newestFirst.filter((call) => call.index === index);
    const found = atIndex.find((call) => call === withId) ?? atIndex[0];
    // Some servers increase the index with each piece of one call, so a piece without a name continues the previous
    // call.
    return found ?? (name === '' ? (withId ?? newestFirst[0]) : undefined);
  }

  /** Whether the piece begins another call, although it looks like a piece of `call`. */
  #begins({ id, name, args }: Piece, call: OpenCall): boolean {
    if (name === '') return false;
    const written = call.pieces.join('');
    const isWhole = isObjectJson(written);
    if (id !== '' && id === call.id) return isWhole && isObjectJson(args) && written !== args;
    if (id !== '' && call.id !== '') return isWhole || written === '' || args.trimStart().startsWith('{');
    const { tools } = this.#facts;
    if (name !== call.name && tools.has(call.name) && tools.has(name)) return true;
    return isWhole && args.trimStart().startsWith('{') && written !== args;
  }

  /** The name of an existing tool, without the additions of some models: `functions.search:0`, `search<|channel|>x`. */
  #knownName(written: string): string {
    const name = written.trim();
    if (this.#facts.tools.has(name)) return name;
    const bare = name
      .replace(/<\|.*$/su, '')
      .replace(/^(?:functions?|tools?|default_api)[.:/]/u, '')
      .replace(/:\d+$/u, '')
      .trim();
    if (this.#facts.tools.has(bare)) return bare;
    const alike = [...this.#facts.tools].filter((tool) => tool.toLowerCase() === bare.toLowerCase());
    if (alike[0] !== undefined && alike.length === 1) return alike[0];
    return name === '' ? 'unknown' : name;
  }
}

function toPiece(entry: unknown): Piece | null {
  if (!isRecord(entry)) return null;
  const inner = entry['function'] ?? entry;
  const index = entry['index'];
  const id = entry['id'];
  const name = memberOf(inner, 'name');
  const args = memberOf(inner, 'arguments') ?? memberOf(inner, 'parameters');
  const extras = Object.entries(entry).filter(([member, value]) => !OWN_MEMBERS.has(member) && isRecord(value));
  return {
    index: typeof index === 'number' ? index : null,
    id: typeof id === 'string' ? id : typeof id === 'number' ? String(id) : '',
    name: typeof name === 'string' ? name : '',
    args: typeof args === 'string' ? args : args === undefined || args === null ? '' : JSON.stringify(args),
    extras: { ...Object.fromEntries(extras), ...signatureOf(entry) },
  };
}

/** Some gateways put Gemini's signature directly into the call. */
function signatureOf(entry: Record<string, unknown>): Record<string, unknown> {
  const signature = entry['thought_signature'];
  return typeof signature === 'string' ? { thought_signature: signature } : {};
}

/** Whether a schema accepts a string, so that `5` stays one. */
function acceptsString(schema: unknown): boolean {
  const type = memberOf(schema, 'type');
  const choices = memberOf(schema, 'anyOf');
  if (Array.isArray(choices)) return choices.some((choice) => acceptsString(choice));
  return Array.isArray(type) ? type.includes('string') : type === 'string';
}

/** Arguments that the model wrote in a code block. */
const FENCED = /^```(?:json)?\s*(\{[\s\S]*\})\s*```$/u;

/**
 * Joins the pieces of the arguments. No text or `null` means no arguments. Some servers repeat everything so far in
 * each piece, or begin with an empty object; then the last piece is complete.
 */
function joinArguments(pieces: readonly string[]): string {
  // PHP writes an empty object as `[]`.
  const joined = pieces.join('').trim().replace(FENCED, '$1');
  if (joined === '' || joined === 'null' || joined === '[]') return '{}';
  for (const candidate of [joined, pieces.at(-1) ?? '', joined.replace(/^\{\}(?=\{)/u, '')]) {
    if (isObjectJson(candidate)) return candidate.trim();
    const inner = parseJson(candidate);
    if (typeof inner === 'string' && isObjectJson(inner)) return inner;
  }
  return joined;
}

export const isObjectJson = (text: string): boolean => isRecord(parseJson(text));

const newCallId = () => `call_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`;
