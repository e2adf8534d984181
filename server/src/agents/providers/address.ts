/** Parses `CHATDOCK_MODEL` and `CHATDOCK_FALLBACK` to models with their provider's address and key. */
import { RECOMMENDED_MODELS } from './recommended-models.ts';

export const PROVIDER_NAMES = ['openai', 'openrouter', 'gemini', 'ollama', 'compatible'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** A model at a provider, with everything that a client needs to call it. */
export interface ModelAddress {
  provider: ProviderName;
  /** The provider's exact name of the model. */
  model: string;
  /** Without a trailing slash. */
  baseURL: string;
  apiKey: string;
  /** Which of OpenAI's two interfaces the provider supports. */
  api: 'responses' | 'chat-completions';
  /** `provider:model`, for logs and metrics. */
  label: string;
}

/** A setting that cannot be used. The message says which one, why, and what to write instead. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

type Env = Readonly<Record<string, string | undefined>>;

interface ProviderFacts {
  /** Looked up in this order. */
  keys: readonly string[];
  keyNeeded: boolean;
  urls: readonly string[];
  defaultURL: string | null;
  api: ModelAddress['api'];
}

const FACTS: Record<ProviderName, ProviderFacts> = {
  openai: {
    keys: ['OPENAI_API_KEY'],
    keyNeeded: true,
    urls: ['OPENAI_BASE_URL'],
    defaultURL: 'https://api.openai.com/v1',
    api: 'responses',
  },
  openrouter: {
    keys: ['OPENROUTER_API_KEY'],
    keyNeeded: true,
    urls: ['OPENROUTER_BASE_URL'],
    defaultURL: 'https://openrouter.ai/api/v1',
    api: 'chat-completions',
  },
  gemini: {
    keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    keyNeeded: true,
    urls: ['GEMINI_BASE_URL'],
    defaultURL: 'https://generativelanguage.googleapis.com/v1beta/openai',
    api: 'chat-completions',
  },
  ollama: {
    keys: ['OLLAMA_API_KEY'],
    keyNeeded: false,
    urls: ['OLLAMA_BASE_URL', 'OLLAMA_HOST'],
    defaultURL: 'http://localhost:11434/v1',
    api: 'chat-completions',
  },
  compatible: {
    keys: ['COMPATIBLE_API_KEY'],
    keyNeeded: false,
    urls: ['COMPATIBLE_BASE_URL'],
    defaultURL: null,
    api: 'chat-completions',
  },
};

const exampleOf = (name: ProviderName) => `${name}:${RECOMMENDED_MODELS[name]}`;

/** Prefixes of other libraries that people paste. They are not part of any provider's model names. */
const FOREIGN_PREFIX = /^(?:litellm|any-llm|ollama_chat|openai\/responses|azure|vertex_ai)\//iu;

/**
 * Reads one address such as `ollama:llama3.2`. Errors: throws SettingError if it cannot be used. `setting` is the name
 * of the setting.
 */
export function parseModelAddress(text: string, env: Env, setting = 'CHATDOCK_MODEL'): ModelAddress {
  const written = text.trim();
  const colon = written.indexOf(':');
  const name = colon === -1 ? '' : written.slice(0, colon).toLowerCase();
  if (FOREIGN_PREFIX.test(written) || !isProviderName(name)) throw new SettingError(fixPrefix(written, setting));
  const model = written.slice(colon + 1).trim();
  if (model === '')
    throw new SettingError(`${setting} is "${written}", which names no model. Write for example ${exampleOf(name)}.`);
  const clean = withoutMistakenPrefix(name, model);
  if (clean !== model)
    throw new SettingError(
      `${setting} is "${written}". "${model.slice(0, model.length - clean.length)}" is not part of the model's name here. Write ${name}:${clean}.`,
    );
  if (/\s/u.test(model))
    throw new SettingError(
      `${setting} is "${written}", and model names have no spaces. Write for example ${exampleOf(name)}.`,
    );
  return {
    provider: name,
    model,
    baseURL: baseURLOf(name, env, setting, written),
    apiKey: keyOf(name, env, setting, written),
    api: FACTS[name].api,
    label: `${name}:${model}`,
  };
}

/** Reads a comma-separated list of addresses; empty entries are skipped. Errors: as parseModelAddress. */
export function parseModelAddresses(text: string | undefined, env: Env, setting = 'CHATDOCK_FALLBACK'): ModelAddress[] {
  return (text ?? '')
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map((entry) => parseModelAddress(entry, env, setting));
}

