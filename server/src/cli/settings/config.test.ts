import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { AGENT_SETTING_NAMES } from '../../agents/configured/setting-names.ts';
import { parseConfig, readEnvironment, SETTING_NAMES } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatdock-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mistakesIn = (environment: Record<string, string>) => {
  try {
    parseConfig(environment);
  } catch (error) {
    return error instanceof Error ? error.message.split('\n') : [];
  }
  return [];
};
const secret = 'a'.repeat(32);
const users = {
  CHATDOCK_IDENTITY: 'users',
  CHATDOCK_JWT_ISSUER: 'shop',
  CHATDOCK_JWT_AUDIENCE: 'chat',
  CHATDOCK_JWT_KEY: secret,
};
const makeKey = {
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ed25519: () => generateKeyPairSync('ed25519'),
};
const pem = (kind: keyof typeof makeKey) =>
  makeKey[kind]().publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('the settings', () => {
  it('are all optional', () => {
    expect(parseConfig({})).toMatchObject({
      PORT: 8787,
      HOST: '127.0.0.1',
      DATABASE_URL: 'file:data/chatdock.sqlite',
      CHATDOCK_IDENTITY: 'visitors',
      CHATDOCK_TRUST_PROXY: 0,
      CHATDOCK_ALLOWED_ORIGINS: [],
    });
  });

  it('report every mistake at once, one sentence each', () => {
    expect(
      mistakesIn({
        PORT: '80a',
        DATABASE_URL: 'mysql://root@db/chat',
        CHATDOCK_ALLOWED_ORIGINS: 'https://shop.example/, shop.example',
        CHATDOCK_ALLOWED_HEADERS: 'X-Shop, X-Key: 1',
        CHATDOCK_TRUST_PROXY: 'true',
        CHATDOCK_SECRET: 'hunter2',
        CHATDOCK_METRICS_TOKEN: 'short',
        LOG_LEVEL: 'loud',
      }),
    ).toEqual([
      'PORT is "80a", which is not a whole number from 0 to 65535.',
      'DATABASE_URL is "mysql:…". Write file:path, memory: or postgres://….',
      'CHATDOCK_ALLOWED_ORIGINS has "https://shop.example/", which is not an origin. Write it like https://shop.example, without a path or a final slash.',
      'CHATDOCK_ALLOWED_ORIGINS has "shop.example", which is not an origin. Write it like https://shop.example, without a path or a final slash.',
      'CHATDOCK_ALLOWED_HEADERS has "X-Key:", which is not the name of a header. Write it like X-Shop, without its value.',
      'CHATDOCK_TRUST_PROXY is "true", which is not a whole number from 0 to 20.',
      'CHATDOCK_SECRET has fewer than 32 bytes, so tokens could be forged. Make one with: openssl rand -base64 32',
      'LOG_LEVEL is "loud". Choose one of: fatal, error, warn, info, debug, silent.',
      'CHATDOCK_METRICS_TOKEN has fewer than 16 characters, so it could be guessed. Make one with: openssl rand -base64 32',
    ]);
  });

  it('never quote a secret in a mistake', () => {
    const mistakes = mistakesIn({
      ...users,
      CHATDOCK_SECRET: 'hunter2',
      CHATDOCK_JWT_KEY: 'swordfish',
      DATABASE_URL: 'mysql://root:opensesame@db',
    }).join('\n');
    expect(mistakes).not.toMatch(/hunter2|swordfish|opensesame/);
  });

  it.each([
    ['CHATDOCK_PORT', '3000', 'PORT'],
    ['CHATDOCK_DATABASE_URL', 'memory:', 'DATABASE_URL'],
    ['chatdock_model', 'openai:x', 'CHATDOCK_MODEL'],
    ['CHATDOCK_BUDGET_WEBHOOK', 'https://a.example', 'CHATDOCK_WEBHOOK'],
    ['CHATDOCK_AGNET', './agent.ts', 'CHATDOCK_AGENT'],
    ['CHATDOCK_RETENTION_DAY', '9', 'CHATDOCK_RETENTION_DAYS'],
  ])('suggest the right name for %s=%s', (name, value, meant) => {
    expect(() => parseConfig({ [name]: value })).toThrow(`${name} is not a setting. Did you mean ${meant}?`);
  });

  it('report an unknown name without a close match once, and do not refuse it', () => {
    expect(parseConfig({ CHATDOCK_COLOUR_OF_THE_DOOR: 'red', PATH: '/bin' }).unknownNames).toEqual([
      'CHATDOCK_COLOUR_OF_THE_DOOR',
    ]);
  });

  it('ignore what Kubernetes sets for Services named chatdock, chatdock-db and chatdock-server', () => {
    const injected = ['CHATDOCK', 'CHATDOCK_DB', 'CHATDOCK_SERVER'].flatMap((service) => [
      [`${service}_SERVICE_HOST`, '10.0.0.11'],
      [`${service}_SERVICE_PORT`, '8787'],
      [`${service}_SERVICE_PORT_HTTP`, '8787'],
      [`${service}_PORT`, 'tcp://10.0.0.11:8787'],
      [`${service}_PORT_8787_TCP`, 'tcp://10.0.0.11:8787'],
      [`${service}_PORT_8787_TCP_PROTO`, 'tcp'],
      [`${service}_PORT_8787_TCP_PORT`, '8787'],
      [`${service}_PORT_8787_TCP_ADDR`, '10.0.0.11'],
    ]);
    expect(parseConfig(Object.fromEntries(injected)).unknownNames).toEqual([]);
  });

  it.each([
    ['CHATDOCK_PUBLIC_URL', 'chat.example', 'is not an address'],
    ['CHATDOCK_PUBLIC_URL', 'ftp://chat.example', 'is not an address'],
    ['CHATDOCK_WEBHOOK', 'hooks.example', 'is not an address'],
    ['DATABASE_URL', 'postgres://user:pass/word@host/chat', 'is not a complete address'],
    ['DATABASE_URL', 'me@host/password', 'does not begin with a kind of address. Write file:path'],
    ['DATABASE_URL', 'mysql://host/chat', 'Write file:path, memory: or postgres://'],
    ['CHATDOCK_REDIS_URL', 'localhost:6379', 'Write redis://host:6379'],
    ['CHATDOCK_REDIS_URL', 'redis://', 'Write redis://host:6379'],
    ['CHATDOCK_FILES', 'data/files', 'is not a bucket'],
    ['CHATDOCK_FILES', 's3://', 'is not a bucket'],
    ['CHATDOCK_FILES', 's3://My_Bucket/chat', 'is not a bucket'],
  ])('refuse %s=%s', (name, value, sentence) => {
    expect(() => parseConfig({ [name]: value })).toThrow(`${name} ${sentence.startsWith('Write') ? 'is' : sentence}`);
    expect(() => parseConfig({ [name]: value })).toThrow(sentence);
  });

  it('ask for the keys of a bucket, and for one place of files', () => {
    const bucket = { CHATDOCK_FILES: 's3://files/chat', AWS_ACCESS_KEY_ID: 'id' };
    expect(mistakesIn({ ...bucket, CHATDOCK_ATTACHMENTS_FOLDER: 'data' })).toEqual([
      'AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set, and CHATDOCK_FILES needs both.',
      'CHATDOCK_FILES and CHATDOCK_ATTACHMENTS_FOLDER are both set. Remove the one that you do not use.',
    ]);
    expect(parseConfig({ ...bucket, AWS_SECRET_ACCESS_KEY: 'key' })).toMatchObject({ AWS_REGION: 'us-east-1' });
    expect(mistakesIn({ ...bucket, AWS_SECRET_ACCESS_KEY: 'key', CHATDOCK_FILES_DIRECT: '1' })).toEqual([
      'CHATDOCK_FILES_DIRECT is 1, and neither CHATDOCK_PUBLIC_URL nor CHATDOCK_ALLOWED_ORIGINS says which pages send files. Set one of them.',
    ]);
    expect(mistakesIn({ CHATDOCK_FILES_DIRECT: '1', CHATDOCK_PUBLIC_URL: 'https://chat.example' })).toEqual([
      'CHATDOCK_FILES_DIRECT is 1, and CHATDOCK_FILES names no bucket. Set CHATDOCK_FILES, or remove CHATDOCK_FILES_DIRECT.',
    ]);
  });

  it('suggest the right name for a misspelled one', () => {
    expect(mistakesIn({ CHATDOCK_ALLOWED_ORIGIN: 'https://shop.example' })).toEqual([
      'CHATDOCK_ALLOWED_ORIGIN is not a setting. Did you mean CHATDOCK_ALLOWED_ORIGINS?',
    ]);
    expect(mistakesIn({ CHATDOCK_MODLE: 'openai:x' })).toEqual([
      'CHATDOCK_MODLE is not a setting. Did you mean CHATDOCK_MODEL or CHATDOCK_MODELS?',
    ]);
    expect(mistakesIn(Object.fromEntries(AGENT_SETTING_NAMES.map((name) => [name, '1'])))).toEqual([]);
  });

  it.each([
    ['no issuer', { CHATDOCK_JWT_ISSUER: '' }, 'CHATDOCK_JWT_ISSUER is not set'],
    ['no audience', { CHATDOCK_JWT_AUDIENCE: '' }, 'CHATDOCK_JWT_AUDIENCE is not set'],
    ['no key', { CHATDOCK_JWT_KEY: '' }, 'CHATDOCK_JWT_KEY is not set'],
    ['a secret that could be guessed', { CHATDOCK_JWT_KEY: 'short' }, 'CHATDOCK_JWT_KEY has fewer than 32 bytes'],
    [
      'a public key used as a secret',
      { CHATDOCK_JWT_KEY: pem('rsa') },
      'CHATDOCK_JWT_KEY is a PEM key, and HS256 takes a secret',
    ],
    [
      'a secret used as a public key',
      { CHATDOCK_JWT_ALGORITHM: 'RS256' },
      'CHATDOCK_JWT_KEY is not a public key in PEM format, which RS256 needs',
    ],
    [
      'a key of another kind',
      { CHATDOCK_JWT_ALGORITHM: 'ES256', CHATDOCK_JWT_KEY: pem('ed25519') },
      'CHATDOCK_JWT_KEY is a key for another algorithm (ed25519) than ES256',
    ],
    [
      'an algorithm that is not offered',
      { CHATDOCK_JWT_ALGORITHM: 'none' },
      'CHATDOCK_JWT_ALGORITHM is "none". Choose one of: HS256',
    ],
  ])('refuse signed identity with %s', (_name, change, sentence) => {
    expect(mistakesIn({ ...users, ...change }).join('\n')).toContain(sentence);
  });

  it('accept two live keys, and a PEM key on one line', () => {
    const config = parseConfig({
      ...users,
      CHATDOCK_JWT_ALGORITHM: 'EdDSA',
      CHATDOCK_JWT_KEY: pem('ed25519').replaceAll('\n', String.raw`\n`),
      CHATDOCK_JWT_KEY_NEXT: pem('ed25519'),
    });
    expect(config.jwtKeys.map(({ algorithm }) => algorithm)).toEqual(['EdDSA', 'EdDSA']);
  });
});

