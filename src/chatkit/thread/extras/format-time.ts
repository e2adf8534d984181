/**
 * Writes a time as short as possible: the hour for today, with the day before today, with the year before this year.
 * Pure.
 */

type Style = 'today' | 'this year' | 'earlier' | 'full';

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  today: { hour: 'numeric', minute: '2-digit' },
  'this year': { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  earlier: { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  full: { dateStyle: 'full', timeStyle: 'short' },
};

/** Creating a format takes the browser a millisecond, and a thread shows many times. */
const formats = new Map<string, Intl.DateTimeFormat>();

export function formatTime(date: Date, now: Date, locale: string): { short: string; full: string } {
  const isSameYear = date.getFullYear() === now.getFullYear();
  const isToday = isSameYear && date.getMonth() === now.getMonth() && date.getDate() === now.getDate();
  const write = (style: Style) => {
    const key = `${locale} ${style}`;
    const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, STYLES[style]);
    formats.set(key, format);
    return format.format(date);
  };
  return { short: write(isToday ? 'today' : isSameYear ? 'this year' : 'earlier'), full: write('full') };
}
