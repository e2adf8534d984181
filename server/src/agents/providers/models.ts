/** Models at providers. A client is created with the first call. */
import {
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  type Model,
  type ModelRequest,
  type ModelResponse,
  type StreamEvent,
} from '@openai/agents';
import { memberOf } from '@chatdock/protocol/member-of';
import OpenAI from 'openai';
import type { ServerLog } from '../../core/telemetry/log.ts';
import type { ModelAddress } from './address.ts';
import { CircuitBreaker, type CircuitBreakerOptions } from './fallback/circuit-breaker.ts';
import type { ModelChoice } from './fallback/fallback-model.ts';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';
import { forChatCompletions, forResponses } from './portable-input.ts';
import { SimplerRequests } from './simpler-requests.ts';
import { ChatClient } from './wire/chat-client.ts';
import { filterKeepAlives } from './wire/keep-alives.ts';

export interface ModelChoiceOptions extends GuardedFetchOptions {
  breaker?: CircuitBreakerOptions | undefined;
  /** Called for each request that had to be simplified. */
  log?: ServerLog | undefined;
}

/** A choice for FallbackModel. The client is created with the first call and reused. The fallback handles retries. */
export function toModelChoice(
  address: ModelAddress,
  { breaker, log, ...fetchOptions }: ModelChoiceOptions = {},
): ModelChoice {
  let model: Model | undefined;
  return {
    label: address.label,
    secrets: [address.apiKey],
    breaker: new CircuitBreaker(breaker),
    load: () => (model ??= new SimplerRequests(createModel(address, fetchOptions), { label: address.label, log })),
  };
}

function createModel(
  { api, apiKey, baseURL, model, provider }: ModelAddress,
  fetchOptions: GuardedFetchOptions,
): Model {
  const settings = {
    apiKey,
    baseURL,
    maxRetries: 0,
    logLevel: 'off' as const,
    // Set these, so that the client does not read OpenAI's values from the environment and send them to another
    // provider.
    organization: null,
    project: null,
    ...(provider === 'openrouter' && { defaultHeaders: { 'X-Title': 'ChatDock' } }),
  };
  const chatClient = new ChatClient({ ...settings, fetch: createGuardedFetch(fetchOptions) });
  const chat = adapt(new OpenAIChatCompletionsModel(chatClient, model), forChatCompletions);
  if (api === 'chat-completions') return chat;
  const client = new OpenAI({ ...settings, fetch: filterKeepAlives(createGuardedFetch(fetchOptions)) });
  const responses = adapt(new OpenAIResponsesModel(client, model), (request) =>
    withoutStorage(forResponses(request), model),
  );
  return new URL(baseURL).hostname.endsWith('openai.com') ? responses : new ResponsesWhereOffered(responses, chat);
}

/** Reasoning models. Providers store nothing, so their reasoning must be sent back with the next request. */
const REASONING_MODEL = /^(?:o\d|gpt-(?:[5-9]|\d{2}))(?!.*-chat)/u;

/** Asks the provider not to store the conversation. */
function withoutStorage(request: ModelRequest, model: string): ModelRequest {
  const { modelSettings } = request;
  const carried = REASONING_MODEL.test(model) ? { include: ['reasoning.encrypted_content'] } : {};
  return {
    ...request,
    modelSettings: { ...modelSettings, store: false, providerData: { ...carried, ...modelSettings.providerData } },
  };
}

function adapt(model: Model, change: (request: ModelRequest) => ModelRequest): Model {
  return {
    getResponse: (request) => model.getResponse(change(request)),
    getStreamedResponse: (request) => model.getStreamedResponse(change(request)),
  };
}

/**
 * For servers behind `OPENAI_BASE_URL`: if one does not support the Responses interface, the other interface is used.
 */
class ResponsesWhereOffered implements Model {
  readonly #responses: Model;
  readonly #chat: Model;
  #isMissing = false;

  constructor(responses: Model, chat: Model) {
    this.#responses = responses;
    this.#chat = chat;
  }

  getResponse(request: ModelRequest): Promise<ModelResponse> {
    return (this.#isMissing ? this.#chat : this.#responses).getResponse(request);
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent, void, undefined> {
    if (!this.#isMissing) {
      try {
        yield* this.#responses.getStreamedResponse(request);
        return;
      } catch (cause) {
        if (!lacksInterface(cause)) throw cause;
        this.#isMissing = true;
      }
    }
    yield* this.#chat.getStreamedResponse(request);
  }
}

/** A 404 for the address, not for the model. It can only occur before the first event. */
function lacksInterface(cause: unknown): boolean {
  const status = memberOf(cause, 'status');
  return (status === 404 || status === 405 || status === 501) && memberOf(cause, 'code') !== 'model_not_found';
}