const isProviderName = (name: string): name is ProviderName => PROVIDER_NAMES.some((known) => known === name);

function withoutMistakenPrefix(provider: ProviderName, model: string): string {
  const bare = model.replace(FOREIGN_PREFIX, '');
  if (bare !== model)
    return provider === 'openrouter'
      ? bare.replace(/^openrouter\//iu, '')
      : bare.replace(new RegExp(`^${provider}/`, 'iu'), '');
  if (provider === 'gemini') return model.replace(/^(?:models|gemini|google)\//iu, '');
  if (provider === 'openai' || provider === 'ollama') return model.replace(new RegExp(`^${provider}/`, 'iu'), '');
  // `openrouter/auto` is a model of OpenRouter itself; in `openrouter/maker/model` the prefix is a mistake.
  if (provider === 'openrouter') return model.replace(/^openrouter\/(?=[^/]+\/)/iu, '');
  return model;
}

function fixPrefix(written: string, setting: string): string {
  const bare = written.replace(FOREIGN_PREFIX, '');
  const [maker = '', ...rest] = bare.split('/');
  const name = maker.toLowerCase();
  const prefix = written.slice(0, written.length - bare.length);
  const because =
    prefix === ''
      ? `${setting} is "${written}", which does not begin with a provider and a colon.`
      : `${setting} is "${written}". "${prefix}" is a prefix of another library.`;
  if (isProviderName(name) && rest.length > 0) return `${because} Write ${name}:${rest.join('/')}.`;
  if (isProviderName(name.split(':')[0] ?? '')) return `${because} Write ${bare}.`;
  if (rest.length > 0)
    return `${because} Write openrouter:${bare} to reach it through OpenRouter, or one of ${knownPrefixes()}.`;
  const [unknown = '', model = ''] = bare.split(':');
  if (/^gpt|^o\d|^chatgpt/iu.test(bare)) return `${because} Write openai:${bare}.`;
  if (/^gemini(?!:)/iu.test(bare)) return `${because} Write gemini:${bare}.`;
  if (model !== '' && !/^\d|latest|^[a-z0-9.]+b$/iu.test(model))
    return `${because} "${unknown}" is not a provider it knows: use one of ${knownPrefixes()}.`;
  return `${because} Use one of ${knownPrefixes()}, for example ollama:${bare === '' ? RECOMMENDED_MODELS.ollama : bare}.`;
}

const knownPrefixes = () => PROVIDER_NAMES.map((name) => `${name}:`).join(', ');

function keyOf(name: ProviderName, env: Env, setting: string, written: string): string {
  const { keys, keyNeeded } = FACTS[name];
  const key = keys.map((variable) => env[variable]?.trim()).find((value) => value !== undefined && value !== '');
  if (key !== undefined) return key;
  if (keyNeeded)
    throw new SettingError(
      `${setting} is "${written}", and ${keys.join(' or ')} is not set. Set it to your key for ${name}.`,
    );
  return 'none'; // the client library requires a value; servers without keys ignore it
}

function baseURLOf(name: ProviderName, env: Env, setting: string, written: string): string {
  const { urls, defaultURL } = FACTS[name];
  const variable = urls.find((candidate) => (env[candidate] ?? '').trim() !== '');
  const configured = variable === undefined ? defaultURL : (env[variable] ?? '').trim();
  if (configured === null)
    throw new SettingError(
      `${setting} is "${written}", and ${urls.join(' or ')} is not set. Set it to the server's address, such as http://localhost:8000/v1.`,
    );
  const address = variable === 'OLLAMA_HOST' ? ollamaURL(configured) : configured;
  if (!URL.canParse(address) || !/^https?:$/u.test(new URL(address).protocol)) {
    throw new SettingError(
      `${variable ?? setting} is "${configured}", which is not an http address. Write it in full, such as http://localhost:8000/v1.`,
    );
  }
  return address.replace(/\/+$/u, '');
}

/** `OLLAMA_HOST` is written the way Ollama itself reads it: a host, perhaps a port, perhaps a scheme, no path. */
function ollamaURL(host: string): string {
  const full = /^https?:\/\//iu.test(host) ? host : `http://${host}`;
  if (!URL.canParse(full)) return host;
  const url = new URL(full);
  if (url.port === '' && !/^https/iu.test(full)) url.port = '11434';
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'; // clients cannot connect to the listening address 0.0.0.0
  return `${url.origin}/v1`;
}
