/** Wraps the client library in the normaliser, through which every Chat Completions request and answer passes. */
import OpenAI, { type ClientOptions } from 'openai';
import { isRecord } from '@chatdock/protocol/kinds';
import { normaliseChatStream } from './chat-stream.ts';
import { readRefusalBody } from './errors.ts';
import { toWireBody } from './body-repairs.ts';
import { factsOf, type RequestBody } from './requests.ts';
import type { RequestFacts } from './tool-calls.ts';

/** Refusals are read whole, up to this many bytes. */
const MAX_REFUSAL_BYTES = 65_536;

/** The library does not export its name for them. */
type FinalRequestOptions = Parameters<OpenAI['buildRequest']>[0];

/** The facts of each request whose answer is a stream, by its headers: the library gives the same object to `fetch`. */
type StreamFacts = WeakMap<object, RequestFacts>;

export class ChatClient extends OpenAI {
  readonly #streams: StreamFacts;

  constructor({ fetch, ...options }: ClientOptions & { fetch: typeof globalThis.fetch }) {
    const streams: StreamFacts = new WeakMap();
    super({ ...options, fetch: normalisingFetch(fetch, streams) });
    this.#streams = streams;
  }

  protected override async prepareOptions(options: FinalRequestOptions): Promise<void> {
    await super.prepareOptions(options);
    if (isChatBody(options.body)) options.body = toWireBody({ ...options.body });
  }

  protected override async prepareRequest(...[request, about]: Parameters<OpenAI['prepareRequest']>): Promise<void> {
    await super.prepareRequest(request, about);
    const { body } = about.options;
    if (request.headers instanceof Headers && isChatBody(body) && body['stream'] === true)
      this.#streams.set(request.headers, factsOf(body));
  }
}

const isChatBody = (body: unknown): body is RequestBody => isRecord(body) && 'messages' in body;

function normalisingFetch(fetch: typeof globalThis.fetch, streams: StreamFacts): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.ok) return await withReadableError(response);
    const facts = init?.headers && streams.get(init.headers);
    if (facts === undefined || response.body === null) return response;
    return new Response(normaliseChatStream(response.body, facts), response);
  };
}

/** Rewrites a refusal so that its body is one that the client library understands. */
async function withReadableError(response: Response): Promise<Response> {
  const error = readRefusalBody(await readStart(response));
  const headers = new Headers(response.headers);
  for (const name of ['content-length', 'content-encoding']) headers.delete(name);
  headers.set('content-type', 'application/json');
  return new Response(JSON.stringify({ error }), { status: response.status, statusText: response.statusText, headers });
}

async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (response.body === null) return text;
  for await (const bytes of response.body) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > MAX_REFUSAL_BYTES) break;
  }
  return text;
}
