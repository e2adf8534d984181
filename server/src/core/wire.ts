/**
 * Prepares outgoing data. Every value is parsed with the protocol's schemas, which fill in defaults, drop nulls and
 * reject what a client could not read. Then server-only members are removed.
 */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import { attachmentSchema } from '@chatdock/protocol/thread/attachments';
import {
  type ThreadItemUpdate,
  type ThreadStreamEvent,
  threadStreamEventSchema,
} from '@chatdock/protocol/thread/events';
import { type ThreadItem, threadItemSchema } from '@chatdock/protocol/thread/items';
import { isHiddenItem } from '@chatdock/protocol/kinds';
import { type Page, type Thread, type ThreadMetadata, threadMetadataSchema } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from './context.ts';
import type { ChatKitHooks } from './hooks.ts';

/** Data that the server adds just before it sends stored data to a caller. */
export interface Presenter {
  /** Prepares an attachment for its owner: see AttachmentStore.present. */
  attachment(attachment: Attachment): Attachment;
  /** Hosts that pictures of every thread may load from, in addition to those of the thread. */
  readonly imageDomains: readonly string[] | undefined;
}

export const presenter = <Context extends RequestContext>(
  { attachmentStore, imageDomains }: Pick<ChatKitHooks<Context>, 'attachmentStore' | 'imageDomains'>,
  context: Context,
): Presenter => ({
  attachment: (attachment) => attachmentStore?.present?.(attachment, context) ?? attachment,
  imageDomains,
});

/** A thread as clients see it, with a page of wire items. Its `metadata` is emptied, because it may hold secrets. */
export function toWireThread(
  thread: ThreadMetadata,
  { imageDomains }: Presenter,
  items: Page<ThreadItem> = { data: [], has_more: false },
): Thread {
  const parsed = threadMetadataSchema.parse(thread);
  if (imageDomains)
    parsed.allowed_image_domains = [...new Set([...imageDomains, ...(parsed.allowed_image_domains ?? [])])];
  return { ...parsed, metadata: {}, items };
}

/** Keeps only the members of a thread that a store saves, with defaults; application code may pass more. */
export const toStoredThread = (thread: ThreadMetadata): ThreadMetadata => threadMetadataSchema.parse(thread);

/** A stored item as clients see it. */
export function toWireItem(item: ThreadItem, present: Presenter): ThreadItem {
  const parsed = threadItemSchema.parse(item);
  switch (parsed.type) {
    case 'user_message':
      return {
        ...parsed,
        attachments: parsed.attachments.map((attachment) => toWireAttachment(present.attachment(attachment))),
      };
    case 'client_tool_call':
      return parsed.output === null ? { ...parsed, output: undefined } : parsed;
    default:
      return parsed;
  }
}

/** An attachment without its server-only `metadata`, with normalised URLs. Custom upload endpoints can use it, too. */
export function toWireAttachment(attachment: Attachment): Attachment {
  const { metadata: _, ...parsed } = attachmentSchema.parse(attachment);
  const { upload_descriptor: descriptor } = parsed;
  const normalised = descriptor
    ? { ...parsed, upload_descriptor: { ...descriptor, url: new URL(descriptor.url).href } }
    : parsed;
  return normalised.type === 'image'
    ? { ...normalised, preview_url: new URL(normalised.preview_url).href }
    : normalised;
}

/**
 * A page of stored items without hidden ones, so it may be short or empty although `has_more` is true. An unreadable
 * item, written by an older or different program, is passed to `onUnreadable` and does not block the rest.
 */
export function toWirePage(
  page: Page<ThreadItem>,
  present: Presenter,
  onUnreadable: (item: ThreadItem, cause: unknown) => void,
): Page<ThreadItem> {
  const data: ThreadItem[] = [];
  for (const item of page.data) {
    if (isHiddenItem(item)) continue;
    try {
      data.push(toWireItem(item, present));
    } catch (cause) {
      onUnreadable(item, cause);
    }
  }
  return { ...page, data };
}

/**
 * Checks an event from application code and fills in defaults. Items and threads keep their server-only members for the
 * store.
 *
 * Throws if a client could not read the event.
 */
export function parseAppEvent(event: ThreadStreamEvent): ThreadStreamEvent {
  // Text deltas come in thousands, so they are checked by hand.
  if (event.type === 'thread.item.updated' && isTextDelta(event.update) && typeof event.item_id === 'string')
    return event;
  return threadStreamEventSchema.parse(event);
}

/** A checked event as a line of JSON. */
export function toWireJson(event: ThreadStreamEvent, present: Presenter): string {
  switch (event.type) {
    case 'thread.created':
    case 'thread.updated':
      return JSON.stringify({ type: event.type, thread: toWireThread(event.thread, present) });
    case 'thread.item.added':
    case 'thread.item.done':
    case 'thread.item.replaced':
      return JSON.stringify({ type: event.type, item: toWireItem(event.item, present) });
    case 'thread.item.updated':
      return toUpdateJson(event.item_id, event.update);
    default:
      return JSON.stringify(event);
  }
}

/** Text deltas come in thousands, and a template takes a third of the time. */
function toUpdateJson(itemId: string, update: ThreadItemUpdate): string {
  const json =
    update.type === 'assistant_message.content_part.text_delta'
      ? `{"type":"${update.type}","content_index":${update.content_index},"delta":${JSON.stringify(update.delta)}}`
      : JSON.stringify(update);
  return `{"type":"thread.item.updated","item_id":${JSON.stringify(itemId)},"update":${json}}`;
}

function isTextDelta(update: ThreadItemUpdate): boolean {
  return (
    update.type === 'assistant_message.content_part.text_delta' &&
    typeof update.delta === 'string' &&
    Number.isInteger(update.content_index) &&
    update.content_index <= 100_000 &&
    update.content_index >= 0
  );
}
