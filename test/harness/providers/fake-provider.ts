/**
 * A model provider for tests. It speaks the streaming dialects of Chat Completions and of Responses as the real ones
 * do, records its requests, and can fail in every way that a real provider can.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export const FAULTS = [
  'refused',
  'reset',
  'dns',
  'tls',
  '400',
  '401',
  '402',
  '408',
  '429',
  '429-retry-after',
  '500',
  '502',
  '503',
  'no-headers',
  'headers-then-silence',
  'stall',
  'reset-mid-stream',
  'end-without-finish',
  'error-event',
  'broken-json',
  'html',
  'cr',
  'crlf',
  'comment-flood',
  'empty-flood',
  'split-utf8',
  'huge-event',
  'double-finish',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface ProviderRequest {
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
  /** Resolves with the time at which the connection closed. */
  closed: Promise<number>;
}

export interface Reply {
  text?: string | undefined;
  /** Characters in one event, in Chat Completions. @defaultValue 7 */
  pieceChars?: number | undefined;
  reasoning?: string | undefined;
  toolCalls?: readonly { name: string; arguments: object }[] | undefined;
}

export interface Refusal {
  status: number;
  body: unknown;
}

export interface FakeProvider {
  /** The address for clients, for the current fault. Ends in `/v1`. */
  baseURL(): string;
  fault: Fault | null;
  /** The number of faulty answers before it works again. @defaultValue Infinity */
  faultyAnswers: number;
  reply: (request: ProviderRequest) => Reply;
  /** Refuses a request with 400 and the returned message, if any. */
  refuse: (request: ProviderRequest) => string | undefined;
  /** Refuses a request with the returned status and body, if any. */
  refuseWith: (request: ProviderRequest) => Refusal | undefined;
  /** The data of each event of an answer, as a provider with its own dialect sends them: objects are written as JSON. */
  events: ((request: ProviderRequest) => readonly (object | string)[] | undefined) | undefined;
  /** Answers 404 to the Responses API, as most servers except OpenAI's do. @defaultValue false */
  lacksResponses: boolean;
  /** The header that goes with `429-retry-after`. @defaultValue '0' */
  retryAfter: string;
  /** Delay between two pieces of text, in milliseconds. */
  pieceMs: number;
  readonly requests: ProviderRequest[];
  close(): Promise<void>;
}

/** Has characters of two, three and four bytes, so that a wrong split is visible. */
export const ANSWER = 'Grüße aus Köln: für 12 € gibt es 3 Äpfel 🍏🍏🍏 — und ein “Danke” dazu.';

const HUGE_BYTES = 10 * 1024 * 1024;

export async function startFakeProvider(text = ANSWER): Promise<FakeProvider> {
  const requests: ProviderRequest[] = [];
  const http = createServer((req, res) => {
    answer(req, res).catch(() => res.destroy());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;

  const provider: FakeProvider = {
    fault: null,
    faultyAnswers: Number.POSITIVE_INFINITY,
    pieceMs: 0,
    retryAfter: '0',
    lacksResponses: false,
    refuse: () => undefined,
    refuseWith: () => undefined,
    events: undefined,
    reply: () => ({ text }),
    requests,
    baseURL() {
      if (provider.fault === 'dns') return 'http://provider.invalid/v1';
      if (provider.fault === 'refused') return 'http://127.0.0.1:1/v1';
      if (provider.fault === 'tls') return `https://127.0.0.1:${port}/v1`;
      return `http://127.0.0.1:${port}/v1`;
    },
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };

  async function answer(req: IncomingMessage, res: ServerResponse) {
    // Our servers request the list of models once at the start, in the background. It does not count as a request of a
    // model.
    if (req.method === 'GET') return fail(res, 404, 'Not Found');
    const closed = once(res, 'close').then(() => performance.now());
    const request = await readRequest(req, closed);
    requests.push(request);
    provider.faultyAnswers -= 1;
    const fault = provider.faultyAnswers >= 0 ? provider.fault : null;
    if (request.path === '/v1/audio/transcriptions') return transcribe(res, request);
    const refusal = refusalOf(provider, request);
    if (refusal) return fail(res, refusal.status, refusal.message);
    const refused = provider.refuseWith(request);
    if (refused !== undefined) return refuseInWords(res, refused);
    if (fault !== null && (await failAtOnce(res, fault, provider.retryAfter))) return;
    const own = provider.events?.(request);
    if (own !== undefined && fault === null) return sendOwnEvents(res, own);
    const reply = provider.reply(request);
    const events =
      own?.filter(isEvent) ?? (request.path === responsesPath ? responsesEvents(reply) : chatEvents(reply));
    await stream(res, events, { fault, pieceMs: () => provider.pieceMs });
  }

  return provider;
}

const responsesPath = '/v1/responses';

async function readRequest(req: IncomingMessage, closed: Promise<number>): Promise<ProviderRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks).toString();
  return {
    path: req.url ?? '',
    headers: req.headers,
    body: raw.startsWith('{') ? (JSON.parse(raw) as Record<string, unknown>) : { raw },
    closed,
  };
}

