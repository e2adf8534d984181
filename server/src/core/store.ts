/** Where threads, items and attachment records are kept: the interface every database implements. */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { AttachmentCreateParams } from '@chatdock/protocol/requests/requests';
import type { Page, ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from './context.ts';
import type { ItemIdKind } from './ids.ts';
import type { RunRegistry } from './runs/resuming/run-registry.ts';

export { NotFoundError, StoreUnavailableError } from './errors.ts';
export { generateId, type ItemIdKind } from './ids.ts';

/** Which page of a list. Keyset paging: records strictly after `after` in the given order. */
export interface PageRequest {
  /**
   * The `after` of the page before. A cursor whose record was deleted since continues at its old position if the
   * store still knows it. An unknown cursor gives an empty page, never the first page.
   */
  readonly after?: string | null | undefined;
  /** Records wanted, ≥ 1. Clients ask for 9999; a store may cap what it returns as long as `has_more` stays true. */
  readonly limit: number;
  readonly order: 'asc' | 'desc';
}

/**
 * Rules for every operation:
 * - Scoped by `context.userId`: records of other users count as missing.
 * - Values returned are copies: the server edits the thread it loaded and compares.
 * - Ignore `context.signal`: writes that have begun must complete.
 * - Item order is the order of first insertion, not `created_at`. Thread order is `created_at`, ties by insertion.
 * - When the database cannot be used, throw StoreUnavailableError within 2 s rather than wait.
 */
export interface Store<Context extends RequestContext = RequestContext> {
  /**
   * The leases of turns that can be resumed, in the database of the items. A store that has one checks `context.fence`
   * with every write: once the lease is another's or has ended, the write is refused with NotFoundError.
   * Without it leases hold for one process.
   */
  readonly runs?: RunRegistry | undefined;
  /** Stores a growing answer piece by piece. Without it the whole answer is stored with `saveItem` each time. */
  readonly unfinished?: UnfinishedItems<Context> | undefined;
  /** Ids carry at least 128 random bits; `generateId('thread')` does. */
  generateThreadId(context: Context): string;
  generateItemId(kind: ItemIdKind, thread: ThreadMetadata, context: Context): string;

  /** @throws NotFoundError when missing or not owned. */
  loadThread(threadId: string, context: Context): Promise<ThreadMetadata>;
  /**
   * Upsert, keeping the owner and position of an existing record. A member `items` is dropped before storing.
   * @throws NotFoundError when the id exists and belongs to somebody else.
   */
  saveThread(thread: ThreadMetadata, context: Context): Promise<void>;
  loadThreads(page: PageRequest, context: Context): Promise<Page<ThreadMetadata>>;
  /** Deletes the thread and its items. A missing thread is not an error. */
  deleteThread(threadId: string, context: Context): Promise<void>;

  /** Hidden items included. An unknown thread gives an empty page. `after` of the page is the id of its last record while `has_more`. */
  loadThreadItems(threadId: string, page: PageRequest, context: Context): Promise<Page<ThreadItem>>;
  /** Appends. An item whose id is in the thread already is replaced in place. @throws NotFoundError when the thread is not the caller's. */
  addThreadItem(threadId: string, item: ThreadItem, context: Context): Promise<void>;
  /** Upsert keeping the position. @throws NotFoundError when the thread is not the caller's. */
  saveItem(threadId: string, item: ThreadItem, context: Context): Promise<void>;
  /** @throws NotFoundError */
  loadItem(threadId: string, itemId: string, context: Context): Promise<ThreadItem>;
  /** A missing item is not an error. */
  deleteThreadItem(threadId: string, itemId: string, context: Context): Promise<void>;

  /**
   * Upsert: called again when the message that carries it is stored, to set `thread_id`. Keeps server-only `metadata`.
   * @throws NotFoundError when the id is somebody else's.
   */
  saveAttachment(attachment: Attachment, context: Context): Promise<void>;
  /** @throws NotFoundError */
  loadAttachment(attachmentId: string, context: Context): Promise<Attachment>;
  /** A missing attachment is not an error. */
  deleteAttachment(attachmentId: string, context: Context): Promise<void>;
}

/**
 * Items that are still written. Each piece of text is stored once, so that a long answer costs no more than its length.
 * Every read gives such an item with its updates applied in the order of their numbers. `addThreadItem` and `saveItem`
 * finish it.
 */
export interface UnfinishedItems<Context extends RequestContext = RequestContext> {
  /**
   * A database that writes whole pages: updates of fewer characters than this come again, with what has come since,
   * under the same number. @defaultValue 0
   */
  readonly pieceChars?: number | undefined;
  /** Stores the item whole. Updates up to `number` are in it and no longer count, also if they arrive later. @throws NotFoundError */
  save(threadId: string, item: ThreadItem, number: number, context: Context): Promise<void>;
  /** Adds updates to what `save` has stored. The same number may come twice. @throws NotFoundError when the item is not unfinished */
  append(
    threadId: string,
    itemId: string,
    number: number,
    updates: readonly ThreadItemUpdate[],
    context: Context,
  ): Promise<void>;
}

/** The files that an attachment store takes. */
export interface AcceptedFiles {
  /** MIME types, compared exactly. */
  readonly types: readonly string[];
  /** The size of the largest file. */
  readonly maxBytes: number;
}

/** Where attachment bytes are kept. Records of attachments live in the Store. */
export interface AttachmentStore<Context extends RequestContext = RequestContext> {
  /** Which files are taken. Our composer is told, and offers and uploads no others. */
  readonly accepts?: AcceptedFiles | undefined;
  generateAttachmentId(mimeType: string, context: Context): string;
  /** Two-phase upload: gives a record with an `upload_descriptor`; the server saves it. Leave out when only direct upload is offered. */
  createAttachment?(params: AttachmentCreateParams, context: Context): Promise<Attachment>;
  /**
   * Called when a message takes the attachment: the last moment to find out whether its bytes ever arrived. Gives the
   * record to store, without its `upload_descriptor`. Throw HttpError to refuse the message.
   */
  attach?(attachment: Attachment, context: Context): Promise<Attachment>;
  /** Called whenever a stored attachment goes out to its owner: the place to give its URLs a new signature. */
  present?(attachment: Attachment, context: Context): Attachment;
  /** Deletes the bytes; the server has checked the owner and deletes the record afterwards. Missing bytes are not an error. */
  deleteAttachment(attachmentId: string, context: Context): Promise<void>;
}
