import { describe, expect, it } from 'vitest';
import { parseModelAddress, parseModelAddresses } from './address.ts';

const env = {
  OPENAI_API_KEY: 'k1',
  OPENROUTER_API_KEY: 'k2',
  GEMINI_API_KEY: 'k3',
  COMPATIBLE_BASE_URL: 'http://localhost:8000/v1/',
};

describe('CHATDOCK_MODEL', () => {
  it.each([
    [
      'openai:gpt-5-mini',
      { model: 'gpt-5-mini', baseURL: 'https://api.openai.com/v1', apiKey: 'k1', api: 'responses' },
    ],
    [
      'openrouter:anthropic/claude-sonnet-4.5:beta',
      {
        model: 'anthropic/claude-sonnet-4.5:beta',
        baseURL: 'https://openrouter.ai/api/v1',
        apiKey: 'k2',
        api: 'chat-completions',
      },
    ],
    ['openrouter:openrouter/auto', { model: 'openrouter/auto' }],
    ['gemini:gemini-2.5-flash', { model: 'gemini-2.5-flash', apiKey: 'k3', api: 'chat-completions' }],
    ['ollama:llama3.2:3b', { model: 'llama3.2:3b', baseURL: 'http://localhost:11434/v1', api: 'chat-completions' }],
    ['compatible:org/model', { model: 'org/model', baseURL: 'http://localhost:8000/v1', api: 'chat-completions' }],
    [' OpenAI: gpt-5 ', { provider: 'openai', model: 'gpt-5' }],
  ])('reads %s', (text, expected) => {
    expect(parseModelAddress(text, env)).toMatchObject(expected);
  });

  it.each([
    ['litellm/openai/gpt-4o', 'Write openai:gpt-4o.'],
    ['litellm/gemini/gemini-2.5-flash', 'Write gemini:gemini-2.5-flash.'],
    ['litellm/anthropic/claude-sonnet-4.5', 'Write openrouter:anthropic/claude-sonnet-4.5 '],
    ['openai:litellm/gpt-4o', 'Write openai:gpt-4o.'],
    ['openrouter:litellm/openrouter/openai/gpt-4o', 'Write openrouter:openai/gpt-4o.'],
    ['openrouter:openrouter/openai/gpt-4o', 'Write openrouter:openai/gpt-4o.'],
    ['openai/gpt-4o', 'Write openai:gpt-4o.'],
    ['gpt-4o', 'Write openai:gpt-4o.'],
    ['gemini-2.5-pro', 'Write gemini:gemini-2.5-pro.'],
    ['gemini:models/gemini-2.5-pro', 'Write gemini:gemini-2.5-pro.'],
    ['ollama:ollama/llama3.2', 'Write ollama:llama3.2.'],
    ['ollama_chat/llama3.2', 'ollama:llama3.2'],
    ['llama3.2:3b', 'ollama:llama3.2:3b'],
    ['anthropic:claude', '"anthropic" is not a provider it knows'],
    ['openai:', 'names no model'],
    ['', 'does not begin with a provider'],
    ['openai:gpt 5', 'no spaces'],
  ])('refuses %j and says how to fix it', (text, cure) => {
    expect(() => parseModelAddress(text, env)).toThrow(cure);
  });

  it('names the missing key or address', () => {
    expect(() => parseModelAddress('gemini:gemini-2.5-flash', {})).toThrow(
      'GEMINI_API_KEY or GOOGLE_API_KEY is not set',
    );
    expect(() => parseModelAddress('compatible:m', {})).toThrow('COMPATIBLE_BASE_URL is not set');
    expect(() => parseModelAddress('openai:m', { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'localhost' })).toThrow(
      'not an http address',
    );
  });

  it.each([
    ['0.0.0.0:8080', 'http://127.0.0.1:8080/v1'],
    ['gpu-box', 'http://gpu-box:11434/v1'],
    ['https://ollama.example.com', 'https://ollama.example.com/v1'],
  ])('reads OLLAMA_HOST=%s the way Ollama does', (host, url) => {
    expect(parseModelAddress('ollama:m', { OLLAMA_HOST: host }).baseURL).toBe(url);
  });

  it('reads a list of fallbacks and names its setting in errors', () => {
    expect(parseModelAddresses('openai:a, ,ollama:b', env).map(({ label }) => label)).toEqual(['openai:a', 'ollama:b']);
    expect(parseModelAddresses(undefined, env)).toEqual([]);
    expect(() => parseModelAddresses('openai:a,gpt-4o', env)).toThrow('CHATDOCK_FALLBACK is "gpt-4o"');
  });
});
