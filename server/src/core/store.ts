/** The interface that every database implements: it stores threads, items and attachment records. */
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

/** Selects a page of a list. Keyset paging: records strictly after `after` in the given order. */
export interface PageRequest {
  /**
   * The `after` of the previous page. A cursor whose record was deleted since continues at its old position if the
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
 * - Return copies, because the server edits the thread that it loaded and compares it.
 * - Ignore `context.signal`, because writes that have begun must complete.
 * - Item order is the order of first insertion, not `created_at`. Thread order is `created_at`, ties by insertion.
 * - If the database cannot be used, throw StoreUnavailableError within 2 s instead of waiting.
 */
export interface Store<Context extends RequestContext = RequestContext> {
  /**
   * The leases of resumable turns, in the database of the items. A store with leases checks `context.fence` with every
   * write: if another process has the lease, or it has ended, the write is refused with NotFoundError. Without it,
   * leases are valid in one process only.
   */
  readonly runs?: RunRegistry | undefined;
  /** Stores a growing answer piece by piece. Without it the whole answer is stored with `saveItem` each time. */
  readonly unfinished?: UnfinishedItems<Context> | undefined;
  /** Ids carry at least 128 random bits; `generateId('thread')` does. */
  generateThreadId(context: Context): string;
  generateItemId(kind: ItemIdKind, thread: ThreadMetadata, context: Context): string;

  /** @throws NotFoundError if it is missing or belongs to another user */
  loadThread(threadId: string, context: Context): Promise<ThreadMetadata>;
  /**
   * Upsert, keeping the owner and position of an existing record. A member `items` is dropped before storing.
   * @throws NotFoundError if the id exists and belongs to another user
   */
  saveThread(thread: ThreadMetadata, context: Context): Promise<void>;
  loadThreads(page: PageRequest, context: Context): Promise<Page<ThreadMetadata>>;
  /** Deletes the thread and its items. A missing thread is not an error. */
  deleteThread(threadId: string, context: Context): Promise<void>;

  /** Hidden items included. An unknown thread gives an empty page. `after` of the page is the id of its last record while `has_more`. */
  loadThreadItems(threadId: string, page: PageRequest, context: Context): Promise<Page<ThreadItem>>;
  /**
   * Appends. An item whose id is already in the thread is replaced in place. @throws NotFoundError if the thread is not
   * the caller's
   */
  addThreadItem(threadId: string, item: ThreadItem, context: Context): Promise<void>;
  /** Upsert that keeps the position. @throws NotFoundError if the thread is not the caller's */
  saveItem(threadId: string, item: ThreadItem, context: Context): Promise<void>;
  /** @throws NotFoundError */
  loadItem(threadId: string, itemId: string, context: Context): Promise<ThreadItem>;
  /** A missing item is not an error. */
  deleteThreadItem(threadId: string, itemId: string, context: Context): Promise<void>;

  /**
   * Upsert. Called again when the message with the attachment is stored, to set `thread_id`. Keeps server-only
   * `metadata`.
   * @throws NotFoundError if the id belongs to another user
   */
  saveAttachment(attachment: Attachment, context: Context): Promise<void>;
  /** @throws NotFoundError */
  loadAttachment(attachmentId: string, context: Context): Promise<Attachment>;
  /** A missing attachment is not an error. */
  deleteAttachment(attachmentId: string, context: Context): Promise<void>;
}

/**
 * Items that are still being written. Each piece of text is stored once, so that the cost of a long answer is
 * proportional to its length. Every read returns such an item with its updates applied in the order of their numbers.
 * `addThreadItem` and `saveItem` finish it.
 */
export interface UnfinishedItems<Context extends RequestContext = RequestContext> {
  /**
   * For a database that writes whole pages: updates with fewer characters than this are sent again under the same
   * number, together with later ones. @defaultValue 0
   */
  readonly pieceChars?: number | undefined;
  /**
   * Stores the whole item. It contains the updates up to `number`, which no longer count, even if they arrive later.
   * @throws NotFoundError
   */
  save(threadId: string, item: ThreadItem, number: number, context: Context): Promise<void>;
  /**
   * Adds updates to the item that `save` has stored. The same number may arrive twice. @throws NotFoundError if there
   * is no such unfinished item
   */
  append(
    threadId: string,
    itemId: string,
    number: number,
    updates: readonly ThreadItemUpdate[],
    context: Context,
  ): Promise<void>;
}

/** The files that an attachment store accepts. */
export interface AcceptedFiles {
  /** MIME types, compared exactly. */
  readonly types: readonly string[];
  /** The size of the largest file. */
  readonly maxBytes: number;
}

/** Stores the bytes of attachments. The Store has their records. */
export interface AttachmentStore<Context extends RequestContext = RequestContext> {
  /** Which files are accepted. The server announces this to our composer, which offers and uploads no others. */
  readonly accepts?: AcceptedFiles | undefined;
  generateAttachmentId(mimeType: string, context: Context): string;
  /**
   * Two-phase upload: returns a record with an `upload_descriptor`, which the server saves. Leave it out if you offer
   * only direct uploads.
   */
  createAttachment?(params: AttachmentCreateParams, context: Context): Promise<Attachment>;
  /**
   * Called when a message uses the attachment. Check here whether its bytes have arrived. Returns the record to store,
   * without its `upload_descriptor`. Throw HttpError to refuse the message.
   */
  attach?(attachment: Attachment, context: Context): Promise<Attachment>;
  /** Called whenever a stored attachment is sent to its owner. Renew the signatures of its URLs here. */
  present?(attachment: Attachment, context: Context): Attachment;
  /**
   * Deletes the bytes. The server has checked the owner, and deletes the record afterwards. Missing bytes are not an
   * error.
   */
  deleteAttachment(attachmentId: string, context: Context): Promise<void>;
}
