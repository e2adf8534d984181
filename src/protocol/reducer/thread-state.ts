/**
 * A thread as a client sees it. Separate from the reducer, because a page shows threads before it needs the reducer.
 */
import { ownEntry } from '../kinds.ts';
import type { ErrorEvent, NoticeEvent, ProgressUpdateEvent, StreamOptions } from '../thread/events.ts';
import type { ThreadItem } from '../thread/items.ts';
import type { Thread, ThreadMetadata } from '../thread/threads.ts';

/** A notice, and where it arrived. */
export interface PlacedNotice extends NoticeEvent {
  /** The key of the item above it; null above the first item. */
  readonly after: string | null;
  /**
   * Set when the visitor has closed the notice. It stays in the list, because the number of notices shows which are
   * new.
   */
  readonly isClosed?: boolean;
}

/**
 * One thread on screen.
 *
 * Every value is replaced, never edited in place, and what an event does not touch stays the same object: a delta gives
 * a new `items` list in which one item is new. An event that changes nothing gives the same state.
 */
export interface ThreadState {
  /** Null until the server has assigned an id. */
  readonly thread: ThreadMetadata | null;
  /** Oldest first. Hidden items never get here. */
  readonly items: readonly ThreadItem[];
  /** Ids of announced, unfinished items: such a widget is inert, such a message may still grow. */
  readonly open: ReadonlySet<string>;
  /** Progress of each unfinished generated image, from 0 to 1, by item id. */
  readonly imageProgress: Readonly<Record<string, number>>;
  /** The current progress line. */
  readonly progress: Pick<ProgressUpdateEvent, 'text' | 'icon'> | null;
  readonly streamOptions: StreamOptions;
  readonly error: Pick<ErrorEvent, 'code' | 'message' | 'allow_retry'> | null;
  /** Each stays at its position until its thread is loaded again. */
  readonly notices: readonly PlacedNotice[];
  /** The temporary id of a user message that the server has not stored yet. */
  readonly optimisticId: string | null;
  /** From the id of a stored user message to the temporary one it was shown under, so that its view can stay. */
  readonly shownAs: Readonly<Record<string, string>>;
}

/** The state before any event: no thread, no items. */
export const emptyThreadState: ThreadState = {
  thread: null,
  items: [],
  open: new Set(),
  imageProgress: {},
  progress: null,
  streamOptions: { allow_cancel: true },
  error: null,
  notices: [],
  optimisticId: null,
  shownAs: {},
};

/** The key of an item's view, which survives the change from a temporary id to the stored one. */
export const itemKey = (state: ThreadState, item: ThreadItem): string => ownEntry(state.shownAs, item.id) ?? item.id;

/** A thread without its items, which thread events leave empty, and without the state of its turns. */
export function toMetadata(thread: Thread): ThreadMetadata {
  const { items: _items, active_run: _run, incomplete: _incomplete, ...metadata } = thread;
  return metadata;
}
