/** Paging rules that all stores share. */
import type { Page } from '@chatdock/protocol/thread/threads';

/** The maximum page size. Clients ask for 9999 to get everything; larger lists must be paged. */
const MAX_PAGE = 10_000;

/**
 * A page ends after this many characters of JSON, whatever the requested size. Otherwise a visitor could fill a thread
 * with messages of the maximum size and load them all at once.
 */
export const MAX_PAGE_CHARS = 4_194_304;

/** Converts any number into a valid page size. */
export function toPageSize(limit: number): number {
  return Number.isFinite(limit) ? Math.min(Math.max(Math.trunc(limit), 1), MAX_PAGE) : MAX_PAGE;
}

/** Turns up to `size + 1` records into a page of `size` records that says whether more follow. */
export function toPage<Entry extends { id: string }>(found: Entry[], size: number): Page<Entry> {
  const data = found.slice(0, size);
  const last = data.at(-1);
  return found.length > size && last ? { data, has_more: true, after: last.id } : { data, has_more: false };
}

/** A record's `created_at` in milliseconds since 1970, which lists are sorted by. */
export function toMilliseconds(createdAt: string): number {
  const milliseconds = Date.parse(createdAt);
  if (Number.isNaN(milliseconds))
    throw new Error(`"${createdAt}" is not a date, so its record cannot be sorted. Give created_at as ISO 8601.`);
  return milliseconds;
}
