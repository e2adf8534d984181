/** Exports or deletes all data of one person, and deletes old conversations. */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { isAiGenerated } from '@chatdock/protocol/thread/ai-generated';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { contextOf, type RequestContext } from '../context.ts';
import { nullIfMissing } from '../errors.ts';
import type { FeedbackRecord, FeedbackStore } from './feedback.ts';
import type { FileLedger } from './file-ledger.ts';
import type { ChatKitHooks } from '../hooks.ts';
import { answerQuery } from './queries.ts';
import type { SessionLedger } from './sessions.ts';
import type { Store } from '../store.ts';
import { newestFirst } from '../turns.ts';

/** Which conversations to list. Times are milliseconds since 1970. */
export interface ConversationQuery {
  /** The start of the period in which they began, inclusive. */
  sinceMs?: number | undefined;
  /** The end of the period, exclusive. */
  untilMs?: number | undefined;
  /** Only conversations of this person. */
  userId?: string | undefined;
  /** Only this conversation. */
  threadId?: string | undefined;
  /** The maximum number. The newest are returned. */
  limit: number;
}

/** A conversation and its owner. */
export interface OwnedConversation {
  readonly userId: string;
  readonly thread: ThreadMetadata;
}

/** Queries across all people, for the operator only. `openStore` returns the one of its database. */
export interface PeopleStore {
  /** Removes every record of a person: conversations, file records, ratings. */
  erase(userId: string): Promise<void>;
  /** Conversations of all people, newest first. */
  conversations(query: ConversationQuery): Promise<OwnedConversation[]>;
  /** Some threads that began before a time, ordered by id, after the given one. An empty list means the end. */
  threadsBegunBefore(beforeMs: number, afterId: string): Promise<{ threadId: string; userId: string }[]>;
  /** Removes the placeholders of deleted records, which keep the position of clients that page through a list. */
  tidy(nowMs: number): Promise<void>;
}

/** One record of a person, as it is stored. */
export type PersonRecord =
  | { readonly type: 'thread'; readonly thread: ThreadMetadata }
  /** `ai_generated` marks answers. */
  | { readonly type: 'item'; readonly item: ThreadItem; readonly ai_generated: boolean }
  | { readonly type: 'attachment'; readonly attachment: Attachment }
  | { readonly type: 'feedback'; readonly feedback: FeedbackRecord };

/** The stores that `exportPerson` reads: threads, files and feedback. */
export interface PersonDeps {
  readonly store: Store;
  readonly files: FileLedger;
  readonly feedback: FeedbackStore;
}

const PAGE = 100;

/**
 * Everything that is stored about a person, one record after the other. Each thread is followed by its items, newest
 * first.
 */
export async function* exportPerson(
  { store, files, feedback }: PersonDeps,
  userId: string,
): AsyncGenerator<PersonRecord, void, undefined> {
  const context = contextOf(userId);
  let after: string | undefined;
  for (;;) {
    const page = await store.loadThreads({ limit: PAGE, order: 'asc', after }, context);
    for (const thread of page.data) {
      yield { type: 'thread', thread };
      for await (const item of newestFirst({ store }, thread.id, context, PAGE))
        yield { type: 'item', item, ai_generated: isAiGenerated(item) };
    }
    if (!page.has_more || !page.after) break;
    after = page.after;
  }
  for (const { id } of await files.ofOwner(userId)) {
    const attachment = await store.loadAttachment(id, context).catch(nullIfMissing);
    if (attachment) yield { type: 'attachment', attachment };
  }
  for (const record of await feedback.list({ userId })) yield { type: 'feedback', feedback: record };
}

/** The dependencies of `erasePerson`: the stores, and a function that deletes the bytes of a file. */
export interface ErasureDeps {
  readonly people: PeopleStore;
  readonly files: FileLedger;
  readonly sessions: SessionLedger;
  deleteBytes(fileId: string): Promise<void>;
}

/** Deletes all data of a person and ends a visitor's session, so that an open page starts a new one. */
export async function erasePerson(
  { people, files, sessions, deleteBytes }: ErasureDeps,
  userId: string,
): Promise<void> {
  if (userId.startsWith('visitor:')) await sessions.end(userId);
  // Delete the bytes first, because the records hold their ids.
  for (const { id } of await files.ofOwner(userId)) await deleteBytes(id);
  await people.erase(userId);
}

/** Deletes conversations without a message since a given time, with their files and ratings. Returns their number. */
export async function expireThreads(
  server: ChatKitHooks<RequestContext>,
  people: PeopleStore,
  beforeMs: number,
): Promise<number> {
  let count = 0;
  let afterId = '';
  for (;;) {
    const threads = await people.threadsBegunBefore(beforeMs, afterId);
    if (threads.length === 0) return count;
    for (const { threadId, userId } of threads) {
      afterId = threadId;
      const context = contextOf(userId);
      const { data } = await server.store.loadThreadItems(threadId, { limit: 1, order: 'desc' }, context);
      if (data[0] && Date.parse(data[0].created_at) >= beforeMs) continue;
      await answerQuery(server, { type: 'threads.delete', params: { thread_id: threadId }, metadata: {} }, context);
      count += 1;
    }
  }
}
