/** Threads, and pages of anything. */
import * as z from 'zod/mini';
import { threadItemSchema } from './items.ts';
import { dictionary, maybe, timestamp } from '../schema.ts';

/** Validates the status of a thread; `type` selects the shape. */
export const threadStatusSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('active') }),
  /** The composer is disabled, with `reason` as its placeholder. */
  z.object({ type: z.literal('locked'), reason: maybe(z.string()) }),
  /** A banner with `reason` replaces the composer. */
  z.object({ type: z.literal('closed'), reason: maybe(z.string()) }),
]);

/** A page of a list. If `has_more`, `after` is the id of its last record: pass it back to get the next page. */
export const pageSchema = <T extends z.ZodMiniType>(record: T) =>
  z.object({ data: z.array(record), has_more: z._default(z.boolean(), false), after: maybe(z.string()) });

/** A thread as stored: everything except its items. */
export const threadMetadataSchema = z.object({
  id: z.string(),
  title: maybe(z.string()),
  created_at: timestamp,
  status: z._default(threadStatusSchema, { type: 'active' }),
  /** Hosts that images in this thread may be loaded from. Absent: our element asks the visitor about each host. */
  allowed_image_domains: maybe(z.array(z.string())),
  /** The application's own data. Always `{}` on the wire. */
  metadata: z._default(dictionary, {}),
});

/** A thread on the wire, with a page of its items. */
export const threadSchema = z.extend(threadMetadataSchema, {
  items: z._default(pageSchema(threadItemSchema), { data: [], has_more: false }),
  /** The turn that runs; `after` is the number of its newest event. Only in answers to `metadata.chatdock`. */
  active_run: maybe(z.object({ id: z.string(), after: z.number() })),
  /** The last answer broke off. Only in answers to `metadata.chatdock`. */
  incomplete: maybe(z.boolean()),
  /** Replies that were suggested after the last answer. Only in answers to `metadata.chatdock`. */
  suggested_replies: maybe(z.array(z.string())),
});

/**
 * Whether the user can write: `active`; `locked` (composer disabled, `reason` is its placeholder); `closed` (a
 * banner with `reason` replaces the composer).
 */
export type ThreadStatus = z.infer<typeof threadStatusSchema>;
/**
 * A thread without its items, as a store keeps it. `metadata` is the application's own data and is always `{}` on
 * the wire.
 */
export type ThreadMetadata = z.infer<typeof threadMetadataSchema>;
/** A thread as it travels: its metadata and one page of its items. */
export type Thread = z.infer<typeof threadSchema>;

/** A page of a list. If `has_more`, `after` is the id of its last record: pass it back to get the next page. */
export interface Page<T> {
  data: T[];
  has_more: boolean;
  after?: string | undefined;
}
