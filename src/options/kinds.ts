/** The kinds of option: how each is read from the text of an attribute, and what type it has in JavaScript. */

/** One option: what it is called is its key in `dockOptions`, what it means is the comment above it there. */
export interface OptionKind<Value, Fallback extends Value | undefined = Value | undefined> {
  readonly kind: TextKind | 'flag' | 'choice' | 'length' | 'integer' | 'duration' | 'list' | 'json' | 'headers';
  /** What holds when nobody says anything. */
  readonly fallback: Fallback;
  /** The words a `choice` takes, or the word a `json` option may be instead of JSON. */
  readonly words?: readonly string[];
  /** The value an attribute's text stands for; `undefined` when it stands for none. */
  read(text: string): Value | undefined;
}

/** The value an option has in JavaScript. */
export type ValueOf<Kind> = Kind extends { read(text: string): infer Value } ? Exclude<Value, undefined> : never;

/** Options by name. */
export type OptionTable = Readonly<
  Record<string, { readonly kind: string; readonly fallback: unknown; read(text: string): unknown }>
>;

/** Any of the options, as JavaScript values; a length may be a number of pixels. */
export type Given<Table extends OptionTable> = {
  -readonly [Name in keyof Table]?: ValueOf<Table[Name]> | LooseOf<Table[Name]> | undefined;
};
type LooseOf<Kind> = Kind extends { readonly kind: 'length' } ? number : never;
/** What reading gives: each option that was said, as its value. */
export type Read<Table extends OptionTable> = { -readonly [Name in keyof Table]?: ValueOf<Table[Name]> | undefined };

/** All of the options, with their defaults. */
export type Resolved<Table extends OptionTable> = {
  -readonly [Name in keyof Table]: ValueOf<Table[Name]> | Table[Name]['fallback'];
};

/** All of the options, each with what `valueOf` has for it; the default stands for `undefined`. */
export function resolveWith<Table extends OptionTable>(
  table: Table,
  valueOf: (name: string, option: OptionTable[string]) => unknown,
): Resolved<Table> {
  // Every name gets a value of its own kind, which a list of entries cannot tell the compiler.
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [name, valueOf(name, option) ?? option.fallback]),
  ) as Resolved<Table>;
}

/**
 * What something given means: texts and numbers are read as attributes are, and an object as the JSON it is. `undefined` when nothing
 * was given, or nothing that means anything; nothing throws.
 */
export function readValue({ kind, read }: OptionTable[string], given: unknown): unknown {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') return read(String(given));
  try {
    return /json|list|headers/.test(kind) ? read(JSON.stringify(given)) : undefined;
  } catch {
    return undefined; // no JSON: it refers to itself, or throws when it is read
  }
}

/** A name or value that means nothing to us. */
export interface Misread {
  name: string;
  value: unknown;
}

/**
 * Reads the options of a table from a `dataset`, from JSON, or from a page's own code; `isUsable` has the last word. Names
 * outside the table are passed over; nothing throws.
 *
 * Shape: keys are camelCase, as in `HTMLElement.dataset`.
 */
export function readWith<Table extends OptionTable>(
  table: Table,
  given: Readonly<Record<string, unknown>>,
  isUsable: (kind: string, text: string) => boolean = () => true,
): { options: Read<Table>; misread: Misread[] } {
  const options: Record<string, unknown> = {};
  const misread: Misread[] = [];
  for (const [name, option] of Object.entries(table)) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    const usable = readValue(option, value);
    if (usable === undefined || !isUsable(option.kind, String(usable))) misread.push({ name, value });
    else options[name] = usable;
  }
  return { options: options as Read<Table>, misread };
}

const readFlag = (text: string) => {
  const word = text.trim();
  return /^(true|1|on|yes|)$/i.test(word) || (/^(false|0|off|no)$/i.test(word) ? false : undefined);
};

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (text: string) => text.trim().startsWith('{');
// The text came from the page's own author, so its members are taken at their word; that it is an object is known from its first letter.
const readObject = <Shape>(text: string) => readJson(text) as Shape | undefined;

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
    // With a second one, so that no word such as `auto` counts, with which nothing can be calculated.
    return (globalThis.CSS?.supports('border-top-left-radius', `${trimmed} 0`) ?? true) ? trimmed : undefined;
  },
});

const keep = (given: string) => given;

/** A text that is kept as it is. `kind` says what it has to be, which checks.ts holds it to; the script tag does without. */
export function text(): OptionKind<string, undefined>;
export function text(fallback: undefined, kind?: TextKind): OptionKind<string, undefined>;
export function text(fallback: string, kind?: TextKind): OptionKind<string, string>;
export function text(fallback?: string, kind: TextKind = 'text'): OptionKind<string> {
  return { kind, fallback, read: keep };
}

type TextKind = 'text' | 'color' | 'font' | 'selector' | 'keys' | 'language' | 'url';

export const integer = (fallback: number): OptionKind<number, number> => ({
  kind: 'integer',
  fallback,
  read: (given) => (/^\s*-?\d+\s*$/.test(given) ? Number(given) : undefined),
});

/** `800` and `800ms` are milliseconds, `2s` seconds. In JavaScript: milliseconds. */
export const duration = (fallbackMs: number): OptionKind<number, number> => ({
  kind: 'duration',
  fallback: fallbackMs,
  read(given) {
    const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)(ms|s)?\s*$/.exec(given) ?? [];
    return amount === undefined ? undefined : Number(amount) * (unit === 's' ? 1000 : 1);
  },
});

/** Texts separated by `|`, or a JSON array whose members may carry more than a text. */
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
    // The members are checked where they are used; a wrong one is left out there.
    return Array.isArray(value) ? value : undefined;
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
      // Names in one spelling, so that a header of ours takes the place of theirs.
      return Object.fromEntries(new Headers(value));
    } catch {
      return undefined;
    }
  },
});

/** A flag that may carry settings as a JSON object instead. */
export const flagOrJson = <Shape extends object>(fallback: boolean): OptionKind<boolean | Shape, boolean> => ({
  kind: 'json',
  fallback,
  words: ['true', 'false'],
  read: (given) => (isObject(given) ? readObject(given) : readFlag(given)),
});

/** A URL of a JSON file, or the JSON object itself. */
export const urlOrJson = <Shape extends object>(): OptionKind<string | Shape, undefined> => ({
  kind: 'json',
  fallback: undefined,
  words: ['a URL'],
  read: (given) => (isObject(given) ? readObject(given) : given),
});

/** A flag, or a word of the owner's (a scenario's name). */
export const flagOrText = (fallback: boolean): OptionKind<boolean | string, boolean> => ({
  kind: 'text',
  fallback,
  read: (given) => readFlag(given) ?? given,
});

// The text came from the page's own author, so its members are taken at their word; that it is an object is checked.
function isPlainObject<Shape extends object>(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
