/** What every store does the same way with pages. */
import type { Page } from '@chatdock/protocol/threads';

/** Clients ask for 9999 to mean "all of it"; beyond this many records they have to page. */
const MAX_PAGE = 10_000;

/**
 * Characters of JSON after which a page ends whatever was asked for. A visitor can fill a thread with messages of the
 * largest size and ask for all of them at once; what that costs has to have an end.
 */
export const MAX_PAGE_CHARS = 4_194_304;

/** A page size a query can use, whatever number came in. */
export function toPageSize(limit: number): number {
  return Number.isFinite(limit) ? Math.min(Math.max(Math.trunc(limit), 1), MAX_PAGE) : MAX_PAGE;
}

/** Turns up to `size + 1` records into a page of `size` that knows whether more follow. */
export function toPage<Entry extends { id: string }>(found: Entry[], size: number): Page<Entry> {
  const data = found.slice(0, size);
  const last = data.at(-1);
  return found.length > size && last ? { data, has_more: true, after: last.id } : { data, has_more: false };
}

/** Milliseconds since 1970 of a record's `created_at`: what a list is sorted by. */
export function toMilliseconds(createdAt: string): number {
  const milliseconds = Date.parse(createdAt);
  if (Number.isNaN(milliseconds))
    throw new Error(`"${createdAt}" is not a date, so its record cannot be sorted. Give created_at as ISO 8601.`);
  return milliseconds;
}
