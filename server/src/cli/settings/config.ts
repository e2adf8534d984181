/** The settings from the environment. They are checked before anything starts. */
import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import * as z from 'zod';
import { type Budget, budgetOf, type Scope } from '../../auth/budgets/budget-table.ts';
import { TOKEN_ALGORITHMS, type TokenAlgorithm, type TokenKey } from '../../auth/tokens.ts';
import { checkNames } from './setting-check.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const count = (fallback: number, max = 1_000_000_000, min = 0) =>
  z
    .string()
    .optional()
    .transform((text, issue) => {
      if (text === undefined) return fallback;
      const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      if (number >= min && number <= max) return number;
      issue.addIssue(`is "${text}", which is not a whole number from ${min} to ${max}.`);
      return z.NEVER;
    });

const choice = <const Value extends string>(values: readonly [Value, ...Value[]], fallback: Value) =>
  z
    .enum(values, { error: ({ input }) => `is "${String(input)}". Choose one of: ${values.join(', ')}.` })
    .default(fallback);

/** Entries of a budget. Missing entries keep their default. */
const budget = (scope: Scope) =>
  z
    .string()
    .default('')
    .transform((text, issue): Budget => {
      try {
        return budgetOf(scope, text);
      } catch (error) {
        issue.addIssue(error instanceof Error ? error.message : String(error));
        return z.NEVER;
      }
    });