function transcribe(res: ServerResponse, { body }: ProviderRequest) {
  const text = ` heard ${body['raw'] === '' ? 'nothing' : 'you'} `;
  res.setHeader('content-type', 'application/json').end(JSON.stringify({ text }));
}

/** Why a working provider refuses the request. */
function refusalOf(provider: FakeProvider, request: ProviderRequest): { status: number; message: string } | null {
  const isResponses = request.path === responsesPath;
  if (isResponses ? provider.lacksResponses : request.path !== '/v1/chat/completions')
    return { status: 404, message: 'Not Found' };
  const mistake =
    provider.refuse(request) ?? (isResponses ? mistakeInResponses(request.body) : mistakeInChat(request.body));
  return mistake === undefined ? null : { status: 400, message: mistake };
}

/** Plays faults that end a request before its first event. Returns whether this was one of them. */
async function failAtOnce(res: ServerResponse, fault: Fault, retryAfter: string): Promise<boolean> {
  if (fault === 'reset') {
    res.socket?.resetAndDestroy();
    return true;
  }
  if (fault === 'no-headers') return true;
  if (/^\d/u.test(fault)) {
    const status = Number(fault.slice(0, 3));
    if (fault === '429-retry-after') res.setHeader('retry-after', retryAfter);
    fail(res, status, `Fault ${status}`, status === 402 ? 'insufficient_quota' : undefined);
    return true;
  }
  if (fault === 'html') {
    res
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><title>Sign in</title><p>Please sign in to the guest network.');
    return true;
  }
  const filler = fault === null ? undefined : FLOODS[fault];
  if (fault !== 'headers-then-silence' && filler === undefined) return false;
  startStream(res);
  if (filler !== undefined) await flood(res, filler.repeat(50));
  return true;
}

async function flood(res: ServerResponse, filler: string) {
  while (!res.destroyed) {
    res.write(filler);
    await pause(5);
  }
}

/** The data that a silent provider sends forever. */
const FLOODS: Partial<Record<Fault, string>> = {
  'comment-flood': ': still working\n\n',
  'empty-flood': `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'fake', choices: [{ index: 0, delta: {}, finish_reason: null }] })}\n\n`,
};

function startStream(res: ServerResponse) {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  res.flushHeaders();
}

