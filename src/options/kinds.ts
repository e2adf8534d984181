/** The kinds of options: how each is read from an attribute, and its type in JavaScript. */

/** One option. Its name is its key in `dockOptions`; the comment above it there documents it. */
export interface OptionKind<Value, Fallback extends Value | undefined = Value | undefined> {
  readonly kind: TextKind | 'flag' | 'choice' | 'length' | 'integer' | 'duration' | 'list' | 'json' | 'headers';
  /** The default. */
  readonly fallback: Fallback;
  /** The words that a `choice` or a `list` accepts, or that a `json` option accepts instead of JSON; without them it accepts a URL. */
  readonly words?: readonly string[];
  /** Converts an attribute's text to a value; `undefined` if it is not valid. */
  read(text: string): Value | undefined;
}

/** The value an option has in JavaScript. */
type ValueOf<Kind> = Kind extends { read(text: string): infer Value } ? Exclude<Value, undefined> : never;

/** Options by name. */
type OptionTable = Readonly<
  Record<string, { readonly kind: string; readonly fallback: unknown; read(text: string): unknown }>
>;

/** Any of the options, as JavaScript values. A length may be a number of pixels. */
export type OptionInput<Table extends OptionTable> = {
  -readonly [Name in keyof Table]?: ValueOf<Table[Name]> | LooseOf<Table[Name]> | undefined;
};
type LooseOf<Kind> = Kind extends { readonly kind: 'length' } ? number : never;
/** The result of reading: the value of each option that was given. */
export type Read<Table extends OptionTable> = { -readonly [Name in keyof Table]?: ValueOf<Table[Name]> | undefined };

/** All of the options, with their defaults. */
export type Resolved<Table extends OptionTable> = {
  -readonly [Name in keyof Table]: ValueOf<Table[Name]> | Table[Name]['fallback'];
};

/** All options, each with the value that `valueOf` returns, or its default for `undefined`. */
export function resolveWith<Table extends OptionTable>(
  table: Table,
  valueOf: (name: keyof Table, option: OptionTable[string]) => unknown,
): Resolved<Table> {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table)) {
    const value = valueOf(name, option);
    values[name] = value === undefined ? option.fallback : value;
  }
  // Each name has a value of its own type, which the loop cannot express.
  return values as Resolved<Table>;
}

/**
 * Converts a given value: strings and numbers are read like attributes, objects like JSON. Returns `undefined` if nothing
 * or something invalid was given. Never throws.
 */
export function readValue({ kind, read }: OptionTable[string], given: unknown): unknown {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') return read(String(given));
  try {
    // The kinds whose value can be an object: json, list and headers.
    return /json|list|head/.test(kind) ? read(JSON.stringify(given)) : undefined;
  } catch {
    return undefined; // not JSON: the object is circular, or a getter throws
  }
}

/** An unknown name, or an option with an unusable value. */
export interface InvalidValue {
  name: string;
  value: unknown;
}

/**
 * Reads the options of a table from a `dataset`, from JSON, or from JavaScript. `isUsable` can reject a value. Skips names
 * that are not in the table. Never throws.
 *
 * Shape: keys are camelCase, as in `HTMLElement.dataset`.
 */
export function readWith<Table extends OptionTable>(
  table: Table,
  given: Readonly<Record<string, unknown>>,
  isUsable: (kind: string, text: string) => boolean = () => true,
): { options: Read<Table>; invalid: InvalidValue[] } {
  const options: Record<string, unknown> = {};
  const invalid: InvalidValue[] = [];
  for (const [name, option] of Object.entries(table)) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    const usable = readValue(option, value);
    if (usable === undefined || !isUsable(option.kind, String(usable))) invalid.push({ name, value });
    else options[name] = usable;
  }
  // Each name has a value of its own type, which the loop cannot express.
  return { options: options as Read<Table>, invalid };
}

const readFlag = (text: string) => {
  const word = text.trim();
  return /^(true|1|on|yes|)$/i.test(word) || (/^(false|0|off|no)$/i.test(word) ? false : undefined);
};

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (text: string) => text.trim().startsWith('{');
// The page's author wrote this text, so its members are not checked. It starts with a brace, so it is an object.
const readObject = readJson as <Shape>(text: string) => Shape | undefined;

/** On when present, empty, `true`, `1`, `on` or `yes`; off when `false`, `0`, `off` or `no`. */
export const flag = (fallback: boolean): OptionKind<boolean, boolean> => ({ kind: 'flag', fallback, read: readFlag });

