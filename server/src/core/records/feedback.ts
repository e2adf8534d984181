/** Ratings and comments, stored for the site's owner. */
import type { FeedbackKind } from '@chatdock/protocol/requests/requests';

/** A visitor's rating of an answer. */
export interface FeedbackRecord {
  userId: string;
  threadId: string;
  /** The items of the answer: messages, widgets, tool calls. */
  itemIds: readonly string[];
  kind: FeedbackKind;
  /** The visitor's comment. */
  comment?: string | undefined;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/** Which records to list. Times are milliseconds since 1970. */
export interface FeedbackQuery {
  /** The start of the period, inclusive. */
  sinceMs?: number | undefined;
  /** The end of the period, exclusive. */
  untilMs?: number | undefined;
  kind?: FeedbackKind | undefined;
  /** Only records of this person. */
  userId?: string | undefined;
}

/** Stores ratings and comments. `openStore` returns one that uses the same database as the threads. */
export interface FeedbackStore {
  /** A visitor has one rating per answer. A later one replaces it and keeps the comment unless it has a new one. */
  save(record: FeedbackRecord): Promise<void>;
  /** Oldest first, across all visitors. For the operator only, never for a client. */
  list(query: FeedbackQuery): Promise<FeedbackRecord[]>;
}
