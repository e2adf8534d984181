/** The prices of models: one dated table. The owner's own file can add and replace entries. */
import { readFileSync } from 'node:fs';
import { memberOf } from '@chatdock/protocol/member-of';
import * as z from 'zod';
import type { Use } from '../../core/usage/meter.ts';

const amount = z.number().nonnegative();
const priceSchema = z.strictObject({
  /** Dollars for a million tokens that the model reads. */
  input: amount.optional(),
  /** Dollars for a million tokens that the model writes. */
  output: amount.optional(),
  /** Dollars for a minute of audio. */
  audioMinute: amount.optional(),
});
const tableSchema = z.strictObject({
  date: z.iso.date().optional(),
  models: z.record(z.string(), priceSchema),
  /** For models that the table does not name. */
  unknown: priceSchema.optional(),
});

type Price = z.infer<typeof priceSchema>;
/** Prices of models in US dollars, and the day on which they were looked up. */
export interface PriceTable {
  /** The day on which these prices were looked up, if known. */
  readonly date?: string | undefined;
  /** By `provider:model`; `provider:*` is for all other models of a provider. */
  readonly models: Readonly<Record<string, Price>>;
  readonly unknown: Price;
}

/** List prices in US dollars. They change, so an owner who needs exact sums sets a price file in CHATDOCK_PRICES. */
export const LIST_PRICES: PriceTable = {
  date: '2025-08-07',
  models: {
    'openai:gpt-5': { input: 1.25, output: 10 },
    'openai:gpt-5-mini': { input: 0.25, output: 2 },
    'openai:gpt-5-nano': { input: 0.05, output: 0.4 },
    'openai:gpt-4.1': { input: 2, output: 8 },
    'openai:gpt-4.1-mini': { input: 0.4, output: 1.6 },
    'openai:gpt-4.1-nano': { input: 0.1, output: 0.4 },
    'openai:gpt-4o': { input: 2.5, output: 10 },
    'openai:gpt-4o-mini': { input: 0.15, output: 0.6 },
    'openai:gpt-4o-transcribe': { audioMinute: 0.006 },
    'openai:gpt-4o-mini-transcribe': { audioMinute: 0.003 },
    'openai:whisper-1': { audioMinute: 0.006 },
    'gemini:gemini-2.5-pro': { input: 1.25, output: 10 },
    'gemini:gemini-2.5-flash': { input: 0.3, output: 2.5 },
    'gemini:gemini-2.5-flash-lite': { input: 0.1, output: 0.4 },
    'ollama:*': {},
  },
  unknown: { input: 2.5, output: 10, audioMinute: 0.006 },
};

/** Whether the table has a price for a model. */
export const knowsPrice = (table: PriceTable, model: string): boolean => find(table, model) !== undefined;

/** Millionths of a dollar, rounded up. */
export function costOf(table: PriceTable, { model, inputTokens = 0, outputTokens = 0, audioSeconds = 0 }: Use): number {
  const { input = 0, output = 0, audioMinute = 0 } = find(table, model) ?? table.unknown;
  const exact = inputTokens * input + outputTokens * output + (audioSeconds / 60) * audioMinute * 1_000_000;
  // Fractions of decimal prices are not exact: 9000.000000000001 is 9000.
  return Math.ceil(Number(exact.toFixed(6)));
}

function find({ models }: PriceTable, model: string): Price | undefined {
  const provider = model.slice(0, model.indexOf(':') + 1);
  const name = [model, `${provider}*`].find((key) => Object.hasOwn(models, key));
  return name === undefined ? undefined : models[name];
}

/** The list prices, with those of the owner's file. @throws Error with a readable message if the file cannot be used */
export function readPrices(path: string | undefined): PriceTable {
  if (path === undefined) return LIST_PRICES;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`CHATDOCK_PRICES is "${path}", and that file cannot be read or is not valid JSON.`, { cause });
  }
  const parsed = tableSchema.safeParse(json);
  if (!parsed.success) {
    const faults = new Set(parsed.error.issues.map((issue) => explain(issue, json)));
    throw new Error(`CHATDOCK_PRICES is "${path}", and ${[...faults].join(' ')} ${EXAMPLE}`);
  }
  const { date, models, unknown } = parsed.data;
  return { date, models: { ...LIST_PRICES.models, ...models }, unknown: unknown ?? LIST_PRICES.unknown };
}

const EXAMPLE =
  'Write it like { "models": { "compatible:my-model": { "input": 0.1, "output": 0.3 } } }, in dollars for a million tokens.';

/** A readable sentence for one error, because zod's messages mention types and patterns. */
function explain({ code, path, ...issue }: z.core.$ZodIssue, json: unknown): string {
  const place = path.length === 0 ? 'the file' : `"${path.join('.')}"`;
  if (code === 'unrecognized_keys' && 'keys' in issue)
    return `${place} has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which it does not know.`;
  const value = path.reduce((part, key) => memberOf(part, String(key)), json);
  if (value === undefined) return `${place} is missing.`;
  const given = JSON.stringify(value).slice(0, 40);
  if (path[0] === 'date') return `"date" is ${given}, which is not a day such as "2026-01-31".`;
  const isAmount = ['input', 'output', 'audioMinute'].includes(String(path.at(-1)));
  return `${place} is ${given}, which is not ${isAmount ? 'a number of dollars from 0' : 'an object'}.`;
}
