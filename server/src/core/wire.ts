/**
 * What leaves the server. Every value is parsed by the protocol's own schemas, which fills defaults in, drops nulls
 * and refuses what a client could not read; then what is for the server's eyes only is taken out.
 */
import type { Attachment } from '@chatdock/protocol/attachments';
import { attachmentSchema } from '@chatdock/protocol/attachments';
import { type ThreadItemUpdate, type ThreadStreamEvent, threadStreamEventSchema } from '@chatdock/protocol/events';
import { type ThreadItem, threadItemSchema } from '@chatdock/protocol/items';
import { isHiddenItem } from '@chatdock/protocol/kinds';
import { type Page, type Thread, type ThreadMetadata, threadMetadataSchema } from '@chatdock/protocol/threads';
import type { RequestContext } from './context.ts';
import type { AttachmentStore } from './store.ts';

/** The last change to an attachment before its owner sees it: see AttachmentStore.present. */
export type PresentAttachment = (attachment: Attachment) => Attachment;

/** How `attachmentStore` presents attachments to the caller of `context`. */
export const presenter =
  <Context extends RequestContext>(
    { attachmentStore }: { attachmentStore: AttachmentStore<Context> | undefined },
    context: Context,
  ): PresentAttachment =>
  (attachment) =>
    attachmentStore?.present?.(attachment, context) ?? attachment;

/** A thread as clients see it, with a page of wire items: its `metadata` is emptied, since it may hold secrets. */
export function toWireThread(thread: ThreadMetadata, items: Page<ThreadItem> = { data: [], has_more: false }): Thread {
  return { ...threadMetadataSchema.parse(thread), metadata: {}, items };
}

/** Only what a store keeps of a thread, with defaults filled in: application code may hand over more. */
export const toStoredThread = (thread: ThreadMetadata): ThreadMetadata => threadMetadataSchema.parse(thread);

/** A stored item as clients see it. */
export function toWireItem(item: ThreadItem, present: PresentAttachment): ThreadItem {
  const parsed = threadItemSchema.parse(item);
  switch (parsed.type) {
    case 'user_message':
      return { ...parsed, attachments: parsed.attachments.map((attachment) => toWireAttachment(present(attachment))) };
    case 'client_tool_call':
      return parsed.output === null ? { ...parsed, output: undefined } : parsed;
    default:
      return parsed;
  }
}

/** An attachment without its server-only `metadata`, its URLs in normal form. For upload endpoints of your own, too. */
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
 * A page of stored items without the hidden ones. It may become short, or empty, while `has_more` is true. An item that
 * no client could read, left by an older program or another one, is handed to `onUnreadable` and costs nobody the rest.
 */
export function toWirePage(
  page: Page<ThreadItem>,
  present: PresentAttachment,
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
 * An event from application code, checked and with defaults filled in; item and thread members keep what is for the
 * store. Throws when the event could not be read by a client.
 */
export function parseAppEvent(event: ThreadStreamEvent): ThreadStreamEvent {
  // The one event that comes by the thousand is checked by hand.
  if (event.type === 'thread.item.updated' && isTextDelta(event.update)) return event;
  return threadStreamEventSchema.parse(event);
}

/** A checked event as one line of JSON. */
export function toWireJson(event: ThreadStreamEvent, present: PresentAttachment): string {
  switch (event.type) {
    case 'thread.created':
    case 'thread.updated':
      return JSON.stringify({ type: event.type, thread: toWireThread(event.thread) });
    case 'thread.item.added':
    case 'thread.item.done':
    case 'thread.item.replaced':
      return JSON.stringify({ type: event.type, item: toWireItem(event.item, present) });
    default:
      return JSON.stringify(event);
  }
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
