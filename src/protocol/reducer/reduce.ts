/** How each event changes a thread. Pure: no clock, no random ids, no I/O. */
import { applyUpdate } from './apply-update.ts';
import type { ThreadItemUpdatedEvent, ThreadStreamEvent } from '../thread/events.ts';
import type { ThreadItem } from '../thread/items.ts';
import { isHiddenItem } from '../kinds.ts';
import { itemKey, type ThreadState, toMetadata } from './thread-state.ts';

/** Applies one event. `client_effect` changes nothing here; the reader of the stream dispatches it once. */
export function reduce(state: ThreadState, event: ThreadStreamEvent): ThreadState {
  switch (event.type) {
    case 'thread.created':
    case 'thread.updated':
      return { ...state, thread: toMetadata(event.thread) };
    case 'thread.item.added':
      return putItem(state, event.item, true);
    case 'thread.item.done':
    case 'thread.item.replaced':
      return putItem(state, event.item, false);
    case 'thread.item.updated':
      return updateItem(state, event);
    case 'thread.item.removed':
      return removeItem(state, event.item_id);
    case 'stream_options':
      return { ...state, streamOptions: event.stream_options };
    case 'progress_update':
      return { ...state, progress: { text: event.text, icon: event.icon } };
    case 'error':
      return { ...state, error: { code: event.code, message: event.message, allow_retry: event.allow_retry } };
    case 'notice':
      return { ...state, notices: [...state.notices, { ...event, after: lastKey(state) }] };
    case 'client_effect':
      return state;
    default:
      return event satisfies never;
  }
}

function putItem(state: ThreadState, item: ThreadItem, isOpen: boolean): ThreadState {
  if (isHiddenItem(item)) return state;
  const position = findItem(state.items, item.id);
  if (position === -1 && !isOpen && item.type === 'user_message' && state.optimisticId !== null) {
    return settleOptimistic(state, state.optimisticId, item);
  }
  return {
    ...state,
    items: position === -1 ? [...state.items, item] : state.items.with(position, item),
    open: isOpen ? withId(state.open, item.id) : withoutId(state.open, item.id),
    imageProgress: withoutKey(state.imageProgress, item.id),
    progress: endsProgress(item) ? null : state.progress,
  };
}

/** The stored user message replaces the optimistic one. */
function settleOptimistic(state: ThreadState, temporaryId: string, item: ThreadItem): ThreadState {
  const position = findItem(state.items, temporaryId);
  return {
    ...state,
    items: position === -1 ? [...state.items, item] : state.items.with(position, item),
    optimisticId: null,
    shownAs: position === -1 ? state.shownAs : { ...state.shownAs, [item.id]: temporaryId },
  };
}

function updateItem(state: ThreadState, { item_id, update }: ThreadItemUpdatedEvent): ThreadState {
  const position = findItem(state.items, item_id);
  const item = state.items[position];
  if (!item) return state;
  const changed = applyUpdate(item, update);
  if (changed === item) return state;
  const next = { ...state, items: state.items.with(position, changed) };
  if (update.type !== 'generated_image.updated' || update.progress === undefined) return next;
  return { ...next, imageProgress: { ...state.imageProgress, [item_id]: update.progress } };
}

function removeItem(state: ThreadState, id: string): ThreadState {
  const position = findItem(state.items, id);
  if (position === -1) return state;
  return {
    ...state,
    items: state.items.toSpliced(position, 1),
    notices: moveNotices(state, position),
    open: withoutId(state.open, id),
    imageProgress: withoutKey(state.imageProgress, id),
  };
}

const lastKey = (state: ThreadState) => keyAt(state, state.items.length - 1);

function keyAt(state: ThreadState, position: number): string | null {
  const item = state.items[position];
  return item ? itemKey(state, item) : null;
}

/** The notices after the item at `position`, which is removed, move to the item before it. */
function moveNotices(state: ThreadState, position: number): ThreadState['notices'] {
  const key = keyAt(state, position);
  if (!state.notices.some(({ after }) => after === key)) return state.notices;
  const before = keyAt(state, position - 1);
  return state.notices.map((notice) => (notice.after === key ? { ...notice, after: before } : notice));
}

/** Searches from the end, because the newest items change most. */
const findItem = (items: readonly ThreadItem[], id: string) => items.findLastIndex((item) => item.id === id);

const endsProgress = (item: ThreadItem) => item.type === 'assistant_message' || item.type === 'widget';

const withId = (ids: ReadonlySet<string>, id: string) => (ids.has(id) ? ids : new Set([...ids, id]));

const withoutId = (ids: ReadonlySet<string>, id: string) =>
  ids.has(id) ? new Set([...ids].filter((other) => other !== id)) : ids;

function withoutKey<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!Object.hasOwn(record, key)) return record;
  const { [key]: _, ...rest } = record;
  return rest;
}
