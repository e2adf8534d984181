import type { Model, ModelRequest, StreamEvent } from '@openai/agents';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watchAttempt } from './attempt.ts';

const chunk = (delta: object): StreamEvent => ({
  type: 'model',
  event: { choices: [{ index: 0, delta, finish_reason: null }] },
  providerData: { rawModelEventSource: 'openai-chat-completions' },
});

const request: ModelRequest = {
  input: 'Hi',
  modelSettings: {},
  tools: [],
  handoffs: [],
  outputType: 'text',
  tracing: false,
};

async function watch(
  events: (signal: AbortSignal | undefined) => AsyncIterable<StreamEvent>,
  limits = { firstTokenMs: 60, silenceMs: 60 },
) {
  let signal: AbortSignal | undefined;
  const model: Model = {
    getResponse: () => Promise.reject(new Error('not asked for')),
    getStreamedResponse: (asked) => events((signal = asked.signal)),
  };
  let failure: unknown = null;
  try {
    for await (const _ of watchAttempt(model, request, limits));
  } catch (cause) {
    failure = cause;
  }
  return { failure, signal };
}

it.each([
  ['before the first token', [], 'no-first-token'],
  ['after the first token', [chunk({ content: 'Hel' })], 'silence'],
])('gives up on a provider that sends empty chunks forever, %s', async (_when, first, kind) => {
  const { failure } = await watch(async function* (signal) {
    yield* first;
    for (;;) {
      signal?.throwIfAborted();
      await turn();
      yield chunk({});
    }
  });
  expect(failure).toMatchObject({ kind });
});

it('closes the connection of an attempt that failed', async () => {
  const { failure, signal } = await watch(async function* () {
    yield chunk({ content: 'Hel' });
    throw new SyntaxError('broken');
  });
  expect(failure).toMatchObject({ kind: 'garbled' });
  expect(signal?.aborted).toBe(true);
});

it('closes the connection of a silent provider', async () => {
  const { failure, signal } = await watch(async function* () {
    yield await new Promise<StreamEvent>(() => undefined);
  });
  expect(failure).toMatchObject({ kind: 'no-first-token' });
  expect(signal?.aborted).toBe(true);
});
