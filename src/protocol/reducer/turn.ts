/** The client's own changes to a thread, in addition to server events. Pure, like `reduce`. */
import type { ThreadItem, UserMessageItem } from '../thread/items.ts';
import { isHiddenItem } from '../kinds.ts';
import { emptyThreadState, itemKey, type ThreadState, toMetadata } from './thread-state.ts';
import type { Thread } from '../thread/threads.ts';

/**
 * Starts a request. `message` is shown at once under its temporary id until the server stores it. Clears the error of the
 * previous turn.
 */
export function startTurn(state: ThreadState, message: UserMessageItem | null): ThreadState {
  const started: ThreadState = { ...state, error: null, streamOptions: { allow_cancel: true } };
  return message ? { ...started, items: [...state.items, message], optimisticId: message.id } : started;
}

/** A loaded thread: `items` oldest first, without errors and notices from before. */
export function loadThread(thread: Thread, items: readonly ThreadItem[]): ThreadState {
  return { ...emptyThreadState, thread: toMetadata(thread), items: onceEach(items) };
}

/** Prepends older items, oldest first. An item that is already shown keeps its place. */
export function prependItems(state: ThreadState, older: readonly ThreadItem[]): ThreadState {
  const shown = new Map(state.items.map((item) => [item.id, item]));
  const fresh = onceEach(older).flatMap((item) => {
    const other = shown.get(item.id);
    if (!other) return [item];
    return isAnswer(item) && isAnswer(other) && item.created_at !== other.created_at
      ? [renamed(item, item.created_at)]
      : [];
  });
  return fresh.length === 0 ? state : { ...state, items: [...fresh, ...state.items] };
}

/** Removes everything after an item, as a retry does: the server deletes those items without an event. */
export function dropItemsAfter(state: ThreadState, id: string): ThreadState {
  const position = state.items.findLastIndex((item) => item.id === id);
  if (position === -1) return state;
  const items = state.items.slice(0, position + 1);
  const remaining = new Set(items.map((item) => item.id));
  // Notices after the last of them are removed, too.
  const keys = new Set(items.slice(0, -1).map((item) => itemKey(state, item)));
  const notices = state.notices.filter(({ after }) => after === null || keys.has(after));
  if (items.length === state.items.length && notices.length === state.notices.length) return state;
  return {
    ...state,
    items,
    open: new Set([...state.open].filter((openId) => remaining.has(openId))),
    error: null,
    notices,
  };
}

/** The client tool call to run, if the newest item is a pending one. */
export function pendingClientToolCall(state: ThreadState) {
  const newest = state.items.at(-1);
  return newest?.type === 'client_tool_call' && newest.status === 'pending' ? newest : null;
}

/**
 * The visible items, each id once, at its first position in its last version. A server with an append-only store
 * returns an item twice if it was stored unfinished, as ChatKit's server does with work that continues after a client
 * tool. Answers to different messages that have the same id are different items: some agents give every answer the id
 * `__fake_id__`.
 */
function onceEach(items: readonly ThreadItem[]): readonly ThreadItem[] {
  const byId = new Map<string, ThreadItem>();
  const turnOf = new Map<string, number>();
  let turn = 0;
  for (const item of items) {
    if (isHiddenItem(item)) continue;
    if (item.type === 'user_message') turn++;
    const isOther = isAnswer(item) && (turnOf.get(item.id) ?? turn) !== turn;
    const remaining = isOther ? renamed(item, turn) : item;
    if (!isOther) turnOf.set(item.id, turn);
    byId.set(remaining.id, remaining);
  }
  return [...byId.values()];
}

const isAnswer = (item: ThreadItem) => item.type === 'assistant_message';

/** The item under an id that only the page knows. */
const renamed = <Item extends ThreadItem>(item: Item, suffix: string | number): Item => ({
  ...item,
  id: `${item.id}~${suffix}`,
});
