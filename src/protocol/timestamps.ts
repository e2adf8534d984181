/** Timestamps on the wire. */

/**
 * Parses a `created_at`; null if it is not a date.
 *
 * Accepts ISO 8601 with or without a fraction (of any length), with or without an offset. A value without an offset is
 * read as UTC, because servers write their own clock, and servers run on UTC.
 */
export function parseTimestamp(text: string): Date | null {
  const hasOffset = /(z|[+-]\d{2}:?\d{2})$/i.test(text);
  const date = new Date(hasOffset || !text.includes('T') ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}
