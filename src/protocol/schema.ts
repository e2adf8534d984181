/** Schema helpers that all wire types share. */
import * as z from 'zod/mini';
import { isRecord } from './kinds.ts';

/** An optional member. `null` counts as missing, because servers in other languages write absent members that way. */
export const maybe = <T extends z.ZodMiniType>(schema: T) =>
  z.optional(
    z.pipe(
      z.nullable(schema),
      z.transform((value: z.output<T> | null): z.output<T> | undefined => value ?? undefined),
    ),
  );

/** A free-form dictionary of the application. Its content is not validated, and its nulls are kept. */
export const dictionary = z.custom<Record<string, unknown>>(isRecord, { error: 'must be an object' });

/** A whole number. Smaller in a bundle than `z.int()`, which includes every number format. */
export const integer = z.number().check(z.refine(Number.isSafeInteger, { error: 'must be a whole number' }));

/** A whole number in a request; numeric text such as "5" is read as 5, as the reference server does. */
export const lenientInteger = z.pipe(
  z.transform((value: number) => {
    const given: unknown = value;
    if (typeof given === 'boolean') return Number(given);
    return typeof given === 'string' && /^\s*[+-]?\d+(\.0*)?\s*$/.test(given) ? Number(given) : value;
  }),
  integer,
);

const booleans = new Map<unknown, boolean>([
  ...[1, '1', 'true', 't', 'yes', 'y', 'on'].map((word) => [word, true] as const),
  ...[0, '0', 'false', 'f', 'no', 'n', 'off'].map((word) => [word, false] as const),
]);

/** A boolean in a request; "true", "off", 1 and their like are read as booleans, as the reference server does. */
export const lenientBoolean = z.pipe(
  z.transform((value: boolean) => {
    const given: unknown = value;
    return booleans.get(typeof given === 'string' ? given.toLowerCase() : given) ?? value;
  }),
  z.boolean(),
);

/** Seconds since 1970 are below this number until the year 5138, milliseconds above it since 1973. */
const MIN_MS = 1e11;

/**
 * ISO 8601, perhaps without an offset: read it with `parseTimestamp`. Seconds or milliseconds since 1970, as some
 * servers write them, become that.
 */
export const timestamp = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value: string | number): string => {
    if (typeof value === 'string') return value;
    const date = new Date(Math.abs(value) < MIN_MS ? value * 1000 : value);
    return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
  }),
);
