/** Converts requests to the simplest format, which every provider accepts. */
import { listOf, memberOf } from '@chatdock/protocol/member-of';
import { plainCallId, readCarried } from './carried.ts';
import { isObjectJson, type RequestFacts } from './tool-calls.ts';

export type Message = Record<string, unknown>;
export type RequestBody = Record<string, unknown>;

/** The body with its messages in the simplest format. */
export const withPlainShapes = (body: RequestBody): RequestBody => ({
  ...body,
  messages: shapes.reduce((messages, shape) => shape(messages), messagesOf(body)),
});

/** The parts of a request that are needed to read its answer. */
export function factsOf(body: RequestBody): RequestFacts {
  const tools = listOf(body['tools']).map((tool) => memberOf(tool, 'function'));
  const schemas = tools.map((tool) => [String(memberOf(tool, 'name')), memberOf(tool, 'parameters')] as const);
  const ids = messagesOf(body).flatMap((message) => callsOf(message).map((call) => memberOf(call, 'id')));
  return {
    tools: new Set(tools.map((tool) => memberOf(tool, 'name')).filter(isText)),
    schemas: new Map(schemas),
    callIds: new Set(ids.filter(isText)),
  };
}

/** Applied in this order. Each takes and returns all messages, and none changes their meaning. */
const shapes: readonly ((messages: readonly Message[]) => Message[])[] = [
  joinCallsOfOneAnswer,
  (messages) => messages.map(restoreCarried),
  (messages) => messages.map(withPlainContent),
  (messages) => messages.filter(hasContent),
  mergeNeighbours,
];

/** Calls that the page ran one after another are sent back as the single answer that made them. */
function joinCallsOfOneAnswer(messages: readonly Message[]): Message[] {
  const joined: Message[] = [];
  for (const message of messages) {
    const [call] = callsOf(message);
    const owner = joined.findLastIndex(({ role }) => role !== 'tool');
    const before = joined[owner];
    const joins = call !== undefined && readCarried(String(memberOf(call, 'id'))).joins === true;
    if (joins && owner < joined.length - 1 && before !== undefined && callsOf(before).length > 0)
      joined[owner] = { ...before, tool_calls: [...callsOf(before), ...callsOf(message)] };
    else joined.push(message);
  }
  return joined;
}

function restoreCarried(message: Message): Message {
  if (isText(message['tool_call_id'])) return { ...message, tool_call_id: plainCallId(message['tool_call_id']) };
  const calls = callsOf(message);
  if (calls.length === 0) return message;
  const carried = calls.map((call) => readCarried(String(memberOf(call, 'id'))));
  return {
    ...message,
    ...Object.assign({}, ...carried.map((each) => each.message ?? {})),
    tool_calls: calls.map((call, index) => ({
      ...call,
      ...carried[index]?.call,
      id: plainCallId(String(memberOf(call, 'id'))),
      function: withObjectArguments(memberOf(call, 'function')),
    })),
  };
}

/** Servers parse the arguments of earlier calls, and refuse the whole conversation if one is invalid. */
function withObjectArguments(called: unknown): unknown {
  const written = memberOf(called, 'arguments');
  if (isText(written) && isObjectJson(written)) return called;
  const text = isText(written) ? written.trim() : '';
  const args = text === '' || text === 'null' ? '{}' : JSON.stringify({ not_valid_json: text });
  return { ...Object(called), arguments: args };
}

/** A string if there is only text. No empty pieces of text beside pictures. */
function withPlainContent(message: Message): Message {
  const { content } = message;
  if (!Array.isArray(content)) return message;
  const parts: unknown[] = content.filter((part) => textOf(part) !== '');
  if (!parts.every((part) => textOf(part) !== null)) return { ...message, content: parts };
  return { ...message, content: parts.map(textOf).join('\n\n') };
}

/** The text of a part; null if it is not text. */
function textOf(part: unknown): string | null {
  const type = memberOf(part, 'type');
  if (type !== 'text' && type !== 'refusal') return null;
  const words = memberOf(part, type);
  return isText(words) ? words : '';
}

function hasContent(message: Message): boolean {
  const { role, content } = message;
  return (
    role === 'tool' || callsOf(message).length > 0 || !(content === null || content === undefined || content === '')
  );
}

/**
 * Merges adjacent messages of one role, because many models are trained on alternating turns and their servers require
 * them.
 */
export function mergeNeighbours(messages: readonly Message[]): Message[] {
  const merged: Message[] = [];
  for (const message of messages) {
    const before = merged.at(-1);
    const canMerge = before !== undefined && before['role'] === message['role'] && message['role'] !== 'tool';
    if (canMerge && callsOf(before).length === 0)
      merged[merged.length - 1] = {
        ...before,
        ...message,
        content: joinContent(before['content'], message['content']),
      };
    else merged.push(message);
  }
  return merged;
}

function joinContent(first: unknown, second: unknown): unknown {
  if (isText(first) && isText(second)) return [first, second].filter((text) => text !== '').join('\n\n');
  return isEmpty(second) ? first : isEmpty(first) ? second : [...partsOf(first), ...partsOf(second)];
}

export const isEmpty = (content: unknown) => content === null || content === undefined || content === '';

const partsOf = (content: unknown): readonly unknown[] =>
  isText(content) ? [{ type: 'text', text: content }] : listOf(content);

export const messagesOf = (body: RequestBody): Message[] => listOf(body['messages']).filter(isMessage);

export const callsOf = (message: Message): Message[] => listOf(message['tool_calls']).filter(isMessage);

const isText = (value: unknown): value is string => typeof value === 'string';

const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null;
