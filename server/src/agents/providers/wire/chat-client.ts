/** Wraps the client library in the normaliser, through which every Chat Completions request and answer passes. */
import OpenAI, { type ClientOptions } from 'openai';
import { normaliseChatStream } from './chat-stream.ts';
import { readRefusalBody } from './errors.ts';
import { toWireBody } from './body-repairs.ts';
import { factsOf } from './requests.ts';
import type { RequestFacts } from './tool-calls.ts';

/** Refusals are read whole, up to this many bytes. */
const MAX_REFUSAL_BYTES = 65_536;

const FACTS = Symbol('facts of the request');

/** The options of `fetch` for a request whose answer is normalised. */
interface WireInit extends RequestInit {
  [FACTS]?: RequestFacts;
}

/** The library does not export its name for them. */
type FinalRequestOptions = Parameters<OpenAI['buildRequest']>[0];

type FetchOptions = FinalRequestOptions['fetchOptions'] & { [FACTS]?: RequestFacts };

export class ChatClient extends OpenAI {
  constructor({ fetch, ...options }: ClientOptions & { fetch: typeof globalThis.fetch }) {
    super({ ...options, fetch: normalisingFetch(fetch) });
  }

  protected override async prepareOptions(options: FinalRequestOptions): Promise<void> {
    await super.prepareOptions(options);
    const { body } = options;
    if (typeof body !== 'object' || body === null || !('messages' in body)) return;
    const wire = toWireBody({ ...body });
    options.body = wire;
    if (wire['stream'] !== true) return;
    const init: FetchOptions = { ...options.fetchOptions, [FACTS]: factsOf(wire) };
    options.fetchOptions = init;
  }
}

function normalisingFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init: WireInit | undefined) => {
    const { [FACTS]: facts, ...rest } = init ?? {};
    const response = await fetch(input, rest);
    if (!response.ok) return await withReadableError(response);
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
