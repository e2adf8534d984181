/** Code that few turns need: for tools that the page runs, and for turns that another tab or an earlier connection has begun. */
import type { ChatKitClient } from '@chatdock/protocol/client/client';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ClientToolCallItem } from '@chatdock/protocol/thread/items';
import type { StreamRequestInput } from '@chatdock/protocol/requests/requests';
import { loadThread, pendingClientToolCall } from '@chatdock/protocol/reducer/turn';
import type { Thread } from '@chatdock/protocol/thread/threads';
import { toJson } from '@chatdock/protocol/to-json';
import type { RunToJoin } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import { toChatKitError } from '../failure.ts';
import { pause } from '../pause.ts';
import type { Lead } from './run-leader.ts';
import { cutError, type TurnLink } from './turn-link.ts';
import { fetchNewest } from '../threads/newest-items.ts';

export interface TurnStreamDeps {
  context: Context;
  client: ChatKitClient;
  signal: AbortSignal;
  link: TurnLink;
}

const BUSY_MS = 1000;
/** The server rejects a larger result, and the turn would end. */
const MAX_ERROR_CHARS = 4000;

/**
 * After a turn that could not be read to its end: shows the server's version of it. Regenerating its answer then joins
 * the turn if it still runs.
 * @returns the request to read; null if the answer is complete
 */
export async function findLost(deps: TurnStreamDeps, request: StreamRequestInput | RunToJoin) {
  const { active_run: run, incomplete } = await refresh(deps);
  deps.context.resumable?.lose(undefined);
  if ('id' in request || request.type !== 'threads.retry_after_item') return request;
  return run ?? (incomplete ? request : null);
}

/** Runs the tool on the page. @returns the request that takes its result to the server */
export async function* runTool(
  { context, signal }: TurnStreamDeps,
  call: ClientToolCallItem,
): AsyncGenerator<ThreadStreamEvent, StreamRequestInput> {
  // The page's function may never end, but the visitor can still stop the turn.
  const stopped = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const result = await Promise.race([callTool(context, call.name, call.arguments), stopped]);
  // The server completes the call without sending an event. Without this one the same call would stay pending forever.
  yield { type: 'thread.item.replaced', item: { ...call, status: 'completed' } };
  return { type: 'threads.add_client_tool_output', params: { thread_id: call.thread_id, result } };
}

/**
 * Another tab runs the tool. If that tab is closed before it has the result, this one takes over.
 * @returns the request that continues the turn in this tab; null if the turn has ended or the other tab continues it
 */
export async function* takeOver(
  deps: TurnStreamDeps,
  lead: Lead,
): AsyncGenerator<ThreadStreamEvent, StreamRequestInput | RunToJoin | null> {
  const { context, signal } = deps;
  const waiting = new AbortController();
  const end = () => waiting.abort();
  signal.addEventListener('abort', end);
  const threadId = context.store.get().thread.thread?.id;
  context.resumable?.onTurnElsewhere((id) => id === threadId && end(), waiting.signal);
  const isInherited = await lead.inherit(waiting.signal);
  signal.throwIfAborted();
  if (!isInherited) return null;
  const { active_run: run } = (await reload(deps)) ?? {};
  const call = pendingClientToolCall(context.store.get().thread);
  return run || !call ? (run ?? null) : yield* runTool(deps, call);
}

/** Another tab has begun a turn in this conversation: show it while it is written, and send the message after it. */
export async function whenFree(deps: TurnStreamDeps, request: StreamRequestInput | RunToJoin) {
  await pause(BUSY_MS);
  deps.signal.throwIfAborted();
  await refresh(deps);
  return request;
}

/** Shows the server's version of the thread, and after it the message that is being sent. */
async function refresh({ context, client, signal }: TurnStreamDeps): Promise<Thread> {
  const { thread } = context.store.get();
  const waiting = thread.items.find(({ id }) => id === thread.optimisticId);
  const { thread: loaded, items, olderAfter } = await fetchNewest(client, thread.thread?.id ?? '', signal);
  signal.throwIfAborted();
  const shown = loadThread(loaded, waiting ? [...items, waiting] : items);
  context.store.set({ thread: { ...shown, optimisticId: thread.optimisticId }, olderAfter });
  return loaded;
}

/** The turn has ended and its events are no longer kept: load the result from the thread. */
export async function reload({ context, client, signal }: TurnStreamDeps): Promise<Thread | undefined> {
  const id = context.store.get().thread.thread?.id;
  if (id === undefined) return undefined;
  const { thread, items, olderAfter } = await fetchNewest(client, id, signal);
  if (context.store.get().thread.thread?.id !== id) return undefined;
  context.store.set({ thread: loadThread(thread, items), olderAfter });
  if (thread.incomplete) throw cutError();
  return thread;
}

/** The tool's result as JSON. If the tool throws, the assistant receives the error and the page a `chatkit.error`. */
async function callTool(context: Context, name: string, params: Record<string, unknown>): Promise<unknown> {
  const { given } = context.store.get().options;
  if (!given.onClientTool) {
    throw new ChatKitError(
      'IntegrationError',
      `The server asked the page to run the client tool "${name}", but there is no \`onClientTool\`. Pass it in the options.`,
    );
  }
  try {
    const result = await given.onClientTool({ name, params });
    // A result without a JSON form fails here, as the tool's own failure. In a list, even a function becomes JSON (null).
    return JSON.parse(toJson([result]))[0] ?? {};
  } catch (cause) {
    context.report(
      toChatKitError(cause, 'IntegrationError', `The client tool "${name}" failed, and the assistant got the error`),
    );
    return { error: (cause instanceof Error ? cause.message : `${cause}`).slice(0, MAX_ERROR_CHARS) };
  }
}