const address = z
  .string()
  .refine(
    (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
    'is not an address. Write it like https://chat.example, with http or https.',
  )
  .optional();

const origins = z
  .string()
  .default('')
  .transform((text, issue) => {
    if (text.trim() === '*') return '*' as const;
    const list = text.split(/[\s,]+/).filter(Boolean);
    for (const origin of list) {
      if (!URL.canParse(origin) || new URL(origin).origin !== origin)
        issue.addIssue(
          `has "${origin}", which is not an origin. Write it like https://shop.example, without a path or a final slash.`,
        );
    }
    return list;
  });

/** Names of headers. The preflight's answer joins them with commas, so each must be a token of HTTP. */
const headerNames = z
  .string()
  .default('')
  .transform((text, issue) => {
    const list = text.split(/[\s,]+/).filter(Boolean);
    for (const name of list) {
      if (!/^[\w!#$%&'+.^`|~-]+$/.test(name))
        issue.addIssue(`has "${name}", which is not the name of a header. Write it like X-Shop, without its value.`);
    }
    return list;
  });

const secret = z
  .string()
  .refine(
    (text) => Buffer.byteLength(text) >= 32,
    'has fewer than 32 bytes, so tokens could be forged. Make one with: openssl rand -base64 32',
  )
  .optional();

const schema = z.object({
  PORT: count(8787, 65_535),
  HOST: z.string().default('127.0.0.1'),
  CHATDOCK_PUBLIC_URL: address,
  CHATDOCK_DEMO_PAGES: choice(['0', '1'], '0'),
  DATABASE_URL: z
    .string()
    .refine((url) => /^(memory:$|file:.|postgres(ql)?:\/\/)/.test(url), {
      error: ({ input }) => `${kindOf(input)}. Write file:path, memory: or postgres://….`,
    })
    .refine(
      (url) => !url.startsWith('postgres') || URL.canParse(url),
      'is not a complete address. Write postgres://user:password@host/database; in the password, write %40 for @, %2F for / and %3A for :.',
    )
    .default('file:data/chatdock.sqlite'),
  CHATDOCK_REDIS_URL: z
    .string()
    .refine(
      (url) => /^rediss?:\/\/./.test(url) && URL.canParse(url),
      // Only the part before the first colon, because the rest may contain a password.
      { error: ({ input }) => `${kindOf(input)}. Write redis://host:6379, or rediss:// for TLS.` },
    )
    .optional(),
  CHATDOCK_GRACE_SECONDS: count(5, 3600),
  CHATDOCK_DATABASE_CONNECTIONS: count(10, 1000, 1),
  CHATDOCK_RETENTION_DAYS: count(0, 36_500),
  CHATDOCK_ATTACHMENTS_FOLDER: z.string().optional(),
  CHATDOCK_FILES: z
    .string()
    .refine(
      (text) => /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/|$)/.test(text) && URL.canParse(text),
      'is not a bucket. Write s3://bucket or s3://bucket/prefix; for a folder, set CHATDOCK_ATTACHMENTS_FOLDER instead.',
    )
    .optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_REGION: z.string().default('us-east-1'),
  AWS_ENDPOINT_URL_S3: address,
  CHATDOCK_FILES_DIRECT: choice(['0', '1'], '0'),
  CHATDOCK_ATTACHMENT_MAX_BYTES: count(10_485_760),
  CHATDOCK_STORED_BYTES_PER_USER: count(209_715_200, Number.MAX_SAFE_INTEGER),
  CHATDOCK_STORED_BYTES: count(10_737_418_240, Number.MAX_SAFE_INTEGER),
  CHATDOCK_DISK_FREE_MIN_BYTES: count(536_870_912, Number.MAX_SAFE_INTEGER),
  CHATDOCK_UNSENT_FILE_HOURS: count(24, 8760, 1),
  CHATDOCK_ALLOWED_ORIGINS: origins,
  CHATDOCK_ALLOWED_HEADERS: headerNames,
  CHATDOCK_TRUST_PROXY: count(0, 20),
  CHATDOCK_IDENTITY: choice(['visitors', 'users', 'both'], 'visitors'),
  CHATDOCK_VERIFY: choice(['off', 'turnstile', 'hcaptcha'], 'off'),
  CHATDOCK_VERIFY_SECRET: z.string().optional(),
  CHATDOCK_SECRET: secret,
  CHATDOCK_SECRET_PREVIOUS: secret,
  CHATDOCK_JWT_ISSUER: z.string().optional(),
  CHATDOCK_JWT_AUDIENCE: z.string().optional(),
  CHATDOCK_JWT_ALGORITHM: choice(TOKEN_ALGORITHMS, 'HS256'),
  CHATDOCK_JWT_KEY: z.string().optional(),
  CHATDOCK_JWT_KEY_NEXT: z.string().optional(),
  CHATDOCK_JWT_TENANT_CLAIM: z.string().optional(),
  CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS: count(600),
  CHATDOCK_LIMIT_REQUESTS_PER_USER: count(240),
  CHATDOCK_LIMIT_TURNS_PER_ADDRESS: count(120),
  CHATDOCK_LIMIT_TURNS_PER_USER: count(30),
  CHATDOCK_LIMIT_UPLOADS_PER_ADDRESS: count(60),
  CHATDOCK_LIMIT_UPLOADS_PER_USER: count(20),
  CHATDOCK_LIMIT_SEARCHES_PER_USER: count(60),
  CHATDOCK_LIMIT_STREAMS_PER_ADDRESS: count(100),
  CHATDOCK_LIMIT_STREAMS_PER_USER: count(4),
  CHATDOCK_LIMIT_STREAMS: count(5000),
  CHATDOCK_LIMIT_CONNECTIONS_PER_ADDRESS: count(500),
  CHATDOCK_LIMIT_NEW_VISITORS_PER_ADDRESS: count(60),
  CHATDOCK_BUDGET_VISITOR: budget('visitor'),
  CHATDOCK_BUDGET_USER: budget('user'),
  CHATDOCK_BUDGET_ADDRESS: budget('address'),
  CHATDOCK_BUDGET_SITE: budget('site'),
  CHATDOCK_PRICES: z.string().optional(),
  CHATDOCK_WEBHOOK: address,
  CHATDOCK_WEBHOOK_SECRET: secret,
  CHATDOCK_WEBHOOK_TEXTS: choice(['0', '1'], '0'),
  LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'info'),
  CHATDOCK_TRACES: choice(['0', '1'], '0'),
  CHATDOCK_METRICS_TOKEN: z
    .string()
    .min(16, 'has fewer than 16 characters, so it could be guessed. Make one with: openssl rand -base64 32')
    .optional(),
});

/** The settings that this process reads itself. The agents read their own. */
export const SETTING_NAMES: readonly string[] = [...Object.keys(schema.shape), 'CHATDOCK_CONFIG'];

/** The current settings, under their names in the environment. `.env.example` describes all of them. */
export interface Config extends Omit<z.infer<typeof schema>, 'CHATDOCK_JWT_KEY' | 'CHATDOCK_JWT_KEY_NEXT'> {
  /** Empty unless `CHATDOCK_IDENTITY` asks for signed-in users. */
  readonly jwtKeys: readonly TokenKey[];
  /** Names that begin with `CHATDOCK_` but are not settings. */
  readonly unknownNames: readonly string[];
}

/** Settings that cannot be used. The message has one sentence per error. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * The environment, and the file that `CHATDOCK_CONFIG` names (by default `.env`, if it exists). The environment takes
 * precedence.
 * @throws ConfigError if `CHATDOCK_CONFIG` names a file that cannot be read
 */
export function readEnvironment(environment: Environment): Environment {
  const named = environment['CHATDOCK_CONFIG'];
  const file = named ?? '.env';
  if (named === undefined && !existsSync(file)) return environment;
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...environment };
  } catch (cause) {
    throw new ConfigError(
      `The settings in ${file} could not be read. Check that CHATDOCK_CONFIG names a file this user may read.`,
      { cause },
    );
  }
}

