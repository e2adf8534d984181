/** Thumbs and comments, kept for whoever runs the site. */
import type { FeedbackKind } from '@chatdock/protocol/requests';

/** One visitor's verdict on one answer. */
export interface FeedbackRecord {
  userId: string;
  threadId: string;
  /** The items of the answer: messages, widgets, tool calls. */
  itemIds: readonly string[];
  kind: FeedbackKind;
  /** The visitor's own words. */
  comment?: string | undefined;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/** Which records to list. Times are milliseconds since 1970. */
export interface FeedbackQuery {
  /** From this moment on. */
  sinceMs?: number | undefined;
  /** Before this moment. */
  untilMs?: number | undefined;
  kind?: FeedbackKind | undefined;
  /** Of one person only. */
  userId?: string | undefined;
}

export interface FeedbackStore {
  /** A visitor has one verdict per answer: a later one replaces it, and keeps the comment unless it brings its own. */
  save(record: FeedbackRecord): Promise<void>;
  /** Oldest first, across all visitors: for the operator, never for a client. */
  list(query: FeedbackQuery): Promise<FeedbackRecord[]>;
}
