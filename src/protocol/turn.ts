/** What a client itself does to a thread on screen, beside the events a server sends. Pure, like `reduce`. */
import type { ThreadItem, UserMessageItem } from './items.ts';
import { isHiddenItem } from './kinds.ts';
import { emptyThreadState, type ThreadState, toMetadata } from './reduce.ts';
import type { Thread } from './threads.ts';

/**
 * A request is on its way. `message` is shown at once, under the temporary id it carries, until the server stores it. What
 * an earlier turn had to tell has been told: its error and its notices go.
 */
export function startTurn(state: ThreadState, message: UserMessageItem | null): ThreadState {
  const started: ThreadState = { ...state, error: null, notices: [], streamOptions: { allow_cancel: true } };
  return message ? { ...started, items: [...state.items, message], optimisticId: message.id } : started;
}

/** A thread as loaded: `items` oldest first. Errors and notices of what was shown before are gone. */
export function loadThread(thread: Thread, items: readonly ThreadItem[]): ThreadState {
  return { ...emptyThreadState, thread: toMetadata(thread), items: onceEach(items) };
}

/** Puts older items, oldest first, before those shown; an item that is shown already stays where it is. */
export function prependItems(state: ThreadState, older: readonly ThreadItem[]): ThreadState {
  const shown = new Set(state.items.map(({ id }) => id));
  const fresh = onceEach(older).filter((item) => !shown.has(item.id));
  return fresh.length === 0 ? state : { ...state, items: [...fresh, ...state.items] };
}

/** Takes away everything after an item and what was told with it, as a retry does: the server deletes those items without saying so. */
export function dropItemsAfter(state: ThreadState, id: string): ThreadState {
  const position = state.items.findLastIndex((item) => item.id === id);
  if (position === -1 || position === state.items.length - 1) return state;
  const items = state.items.slice(0, position + 1);
  const kept = new Set(items.map((item) => item.id));
  return {
    ...state,
    items,
    open: new Set([...state.open].filter((openId) => kept.has(openId))),
    error: null,
    notices: [],
  };
}

/** The call that the client is asked to carry out, when the newest item is one that waits. */
export function pendingClientToolCall(state: ThreadState) {
  const newest = state.items.at(-1);
  return newest?.type === 'client_tool_call' && newest.status === 'pending' ? newest : null;
}

/**
 * The items a person may see, each id once: its first place, its last version. A server whose store only appends gives
 * an item twice that was stored while it was unfinished, as ChatKit's own server does with work that goes on after a
 * client tool.
 */
function onceEach(items: readonly ThreadItem[]): readonly ThreadItem[] {
  const byId = new Map(items.filter((item) => !isHiddenItem(item)).map((item) => [item.id, item]));
  return [...byId.values()];
}
