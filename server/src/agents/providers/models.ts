/** Models at providers, made when they are first asked. */
import { OpenAIChatCompletionsModel, OpenAIResponsesModel, type Model } from '@openai/agents';
import OpenAI from 'openai';
import type { ModelAddress } from './address.ts';
import { CircuitBreaker, type CircuitBreakerOptions } from './circuit-breaker.ts';
import type { ModelChoice } from './fallback-model.ts';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';

export interface ModelChoiceOptions extends GuardedFetchOptions {
  breaker?: CircuitBreakerOptions | undefined;
}

/** A choice for FallbackModel. The client is made at the first call and kept; retries are left to the fallback. */
export function toModelChoice(address: ModelAddress, { breaker, ...fetchOptions }: ModelChoiceOptions = {}): ModelChoice {
  let model: Model | undefined;
  return {
    label: address.label,
    breaker: new CircuitBreaker(breaker),
    load: () => (model ??= createModel(address, fetchOptions)),
  };
}

function createModel({ api, apiKey, baseURL, model, provider }: ModelAddress, fetchOptions: GuardedFetchOptions): Model {
  const client = new OpenAI({
    apiKey,
    baseURL,
    maxRetries: 0,
    logLevel: 'off',
    fetch: createGuardedFetch(fetchOptions),
    // Set, so that the client does not read them from the environment and send OpenAI's to somebody else.
    organization: null,
    project: null,
    ...(provider === 'openrouter' && { defaultHeaders: { 'X-Title': 'ChatDock' } }),
  });
  return api === 'responses' ? new OpenAIResponsesModel(client, model) : new OpenAIChatCompletionsModel(client, model);
}
