import { APIConnectionError, APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { ProviderFailure, toProviderFailure } from './failure.ts';

const http = (status: number, error: object, headers: Record<string, string> = {}) =>
  APIError.generate(status, { error }, undefined, new Headers(headers));
const inStream = (error: object) => new APIError(undefined, error, undefined, new Headers());
const network = (code: string) =>
  new APIConnectionError({ cause: new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }) });

describe('a provider failure', () => {
  it.each([
    ['400', http(400, { message: 'Context too long' }), 'refused'],
    ['a model that does not exist', http(404, { code: 'model_not_found' }), 'unknown-model'],
    [
      "Ollama's model that was not pulled",
      http(404, { message: 'model "llama9" not found, try pulling it first' }),
      'unknown-model',
    ],
    [
      "vLLM's model of another name",
      http(404, { message: 'The model `x` does not exist.', code: 404 }),
      'unknown-model',
    ],
    ["OpenRouter's unknown model", http(400, { message: 'x/y is not a valid model ID' }), 'unknown-model'],
    [
      "Groq's model that was switched off",
      http(400, { message: 'The model `x` has been decommissioned and is no longer supported.' }),
      'unknown-model',
    ],
    [
      "Google's model that was switched off",
      http(404, { message: 'models/gemini-9 is not found for API version v1main' }),
      'unknown-model',
    ],
    ['404 for the address', http(404, { message: 'Not Found' }), 'refused'],
    [
      "Google's limit per minute",
      http(429, {
        message: 'You exceeded your current quota, please check your plan and billing details. Please retry in 32.6s.',
      }),
      'rate-limited',
    ],
    ['a wrong key inside the stream', inStream({ code: 'invalid_api_key', message: 'x' }), 'unauthorised'],
    ['a refusal inside the stream', inStream({ type: 'invalid_request_error', message: 'x' }), 'refused'],
    ['401', http(401, { code: 'invalid_api_key' }), 'unauthorised'],
    ['403', http(403, {}), 'unauthorised'],
    ['402', http(402, { message: 'Payment required' }), 'quota'],
    [
      '429 for an empty account',
      http(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' }),
      'quota',
    ],
    ['429', http(429, { code: 'rate_limit_exceeded' }), 'rate-limited'],
    ['408', http(408, {}), 'server-error'],
    ['502 with a page', http(502, { message: '<html>' }), 'server-error'],
    ['529', http(529, {}), 'server-error'],
    [
      'OpenRouter passing on a limit inside the stream',
      inStream({ code: 429, message: 'Provider returned error' }),
      'rate-limited',
    ],
    [
      'OpenRouter passing on a broken provider',
      inStream({ code: 502, message: 'Provider returned error' }),
      'server-error',
    ],
    ['OpenRouter with an empty account', inStream({ code: 402, message: 'Insufficient credits' }), 'quota'],
    ['an error inside the stream', inStream({ type: 'server_error', message: 'oops' }), 'server-error'],
    ['an overload inside the stream', inStream({ type: 'rate_limit_error' }), 'rate-limited'],
    ['no such host', network('ENOTFOUND'), 'unreachable'],
    ['a bad certificate', network('DEPTH_ZERO_SELF_SIGNED_CERT'), 'unreachable'],
    ['a refused connection', network('ECONNREFUSED'), 'unreachable'],
    ['broken JSON', new SyntaxError('Unexpected end of JSON input'), 'garbled'],
    ['a verdict from below', new Error('wrapped', { cause: new ProviderFailure('silence', 'x') }), 'silence'],
  ])('%s', (_name, error, kind) => {
    expect(toProviderFailure(error, { answered: false })?.kind).toBe(kind);
  });

  it.each([
    [
      "a provider's code and request id",
      http(404, { code: 'model_not_found', message: 'You asked: hello' }, { 'x-request-id': 'req_12' }),
      { code: 'model_not_found', providerRequestId: 'req_12', message: 'The provider answered 404.' },
    ],
    ["the network's code", network('ECONNREFUSED'), { code: 'ECONNREFUSED' }],
    [
      'an error inside the stream',
      inStream({ type: 'server_error', message: 'You asked: hello' }),
      { code: 'server_error', message: 'The provider reported an error inside its stream.' },
    ],
    [
      'no sentence that poses as a code',
      http(400, { code: 'You asked: hello', type: 'bad_request' }),
      { code: 'bad_request', message: 'The provider answered 400.' },
    ],
  ])('logs %s by name, without quoting the conversation', (_name, error, names) => {
    expect(toProviderFailure(error, { answered: false })).toMatchObject(names);
  });

  it('distinguishes a broken connection from one that was never made', () => {
    expect(
      toProviderFailure(
        new TypeError('terminated', { cause: Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }) }),
        { answered: true },
      )?.kind,
    ).toBe('interrupted');
  });

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads the wait from %j', (headers, ms) => {
    expect(toProviderFailure(http(429, {}, headers as Record<string, string>), { answered: false })?.retryAfterMs).toBe(
      ms,
    );
  });

  it.each([
    ['Rate limit reached. Please try again in 7.5s.', 7500],
    ['Please try again in 2m5s. Visit', 125_000],
    ['Please try again in 300ms', 300],
    ['Please retry in 32.5s.', 32_500],
    ['Please try again in a moment', undefined],
  ])('reads how long to wait from %j', (message, ms) => {
    expect(toProviderFailure(http(429, { message }), { answered: false })?.retryAfterMs).toBe(ms);
  });

  it('reads the wait from a date', () => {
    const ms =
      toProviderFailure(http(503, {}, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }), {
        answered: false,
      })?.retryAfterMs ?? 0;
    expect(ms).toBeGreaterThan(50_000);
    expect(ms).toBeLessThanOrEqual(60_000);
  });

  it.each([new RangeError('our own mistake'), new Error('a tool failed'), 'text', null])(
    'passes %s on unchanged',
    (error) => {
      expect(toProviderFailure(error, { answered: false })).toBeNull();
    },
  );
});
