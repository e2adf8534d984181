/** Threads, and pages of anything. */
import * as z from 'zod/mini';
import { threadItemSchema } from './items.ts';
import { dictionary, maybe } from './schema.ts';

export const threadStatusSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('active') }),
  /** The composer stays, disabled; `reason` is its placeholder. */
  z.object({ type: z.literal('locked'), reason: maybe(z.string()) }),
  /** The composer gives way to a banner with `reason`. */
  z.object({ type: z.literal('closed'), reason: maybe(z.string()) }),
]);

/** One page of a list. When `has_more`, `after` names the last record of this page: pass it back to get the next. */
export const pageSchema = <T extends z.ZodMiniType>(record: T) =>
  z.object({ data: z.array(record), has_more: z._default(z.boolean(), false), after: maybe(z.string()) });

/** A thread as a store keeps it: everything but its items. */
export const threadMetadataSchema = z.object({
  id: z.string(),
  title: maybe(z.string()),
  /** ISO 8601, perhaps without an offset. Read it with `parseTimestamp`. */
  created_at: z.string(),
  status: z._default(threadStatusSchema, { type: 'active' }),
  /** Hosts that images in this thread may be loaded from. Absent: any host. */
  allowed_image_domains: maybe(z.array(z.string())),
  /** The application's own data. Always `{}` on the wire. */
  metadata: z._default(dictionary, {}),
});

/** A thread as it travels: with a page of its items. */
export const threadSchema = z.extend(threadMetadataSchema, {
  items: z._default(pageSchema(threadItemSchema), { data: [], has_more: false }),
  /** The turn that runs; `after` is the number of its newest event. Only in answers to `metadata.chatdock`. */
  active_run: maybe(z.object({ id: z.string(), after: z.number() })),
  /** The last answer broke off. Only in answers to `metadata.chatdock`. */
  incomplete: maybe(z.boolean()),
});

export type ThreadStatus = z.infer<typeof threadStatusSchema>;
export type ThreadMetadata = z.infer<typeof threadMetadataSchema>;
export type Thread = z.infer<typeof threadSchema>;

/** One page of a list. When `has_more`, `after` names the last record of this page: pass it back to get the next. */
export interface Page<T> {
  data: T[];
  has_more: boolean;
  after?: string | undefined;
}
