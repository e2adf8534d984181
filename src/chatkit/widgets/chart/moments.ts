/** Time axes: an x axis whose every value is an ISO date or a date with a time. */

export interface Moments {
  /** Milliseconds since 1970, one for each row. */
  at: readonly number[];
  /** Dates without a time are read and written in UTC, so that they are the same day in every time zone. */
  isDays: boolean;
}

const DAY = /^\d{4}-\d{2}(?:-\d{2})?$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/** The times of the values, or null if one of them is not a date. */
export function readMoments(values: readonly unknown[]): Moments | null {
  if (values.length === 0) return null;
  const isDays = values.every((value) => typeof value === 'string' && DAY.test(value));
  if (!isDays && !values.every((value) => typeof value === 'string' && (TIME.test(value) || DAY.test(value))))
    return null;
  const at = values.map((value) => Date.parse(String(value)));
  return at.every(Number.isFinite) ? { at, isDays } : null;
}

const DAY_MS = 86_400_000;

/** Writes a time with the precision that the span of the axis needs: months, days, or days with the time. */
export function momentFormat({ at, isDays }: Moments, locale: string): (moment: number) => string {
  const [first, last] = at.reduce<[number, number]>(
    ([least, most], moment) => [Math.min(least, moment), Math.max(most, moment)],
    [Infinity, -Infinity],
  );
  const span = last - first;
  const isMonths = isDays && at.every((moment) => new Date(moment).getUTCDate() === 1) && at.length > 1;
  const isOneYear = new Date(first).getUTCFullYear() === new Date(last).getUTCFullYear();
  const options: Intl.DateTimeFormatOptions = isMonths
    ? { month: 'short', ...(!isOneYear && { year: 'numeric' }) }
    : span < DAY_MS && !isDays
      ? { hour: 'numeric', minute: '2-digit' }
      : {
          day: 'numeric',
          month: 'short',
          ...(span > 300 * DAY_MS && { year: 'numeric' }),
          ...(!isDays && span < 8 * DAY_MS && { hour: 'numeric', minute: '2-digit' }),
        };
  const format = new Intl.DateTimeFormat(locale, { ...options, ...(isDays && { timeZone: 'UTC' }) });
  return (moment) => format.format(moment);
}