export const choice = <const Word extends string>(words: readonly Word[], fallback: Word): OptionKind<Word, Word> => ({
  kind: 'choice',
  fallback,
  words,
  read: (given) => words.find((word) => word === given.trim().toLowerCase()),
});

/** A CSS length; a bare number counts pixels. */
export const length = (fallback: string): OptionKind<string, string> & { readonly kind: 'length' } => ({
  kind: 'length',
  fallback,
  read(given) {
    const trimmed = given.trim();
    if (/^\d+(\.\d+)?$/.test(trimmed)) return `${trimmed}px`;
    // A second value rules out keywords such as `auto`, which `calc()` cannot use.
    return typeof CSS === 'undefined' || CSS.supports('border-top-left-radius', `${trimmed} 0`) ? trimmed : undefined;
  },
});

const keep = (given: string) => given;

/** A text that is used unchanged. checks.ts checks it by its `kind`; the launcher does not load those checks. */
export function text(): OptionKind<string, undefined>;
export function text(fallback: undefined, kind?: TextKind): OptionKind<string, undefined>;
export function text(fallback: string, kind?: TextKind): OptionKind<string, string>;
export function text(fallback?: string, kind: TextKind = 'text'): OptionKind<string> {
  return { kind, fallback, read: keep };
}

type TextKind = 'text' | 'color' | 'font' | 'selector' | 'keys' | 'language' | 'url' | 'script';

export const integer = (fallback: number): OptionKind<number, number> => ({
  kind: 'integer',
  fallback,
  read: (given) => (/^\s*-?\d+\s*$/.test(given) ? +given : undefined),
});

/** `800` and `800ms` are milliseconds, `2s` seconds. In JavaScript: milliseconds. */
export function duration(fallbackMs: number): OptionKind<number, number>;
export function duration(fallbackMs: undefined): OptionKind<number, undefined>;
export function duration(fallbackMs: number | undefined): OptionKind<number> {
  return {
    kind: 'duration',
    fallback: fallbackMs,
    read(given) {
      const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)(ms|s)?\s*$/.exec(given) ?? [];
      return amount === undefined ? undefined : Number(amount) * (unit === 's' ? 1000 : 1);
    },
  };
}

/** Texts separated by `|`, or a JSON array of texts and objects. */
export const list = <Item>(): OptionKind<readonly (string | Item)[], undefined> => ({
  kind: 'list',
  fallback: undefined,
  read(given) {
    if (!given.trim().startsWith('['))
      return given
        .split('|')
        .map((item) => item.trim())
        .filter(Boolean);
    const value = readJson(given);
    // The members are checked where they are used; invalid ones are skipped there.
    return Array.isArray(value) ? value : undefined;
  },
});

/** Some of these words, separated by spaces or commas, or a JSON array of them. */
export const words = <const Word extends string>(
  known: readonly Word[],
  fallback: readonly Word[],
): OptionKind<readonly Word[], readonly Word[]> => ({
  kind: 'list',
  fallback,
  words: known,
  read(given) {
    const listed: string[] = given.toLowerCase().match(/[^\s,"[\]]+/g) ?? [];
    return listed.every((word) => known.some((one) => one === word))
      ? known.filter((word) => listed.includes(word))
      : undefined;
  },
});

/** Request headers as a JSON object. */
export const headers = (): OptionKind<Record<string, string>, undefined> => ({
  kind: 'headers',
  fallback: undefined,
  read(given) {
    const value = readJson(given);
    if (!isPlainObject<Record<string, string>>(value) || Object.values(value).some((text) => typeof text === 'object'))
      return undefined;
    try {
      // `Headers` normalises the names, so that the dock can replace a header by name.
      return Object.fromEntries(new Headers(value));
    } catch {
      return undefined;
    }
  },
});

/** A flag, or a JSON object of settings. */
export const flagOrJson = <Shape extends object>(fallback: boolean): OptionKind<boolean | Shape, boolean> => ({
  kind: 'json',
  fallback,
  words: ['true', 'false'],
  read: (given) => (isObject(given) ? readObject(given) : readFlag(given)),
});

/** The URL of a JSON file, or the JSON object itself. */
export const urlOrJson = <Shape extends object>(): OptionKind<string | Shape, undefined> => ({
  kind: 'json',
  fallback: undefined,
  read: (given) => (isObject(given) ? readObject(given) : given),
});

/** A flag, or a name such as a scenario's. */
export const flagOrText = (fallback: boolean): OptionKind<boolean | string, boolean> => ({
  kind: 'text',
  fallback,
  read: (given) => readFlag(given) ?? given,
});

// The page's author wrote this value, so its members are not checked.
function isPlainObject<Shape extends object>(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