describe('a settings file', () => {
  it('is extended and overridden by the environment', () => {
    const file = join(folder, 'settings');
    writeFileSync(file, 'PORT=1234\nHOST=0.0.0.0\n');
    expect(readEnvironment({ CHATDOCK_CONFIG: file, PORT: '5678' })).toMatchObject({ PORT: '5678', HOST: '0.0.0.0' });
  });

  it('must exist if it is named', () => {
    expect(() => readEnvironment({ CHATDOCK_CONFIG: join(folder, 'missing') })).toThrow(
      /could not be read. Check that CHATDOCK_CONFIG names/,
    );
  });
});

describe('.env.example', () => {
  const example = parseEnv(readFileSync('.env.example', 'utf8').replaceAll(/^#(?=[A-Z])/gm, ''));
  const readInSource = () =>
    readdirSync('server/src', { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test|setting-names)\.ts$/.test(file))
      .flatMap(
        (file) =>
          readFileSync(join('server/src', file), 'utf8').match(
            /\b(?:CHATDOCK_[A-Z_]+|[A-Z]+_API_KEY|[A-Z]+_BASE_URL)\b/g,
          ) ?? [],
      );

  it('names every setting that is read, and no other', () => {
    const named = new Set(Object.keys(example));
    const read = new Set([...SETTING_NAMES, ...readInSource()]);
    expect([...read].filter((name) => !named.has(name) && name !== 'CHATDOCK_CONFIG')).toEqual([]);
    expect([...named].filter((name) => !read.has(name) && name !== 'OLLAMA_HOST')).toEqual([]);
  });

  it('has exactly the agent settings that the spelling check knows', () => {
    const agents = Object.keys(example).filter((name) => name.startsWith('CHATDOCK_') && !SETTING_NAMES.includes(name));
    expect(agents.toSorted()).toEqual(AGENT_SETTING_NAMES);
  });

  it('shows the defaults', () => {
    expect(parseConfig(example)).toEqual(parseConfig({}));
  });

  it('sets nothing if it is copied unchanged', () => {
    expect(parseEnv(readFileSync('.env.example', 'utf8'))).toEqual({});
  });
});