/** A body that is not an object is sent unchanged. */
function refuseInWords(res: ServerResponse, { status, body }: Refusal) {
  res.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' });
  res.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const isEvent = (event: object | string): event is object | '[DONE]' => typeof event !== 'string' || event === '[DONE]';

function sendOwnEvents(res: ServerResponse, events: readonly (object | string)[]) {
  startStream(res);
  for (const event of events)
    res.write(
      typeof event === 'string'
        ? event.startsWith('\0')
          ? event.slice(1)
          : `data: ${event}\n\n`
        : `data: ${JSON.stringify(event)}\n\n`,
    );
  res.end();
}

type StreamEvents = readonly (object | '[DONE]')[];

/** Writes events. A fault in the middle comes after half of them. */
async function stream(
  res: ServerResponse,
  events: StreamEvents,
  { fault, pieceMs }: { fault: Fault | null; pieceMs: () => number },
) {
  startStream(res);
  const newline = fault === 'cr' ? '\r' : fault === 'crlf' ? '\r\n' : '\n';
  const half = Math.ceil(events.length / 2);
  for (const [index, event] of events.entries()) {
    if (res.destroyed) return;
    if (index === half && (await breakOff(res, events, fault))) return;
    if (index === half && fault === 'huge-event') res.write(`data: ${JSON.stringify(enlarge(event))}\n\n`);
    if (fault === 'end-without-finish' && isEnd(event)) break;
    const name = event !== '[DONE]' && 'type' in event ? `event: ${String(event.type)}${newline}` : '';
    const line = `${name}data: ${event === '[DONE]' ? event : JSON.stringify(event)}${newline}${newline}`;
    if (fault === 'split-utf8') await writeBytewise(res, line);
    else res.write(line);
    if (fault === 'double-finish' && isEnd(event)) res.write(line);
    if (pieceMs() > 0) await pause(pieceMs());
  }
  res.end();
}

/** Plays a fault in the middle of the stream. Returns whether the stream ends here. */
async function breakOff(res: ServerResponse, [first]: StreamEvents, fault: Fault | null): Promise<boolean> {
  if (fault === 'stall') return true;
  if (fault === 'reset-mid-stream') {
    await pause(10);
    res.socket?.resetAndDestroy();
    return true;
  }
  if (fault === 'error-event') {
    const error = { message: 'Upstream went away', code: 'server_error' };
    res.end(`data: ${JSON.stringify('type' in (first as object) ? { type: 'error', ...error } : { error })}\n\n`);
    return true;
  }
  if (fault !== 'broken-json') return false;
  res.end('data: {"id": "chatcmpl-1", "choices": [{"index": 0, "del\n\n');
  return true;
}

async function writeBytewise(res: ServerResponse, line: string) {
  for (const byte of Buffer.from(line)) {
    res.write(Buffer.of(byte));
    if (byte > 0xbf) await pause(0);
  }
}

/** The members that strict servers know; they refuse all others. */
const CHAT_MEMBERS = new Set([
  'max_tokens',
  'max_completion_tokens',
  'model',
  'messages',
  'tools',
  'tool_choice',
  'stream',
  'stream_options',
  'response_format',
  'temperature',
]);
function mistakeInChat(body: Record<string, unknown>): string | undefined {
  const unknown = Object.keys(body).find((name) => !CHAT_MEMBERS.has(name));
  return unknown === undefined ? undefined : `Unknown name "${unknown}"`;
}

/** OpenAI refuses ids that are not its own. */
function mistakeInResponses(body: Record<string, unknown>): string | undefined {
  const items = (Array.isArray(body['input']) ? body['input'] : []) as { type?: string; id?: string }[];
  const foreign = items.find(
    ({ type, id }) =>
      id !== undefined &&
      id !== null &&
      !id.startsWith({ function_call: 'fc_', function_call_output: 'fc_', reasoning: 'rs_' }[type ?? ''] ?? 'msg_'),
  );
  return foreign === undefined ? undefined : `Invalid id "${foreign.id}" of a ${foreign.type}`;
}

function fail(res: ServerResponse, status: number, message: string, code = 'fault') {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ error: { message, type: 'fault', code } }));
}

/** The last event with content, and those after it. */
const isEnd = (event: object | '[DONE]') =>
  event === '[DONE]' ||
  ('type' in event ? event.type === 'response.completed' : JSON.stringify(event).includes('"finish_reason":"'));

function enlarge(event: object | '[DONE]'): object {
  const filler = 'x'.repeat(HUGE_BYTES);
  return event !== '[DONE]' && 'type' in event
    ? { type: 'response.output_text.delta', output_index: 0, item_id: 'msg_x', content_index: 0, delta: filler }
    : chunkOf({ content: filler });
}

const pieces = (text: string, chars = 7) => text.match(new RegExp(`.{1,${chars}}`, 'gsu')) ?? [];

// Chat Completions

/** Always the same id, because small servers draw ids from a few hundred. */
const chunkOf = (delta: object, finish_reason: string | null = null) => ({
  id: 'chatcmpl-123',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'fake',
  choices: [{ index: 0, delta, finish_reason }],
});

