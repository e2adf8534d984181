/** Groups conversations by the day of their last change. Pure: the caller passes the current time. */
import { groupBy } from '@chatdock/protocol/platform';
import { parseTimestamp } from '@chatdock/protocol/timestamps';
import { daysBetween } from './relative-time.ts';

/** Something with the time of its last change. */
interface Dated {
  readonly at: string;
}

/** `older` also holds entries whose time cannot be parsed. */
type Day = 'today' | 'yesterday' | 'older' | Date;

interface DayGroup<Entry> {
  day: Day;
  entries: Entry[];
}

/**
 * Newest first. A day is a calendar day in the visitor's time zone. A time in the future counts as today, because a
 * server's clock may be ahead.
 */
export function groupByDay<Entry extends Dated>(entries: readonly Entry[], now: Date): DayGroup<Entry>[] {
  const dated = entries
    .map((entry) => ({ entry, date: parseTimestamp(entry.at) }))
    .sort((a, b) => (b.date?.getTime() ?? 0) - (a.date?.getTime() ?? 0));
  const groups = groupBy(dated, ({ date }) => date && Math.max(0, daysBetween(date, now)));
  return [...groups].map(([daysAgo, members]) => ({
    day: dayOf(daysAgo, members[0]?.date),
    entries: members.map(({ entry }) => entry),
  }));
}

const dayOf = (daysAgo: number | null, date: Date | null | undefined): Day =>
  (daysAgo === 0 && 'today') || (daysAgo === 1 && 'yesterday') || date || 'older';

/** `Monday, November 23`, with the year if it is not this year. */
export const nameOfDay = (day: Date, now: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(day.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  }).format(day);
