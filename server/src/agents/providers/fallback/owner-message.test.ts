import { expect, it } from 'vitest';
import { toProviderFailure } from './failure.ts';
import { ownerMessage } from './owner-message.ts';

const MODEL = 'openai:gpt-x';
const messageOf = (status: number, code: string, text: string) => {
  const failure = toProviderFailure(Object.assign(new Error(`${status} ${text}`), { status, code }), {
    answered: false,
  });
  return failure && ownerMessage(MODEL, failure, failure.providerMessage);
};

it.each([
  [400, 'model_not_found', 'the model "gpt-x" does not exist', /CHATDOCK_MODEL/],
  [401, 'invalid_api_key', 'Incorrect API key provided.', /API key\.$/],
  [429, 'insufficient_quota', 'You exceeded your current quota.', /quota or balance/],
  [400, 'context_length_exceeded', 'Too many tokens.', /CHATDOCK_CONTEXT_TOKENS/],
] as const)('a refusal with %s %s quotes the provider and says what to check', (status, code, text, check) => {
  const message = messageOf(status, code, text);
  expect(message).toContain(`${MODEL} refused the request (${status} ${code}): ${text.replace(/\.$/, '')}. `);
  expect(message).toMatch(check);
});

it('a temporary failure keeps the general message', () => {
  expect(messageOf(503, 'overloaded', 'Busy')).toBe('A model provider failed.');
});