/** @throws ConfigError with one sentence per error */
export function parseConfig(environment: Environment): Config {
  // Many tools write an unset variable as an empty one.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  const users =
    given['CHATDOCK_IDENTITY'] === 'users' || given['CHATDOCK_IDENTITY'] === 'both'
      ? readUserSettings(given)
      : { keys: [], mistakes: [] };
  const names = checkNames(given, SETTING_NAMES);
  const mistakes = [
    ...names.mistakes,
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`),
    ...users.mistakes,
  ];
  if (given['CHATDOCK_SECRET_PREVIOUS'] && !given['CHATDOCK_SECRET'])
    mistakes.push('CHATDOCK_SECRET_PREVIOUS is set without CHATDOCK_SECRET. Set CHATDOCK_SECRET to the new one.');
  if (['turnstile', 'hcaptcha'].includes(given['CHATDOCK_VERIFY'] ?? '') && !given['CHATDOCK_VERIFY_SECRET'])
    mistakes.push('CHATDOCK_VERIFY_SECRET is not set, and CHATDOCK_VERIFY needs it to check what visitors send.');
  if (given['CHATDOCK_FILES'] && !(given['AWS_ACCESS_KEY_ID'] && given['AWS_SECRET_ACCESS_KEY']))
    mistakes.push('AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set, and CHATDOCK_FILES needs both.');
  if (given['CHATDOCK_FILES_DIRECT'] === '1' && !given['CHATDOCK_FILES'])
    mistakes.push(
      'CHATDOCK_FILES_DIRECT is 1, and CHATDOCK_FILES names no bucket. Set CHATDOCK_FILES, or remove CHATDOCK_FILES_DIRECT.',
    );
  if (given['CHATDOCK_FILES_DIRECT'] === '1' && !given['CHATDOCK_PUBLIC_URL'] && !given['CHATDOCK_ALLOWED_ORIGINS'])
    mistakes.push(
      'CHATDOCK_FILES_DIRECT is 1, and neither CHATDOCK_PUBLIC_URL nor CHATDOCK_ALLOWED_ORIGINS says which pages send files. Set one of them.',
    );
  if (given['CHATDOCK_FILES'] && given['CHATDOCK_ATTACHMENTS_FOLDER'])
    mistakes.push('CHATDOCK_FILES and CHATDOCK_ATTACHMENTS_FOLDER are both set. Remove the one that you do not use.');
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
  const { CHATDOCK_JWT_KEY: _key, CHATDOCK_JWT_KEY_NEXT: _next, ...config } = parsed.data;
  return { ...config, jwtKeys: users.keys, unknownNames: names.unknown };
}

/** The start of an address up to the first colon, because the rest may contain a password. */
function kindOf(address: unknown): string {
  const [kind] = /^[a-z][\w+.-]*:/iu.exec(String(address)) ?? [];
  return kind === undefined ? 'does not begin with a kind of address' : `is "${kind}…"`;
}

/** Reads the settings that `CHATDOCK_IDENTITY` needs for signed-in users, and reports errors in them. */
function readUserSettings(given: Environment): { keys: TokenKey[]; mistakes: string[] } {
  const keys: TokenKey[] = [];
  const mistakes = ['CHATDOCK_JWT_ISSUER', 'CHATDOCK_JWT_AUDIENCE', 'CHATDOCK_JWT_KEY']
    .filter((name) => given[name] === undefined)
    .map(
      (name) =>
        `${name} is not set, and CHATDOCK_IDENTITY=${given['CHATDOCK_IDENTITY']} needs it to know whose tokens to trust.`,
    );
  const algorithm = TOKEN_ALGORITHMS.find((known) => known === (given['CHATDOCK_JWT_ALGORITHM'] ?? 'HS256'));
  for (const name of ['CHATDOCK_JWT_KEY', 'CHATDOCK_JWT_KEY_NEXT']) {
    const text = given[name];
    if (text === undefined || algorithm === undefined) continue;
    try {
      keys.push({ algorithm, key: toKey(text, algorithm) });
    } catch (error) {
      mistakes.push(
        `${name} ${error instanceof ConfigError ? error.message : `is not a public key in PEM format, which ${algorithm} needs.`}`,
      );
    }
  }
  return { keys, mistakes };
}

/** Check this at the start, because a key of the wrong kind would fail only with the first token. */
const KEY_KINDS = { RS256: 'rsa', PS256: 'rsa', ES256: 'ec', EdDSA: 'ed25519' } as const;

function toPublicKey(pem: string, algorithm: keyof typeof KEY_KINDS): TokenKey['key'] {
  const key = createPublicKey(pem);
  const kind =
    key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve !== 'prime256v1'
      ? 'another curve'
      : key.asymmetricKeyType;
  if (kind === KEY_KINDS[algorithm]) return key;
  throw new ConfigError(
    `is a key for another algorithm (${kind}) than ${algorithm}. Set CHATDOCK_JWT_ALGORITHM to the one its tokens are signed with.`,
  );
}

function toKey(text: string, algorithm: TokenAlgorithm): TokenKey['key'] {
  if (algorithm !== 'HS256') return toPublicKey(text.replaceAll(String.raw`\n`, '\n'), algorithm);
  if (text.includes('-----BEGIN'))
    throw new ConfigError(
      'is a PEM key, and HS256 takes a secret. Set CHATDOCK_JWT_ALGORITHM to the algorithm of that key.',
    );
  if (Buffer.byteLength(text) < 32)
    throw new ConfigError('has fewer than 32 bytes, so tokens could be forged. Make one with: openssl rand -base64 32');
  return new TextEncoder().encode(text);
}