function chatEvents({ text = '', pieceChars, reasoning = '', toolCalls = [] }: Reply): (object | '[DONE]')[] {
  return [
    chunkOf({ role: 'assistant', content: '' }),
    ...pieces(reasoning).map((piece) => chunkOf({ reasoning: piece })),
    ...pieces(text, pieceChars).map((piece) => chunkOf({ content: piece })),
    ...toolCalls.flatMap((call, index) => {
      const [first = '', ...rest] = pieces(JSON.stringify(call.arguments));
      return [
        chunkOf({
          tool_calls: [
            {
              index,
              id: `call_${call.name}_${index}`,
              type: 'function',
              function: { name: call.name, arguments: first },
            },
          ],
        }),
        ...rest.map((piece) => chunkOf({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ];
    }),
    chunkOf({}, toolCalls.length > 0 ? 'tool_calls' : 'stop'),
    { ...chunkOf({}), choices: [], usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 } },
    '[DONE]',
  ];
}

// Responses

let serial = 0;

function responsesEvents({ text = '', reasoning = '', toolCalls = [] }: Reply): object[] {
  serial += 1;
  const output: object[] = [];
  const events: object[] = [];
  let sequence = 0;
  const emit = (type: string, rest: object) => events.push({ type, sequence_number: (sequence += 1), ...rest });
  const response = (status: string) => ({
    id: `resp_${serial}`,
    object: 'response',
    created_at: 1,
    status,
    model: 'fake',
    output: status === 'completed' ? output : [],
    usage: status === 'completed' ? { input_tokens: 3, output_tokens: 5, total_tokens: 8 } : null,
    error: null,
    incomplete_details: null,
    parallel_tool_calls: false,
    tools: [],
    metadata: {},
  });
  emit('response.created', { response: response('in_progress') });
  emit('response.in_progress', { response: response('in_progress') });
  if (reasoning !== '') {
    const place = { item_id: `rs_${serial}`, output_index: output.length, summary_index: 0 };
    emit('response.output_item.added', {
      output_index: output.length,
      item: { type: 'reasoning', id: place.item_id, summary: [] },
    });
    for (const piece of pieces(reasoning)) emit('response.reasoning_summary_text.delta', { ...place, delta: piece });
    emit('response.reasoning_summary_text.done', { ...place, text: reasoning });
    const item = { type: 'reasoning', id: place.item_id, summary: [{ type: 'summary_text', text: reasoning }] };
    emit('response.output_item.done', { output_index: output.length, item });
    output.push(item);
  }
  if (text !== '') {
    const place = { item_id: `msg_${serial}_provider`, output_index: output.length, content_index: 0 };
    const item = (content: object[], status: string) => ({
      type: 'message',
      id: place.item_id,
      status,
      role: 'assistant',
      content,
    });
    emit('response.output_item.added', { output_index: output.length, item: item([], 'in_progress') });
    emit('response.content_part.added', { ...place, part: { type: 'output_text', text: '', annotations: [] } });
    for (const piece of pieces(text)) emit('response.output_text.delta', { ...place, delta: piece });
    emit('response.output_text.done', { ...place, text });
    const part = { type: 'output_text', text, annotations: [] };
    emit('response.content_part.done', { ...place, part });
    emit('response.output_item.done', { output_index: output.length, item: item([part], 'completed') });
    output.push(item([part], 'completed'));
  }
  for (const [index, call] of toolCalls.entries()) {
    const item = {
      type: 'function_call',
      id: `fc_${serial}_${index}`,
      call_id: `call_${serial}_${index}`,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
      status: 'completed',
    };
    emit('response.output_item.added', {
      output_index: output.length,
      item: { ...item, arguments: '', status: 'in_progress' },
    });
    emit('response.function_call_arguments.done', {
      output_index: output.length,
      item_id: item.id,
      arguments: item.arguments,
    });
    emit('response.output_item.done', { output_index: output.length, item });
    output.push(item);
  }
  emit('response.completed', { response: response('completed') });
  return events;
}
