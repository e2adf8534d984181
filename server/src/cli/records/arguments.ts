/** Reads the arguments of the commands about records: periods, formats, people. */
import { parseArgs } from 'node:util';

/** An error in the arguments of a command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FORMATS = ['text', 'csv', 'json'] as const;
type Format = (typeof FORMATS)[number];

const DATES = 'DATE is a day (2026-01-31), a moment (2026-01-31T12:00:00Z) or a span before now (7d, 24h).';

/** The options by name, each with a value, and the words without a dash. @throws UsageError with the usage text */
export function readArguments<Name extends string>(
  args: readonly string[],
  { values, flags = [], usage }: { values: readonly Name[]; flags?: readonly string[]; usage: string },
): { options: Partial<Record<Name, string>>; isOn: (flag: string) => boolean; words: string[] } {
  const options = Object.fromEntries([
    ...values.map((name) => [name, { type: 'string' as const }]),
    ...flags.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  try {
    const read = parseArgs({ args: [...args], options, allowPositionals: true });
    // Each option in `values` was declared as a string.
    return {
      options: read.values as Partial<Record<Name, string>>,
      isOn: (flag) => Reflect.get(read.values, flag) === true,
      words: read.positionals,
    };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // Remove Node's hint about arguments that begin with a dash, because none of ours does.
    throw new UsageError(`${message.replace(/ To specify a positional argument.*/su, '')}\n\n${usage}`, { cause });
  }
}

/** @throws UsageError */
export function readFormat(text = 'text'): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw new UsageError(`--format is "${text}". Write text, csv or json.`);
  return format;
}

const SPAN_MS = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds since 1970. @throws UsageError */
export function readMoment(name: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = /^(\d+)([hdw])$/u.exec(text) ?? [];
  if (count !== undefined && (unit === 'h' || unit === 'd' || unit === 'w')) return now - Number(count) * SPAN_MS[unit];
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw new UsageError(`${name} is "${text}", which is not a date. ${DATES}`);
  return moment;
}

/** Checks ids of owners of conversations, in the form of the database. @throws UsageError */
export function readPeople(words: readonly string[], usage: string): readonly string[] {
  const strange = words.find((userId) => !/^(?:visitor|user):./u.test(userId));
  if (strange !== undefined)
    throw new UsageError(
      `"${strange}" is not a user id. Write one as the database has it: visitor:… or user:tenant:name.\n\n${usage}`,
    );
  if (words.length === 0) throw new UsageError(usage);
  return words;
}

/** @throws UsageError for `memory:`, which only the server's own process can read */
export function refuseMemory(databaseURL: string): void {
  if (databaseURL === 'memory:')
    throw new UsageError('DATABASE_URL is memory:, which only the process of the server can read.');
}
