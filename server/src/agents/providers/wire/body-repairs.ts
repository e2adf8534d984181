/** Changes to a request that a provider refused, one for each known reason. */
import { createHash } from 'node:crypto';
import {
  callsOf,
  isEmpty,
  mergeNeighbours,
  messagesOf,
  withPlainShapes,
  type Message,
  type RequestBody,
} from './requests.ts';

/** The member of a request's body that names its repairs. It never leaves this process. */
export const REPAIRS = 'chatdock_repairs';

/** The body to send: in the simplest format, with the repairs that it names. */
export function toWireBody({ [REPAIRS]: names, ...body }: RequestBody): RequestBody {
  const repairs = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  return repairs.reduce(applyRepair, withPlainShapes(body));
}

/** Repairs by name. Each changes one thing, and none leaves out tools, pictures or instructions. */
const bodyRepairs: Readonly<Record<string, (body: RequestBody) => RequestBody>> = {
  'no system role': (body) => ({ ...body, messages: withoutSystemRole(messagesOf(body)) }),
  'strict roles': (body) => ({ ...body, messages: withStrictRoles(messagesOf(body)) }),
  'no empty content': (body) => ({ ...body, messages: messagesOf(body).map(withoutEmptyContent) }),
  'short call ids': (body) => ({ ...body, messages: messagesOf(body).map(withShortCallIds) }),
  'thought signatures': (body) => ({ ...body, messages: messagesOf(body).map(withSignature) }),
  'thoughts with calls': (body) => ({ ...body, messages: messagesOf(body).map(withThoughts) }),
  'no thoughts': (body) => ({ ...body, messages: messagesOf(body).map(withoutThoughts) }),
  max_completion_tokens: ({ max_tokens: tokens, ...body }) =>
    tokens === undefined ? body : { ...body, max_completion_tokens: tokens },
  'plain tool schemas': (body) => ({
    ...body,
    tools: body['tools'] === undefined ? undefined : plainSchemas(body['tools']),
  }),
};

/** A repair that begins like this leaves out the parameter behind it. */
export const LEAVE_OUT = 'without ';

function applyRepair(body: RequestBody, name: string): RequestBody {
  if (name.startsWith(LEAVE_OUT)) return { ...body, [name.slice(LEAVE_OUT.length)]: undefined };
  return bodyRepairs[name]?.(body) ?? body;
}

const isSystem = ({ role }: Message) => role === 'system' || role === 'developer';

/** The instructions go in front of what the user says first. */
function withoutSystemRole(messages: readonly Message[]): Message[] {
  const instructions = messages.filter(isSystem).map(({ content }) => ({ role: 'user', content }));
  const rest = messages.filter((message) => !isSystem(message));
  return mergeNeighbours([...instructions, ...rest]);
}

/** Makes the user's message the first, and puts an answer between a tool's result and the user's next message. */
function withStrictRoles(messages: readonly Message[]): Message[] {
  const strict: Message[] = [];
  for (const message of messages) {
    const before = strict.at(-1)?.['role'];
    if (message['role'] === 'assistant' && (before === undefined || before === 'system'))
      strict.push({ role: 'user', content: '(The conversation began earlier.)' });
    if (message['role'] === 'user' && before === 'tool') strict.push({ role: 'assistant', content: 'Understood.' });
    strict.push(message);
  }
  return strict;
}

function withoutEmptyContent(message: Message): Message {
  const { content, role } = message;
  if (!isEmpty(content)) return message;
  return {
    ...message,
    content: role === 'tool' ? '(no output)' : callsOf(message).length > 0 && content !== '' ? '' : '…',
  };
}

const shortId = (id: unknown) =>
  createHash('sha256')
    .update(String(id))
    .digest('base64')
    .replaceAll(/[^a-zA-Z0-9]/gu, '')
    .slice(0, 9);

/** Nine letters and digits, as Mistral requires. A call and its result have the same id. */
function withShortCallIds(message: Message): Message {
  if (message['tool_call_id'] !== undefined) return { ...message, tool_call_id: shortId(message['tool_call_id']) };
  const calls = callsOf(message);
  return calls.length === 0
    ? message
    : { ...message, tool_calls: calls.map((call) => ({ ...call, id: shortId(call['id']) })) };
}

/** The value from Google's documentation for calls that its model did not make. */
const ANY_SIGNATURE = 'skip_thought_signature_validator';

function withSignature(message: Message): Message {
  const calls = callsOf(message);
  const [first, ...others] = calls;
  if (first === undefined || calls.some((call) => JSON.stringify(call).includes('thought_signature'))) return message;
  return {
    ...message,
    tool_calls: [{ ...first, extra_content: { google: { thought_signature: ANY_SIGNATURE } } }, ...others],
  };
}

const withThoughts = (message: Message): Message =>
  message['role'] === 'assistant' && message['reasoning_content'] === undefined
    ? { ...message, reasoning_content: '' }
    : message;

const THOUGHTS: ReadonlySet<string> = new Set(['reasoning_content', 'reasoning_details', 'reasoning']);

const withoutThoughts = (message: Message): Message =>
  Object.fromEntries(Object.entries(message).filter(([name]) => !THOUGHTS.has(name)));

/** JSON Schema keywords that some servers do not support. The schema is still useful without them. */
const RARE_KEYWORDS: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  'additionalProperties',
  'strict',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'propertyNames',
  'patternProperties',
  'unevaluatedProperties',
  'const',
  'default',
  'examples',
  'format',
  'pattern',
]);

/** Arguments may have the names of keywords, so names under `properties` are kept. */
function plainSchemas(value: unknown, areNames = false): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => plainSchemas(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => areNames || !RARE_KEYWORDS.has(name))
      .map(([name, each]) => [name, plainSchemas(each, !areNames && name === 'properties')]),
  );
}
