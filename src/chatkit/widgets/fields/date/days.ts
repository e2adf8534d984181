/** Days as `2026-11-20`, and the ISO date-times that a DatePicker sends. */
import { toText } from '../../values.ts';

const atMidnight = (day: string) => new Date(`${day}T00:00:00.000Z`);

/** The date part of an ISO date-time; undefined if there is no such day. */
export function toDay(value: unknown): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(toText(value) ?? '')?.[0];
  if (day === undefined) return undefined;
  const date = atMidnight(day);
  // The 30th of February would become a day in March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}

export const toValue = (day: string): string => (day === '' ? '' : `${day}T00:00:00.000Z`);

/** The day as the visitor's language writes it, in the Gregorian calendar that the value is in. */
export const formatDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(`${locale}-u-ca-gregory`, { dateStyle: 'medium', timeZone: 'UTC' }).format(atMidnight(day));
