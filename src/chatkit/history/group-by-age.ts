/** Groups threads by age, such as today or yesterday. Pure: the caller passes the current time. */
import { groupBy } from '@chatdock/protocol/platform';
import { parseTimestamp } from '@chatdock/protocol/timestamps';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';

export type Age = 'today' | 'yesterday' | 'week' | 'older';

export interface AgeGroup {
  age: Age;
  threads: ThreadMetadata[];
}

/** Keeps the server's order. A day is a calendar day in the visitor's time zone. */
export function groupByAge(threads: readonly ThreadMetadata[], now: Date): AgeGroup[] {
  const groups = groupBy(threads, (thread) => ageOf(thread, now));
  return [...groups].map(([age, members]) => ({ age, threads: members }));
}

function ageOf({ created_at }: ThreadMetadata, now: Date): Age {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const daysBefore = (days: number) =>
    new Date(midnight.getFullYear(), midnight.getMonth(), midnight.getDate() - days).getTime();
  const at = parseTimestamp(created_at)?.getTime() ?? 0;
  if (at >= midnight.getTime()) return 'today';
  if (at >= daysBefore(1)) return 'yesterday';
  return at >= daysBefore(7) ? 'week' : 'older';
}
