/** An agent server with two fake providers, which a test can make fail. */
import type { Model } from '@openai/agents';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ANSWER, type FakeProvider, type ProviderRequest, startFakeProvider } from './fake-provider.ts';
import { silentLog } from '../../../server/src/core/telemetry/log.ts';
import { MemoryStore } from '../../../server/src/stores/memory.ts';
import { AgentServer, type AgentServerOptions } from '../../../server/src/agents/agent-server.ts';
import type { ModelAddress } from '../../../server/src/agents/providers/address.ts';
import {
  FallbackModel,
  type FallbackModelOptions,
} from '../../../server/src/agents/providers/fallback/fallback-model.ts';
import { toModelChoice, type ModelChoiceOptions } from '../../../server/src/agents/providers/models.ts';

export let first: FakeProvider;

export let second: FakeProvider;

const wellBehaved = {
  refuse: () => undefined,
  lacksResponses: false,
  fault: null,
  faultyAnswers: Number.POSITIVE_INFINITY,
  pieceMs: 0,
  retryAfter: '0',
};

beforeAll(async () => {
  first = await startFakeProvider();
  second = await startFakeProvider('Second.');
});
afterAll(() => Promise.all([first.close(), second.close()]));
beforeEach(() => {
  for (const provider of [first, second]) {
    Object.assign(provider, wellBehaved);
    provider.requests.length = 0;
    provider.reply = () => ({ text: provider === first ? ANSWER : 'Second.' });
  }
});

/** A model of this provider. */
export const choiceOf = (
  provider: FakeProvider,
  api: ModelAddress['api'] = 'chat-completions',
  options?: ModelChoiceOptions,
) =>
  toModelChoice(
    {
      provider: 'compatible',
      model: 'fake',
      baseURL: provider.baseURL(),
      apiKey: 'secret-key',
      api,
      label: provider === first ? 'first' : 'second',
    },
    options,
  );

export interface Setup extends Partial<AgentServerOptions<never>> {
  choices?: FallbackModelOptions['choices'];
  fallback?: Partial<FallbackModelOptions>;
}

/** A server whose model is the first provider, unless `choices` are given. */
export function serve({ choices = [choiceOf(first)], fallback = {}, ...options }: Setup = {}) {
  const model: Model = new FallbackModel({
    choices,
    log: silentLog,
    limits: { firstTokenMs: 5000, silenceMs: 5000, repeatAfterMs: 5 },
    ...fallback,
  });
  return new AgentServer({
    store: new MemoryStore(),
    log: silentLog,
    model: () => model,
    instructions: 'Be brief.',
    ...(options as object),
  });
}

export const messagesOf = (request: ProviderRequest | undefined) =>
  (request?.body['messages'] ?? []) as { role: string; content: unknown; tool_calls?: unknown }[];

/** The role of the newest message: `tool` after a tool has run. */
export const newestRole = (request: ProviderRequest) => messagesOf(request).at(-1)?.role;
