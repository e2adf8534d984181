/** The events of a whole turn: the stream that answers the request, and those that follow each tool that the page runs. */
import type { ChatKitClient } from '@chatdock/protocol/client/client';
import type { StreamMarks } from '@chatdock/protocol/client/decode';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ClientToolCallItem } from '@chatdock/protocol/thread/items';
import type { StreamRequestInput } from '@chatdock/protocol/requests/requests';
import { isTransient, streamToEnd } from '@chatdock/protocol/client/resume';
import { loadThread, pendingClientToolCall } from '@chatdock/protocol/reducer/turn';
import type { Thread } from '@chatdock/protocol/thread/threads';
import { toJson } from '@chatdock/protocol/to-json';
import type { RunToJoin } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import { toChatKitError } from '../failure.ts';
import { newKey } from '../messages/new-key.ts';
import { fitEvents } from './foreign-events.ts';
import { createLead, type Lead } from './run-leader.ts';
import { stopReason, type TurnLink } from './turn-link.ts';
import { fetchNewest } from '../threads/newest-items.ts';
import { watchConnection } from '../connection/connection.ts';

interface TurnStreamDeps {
  context: Context;
  client: ChatKitClient;
  signal: AbortSignal;
  link: TurnLink;
}

const BUSY_MS = 1000;
/** The server rejects a larger result, and the turn would end. */
const MAX_ERROR_CHARS = 4000;
/** The longest wait between two attempts to stop a turn. */
const STOP_WITHIN_MS = 8000;

/**
 * Stop requests that the server has not confirmed. The next turn waits for them; otherwise the server would refuse it
 * because the thread is busy.
 */
const stopping = new WeakMap<Context, Promise<unknown>>();

/** Each event must be in the store before the next one is requested, because tool calls are read from the thread. */
export async function* readTurn(
  deps: TurnStreamDeps,
  request: StreamRequestInput | RunToJoin,
  firstKey = newKey(),
): AsyncGenerator<ThreadStreamEvent> {
  const { context } = deps;
  await stopping.get(context);
  const resumed = await resumeContact(deps, request);
  if (!resumed) return;
  const ended = new AbortController();
  const lead = createLead({ hasBegun: !('id' in resumed), ended: ended.signal, gone: context.signal() });
  let next = resumed;
  let key = firstKey;
  try {
    for (;;) {
      const end = yield* readStream(deps, next, key, lead);
      if (end === 'left') return;
      if (end) {
        next = end;
        continue;
      }
      const call = pendingClientToolCall(context.store.get().thread);
      if (!call) return;
      const following = yield* lead.isHeld() ? runTool(deps, call) : takeOver(deps, lead);
      if (!following) return;
      next = following;
      key = newKey();
    }
  } finally {
    ended.abort();
  }
}

/**
 * After a turn that could not be read to its end: shows the server's version of it. Regenerating its answer then joins
 * the turn if it still runs.
 * @returns the request to read; null if the answer is complete
 */
async function resumeContact(deps: TurnStreamDeps, request: StreamRequestInput | RunToJoin) {
  const { resumable, store } = deps.context;
  if ('id' in request || !resumable?.isLost(store.get().thread.thread?.id)) return request;
  const { active_run: run, incomplete } = await refresh(deps);
  resumable.lose(undefined);
  if (request.type !== 'threads.retry_after_item') return request;
  return run ?? (incomplete ? request : null);
}

/** Runs the tool on the page. @returns the request that takes its result to the server */
async function* runTool(
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
async function* takeOver(
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

/**
 * @returns the next request, with the same key; 'left' if another tab leads and this one is hidden: it catches up when
 *   it is visible again
 */
async function* readStream(
  deps: TurnStreamDeps,
  request: StreamRequestInput | RunToJoin,
  key: string,
  lead: Lead,
): AsyncGenerator<ThreadStreamEvent, StreamRequestInput | RunToJoin | 'left' | undefined> {
  const { context, client, signal, link } = deps;
  const marks: StreamMarks = {};
  const joined = 'id' in request ? request : null;
  if (joined) marks.id = `${joined.id}/0`;
  const threadId = () => context.store.get().thread.thread?.id;
  const isResumable = () => context.resumable?.isOn() ?? false;
  const connection = watchConnection(context, signal, () => marks.id !== undefined);
  const leaving = joined && leaveWhenHidden(lead, connection.drop);
  const stop = () => tellStop(deps, isResumable() || marks.heartbeatMs !== undefined, { joined, marks, key });
  signal.addEventListener('abort', stop);
  try {
    const first = joined
      ? { type: 'runs.resume' as const, params: { thread_id: threadId() ?? '', run_id: joined.id, after: 0 } }
      : (request as StreamRequestInput); // the other member of the union is a request
    lead.claim(threadId());
    link.isSilent = joined !== null;
    let isTold = joined !== null;
    const beforeRetry: typeof connection.beforeRetry = async (...failed) => {
      if (leaving?.hasLeft()) throw leftReason;
      await connection.beforeRetry(...failed);
    };
    const events = streamToEnd(
      { client, signal, key, marks, threadId, isResumable, ...connection, beforeRetry },
      first,
    );
    const thread = () => context.store.get().thread;
    for await (const event of fitEvents(events, { thread, isReplay: joined !== null })) {
      // Events that an earlier page has shown are drawn again, but their effects are not repeated.
      const isOld = joined !== null && Number(marks.id?.split('/')[1] ?? 0) <= joined.after;
      link.isSilent = isOld || !lead.isHeld();
      yield event;
      lead.claim(threadId());
      if (!isTold && marks.heartbeatMs !== undefined) {
        context.resumable?.turnOn();
        context.resumable?.tellTabs(threadId());
      }
      isTold = true;
    }
    link.isSilent = !lead.isHeld();
    checkEnd(context, marks.outcome);
  } catch (cause) {
    if (cause === leftReason) {
      context.resumable?.fallBehind(threadId());
      return 'left';
    }
    if (isBusy(cause)) return whenFree(deps, request);
    if (!isGone(cause, marks)) {
      const isLost = marks.id !== undefined && marks.outcome === undefined && !signal.aborted;
      if (isLost) context.resumable?.lose(threadId());
      throw cause;
    }
    // If it still runs, only its first events are no longer kept.
    return (await reload(deps))?.active_run;
  } finally {
    signal.removeEventListener('abort', stop);
    leaving?.end();
    connection.end();
  }
  return undefined;
}

/** Tells the server that the visitor has stopped the turn; closing the connection would not. */
function tellStop(
  { context, client, signal }: TurnStreamDeps,
  isResumable: boolean,
  { joined, marks, key }: { joined: RunToJoin | null; marks: StreamMarks; key: string },
) {
  if (signal.reason !== stopReason || !isResumable) return;
  const params = marks.id === undefined && !joined ? { key } : { run_id: marks.id?.split('/')[0] ?? joined?.id };
  stopping.set(context, Promise.race([sendStop({ context, client }, params), pause(5000)]));
}

/** Without a connection the answer would continue, so the request is repeated until the server has it. */
async function sendStop(
  { context, client }: Pick<TurnStreamDeps, 'context' | 'client'>,
  params: { run_id?: string | undefined; key?: string | undefined },
): Promise<void> {
  for (let waitMs = 500; !context.signal().aborted; waitMs = Math.min(waitMs * 2, STOP_WITHIN_MS)) {
    try {
      return void (await client.request({ type: 'runs.stop', params }, { signal: context.signal() }));
    } catch (cause) {
      if (!isTransient(cause)) return;
    }
    await pause(waitMs);
  }
}

const leftReason = new DOMException('Another tab reads this turn.', 'AbortError');

/** A tab that did not begin the turn reads it only while the tab is visible, unless it leads. */
function leaveWhenHidden(lead: Lead, drop: () => void) {
  let hasLeft = false;
  const look = () => {
    hasLeft = document.visibilityState === 'hidden' && !lead.isHeld();
    if (hasLeft) drop();
  };
  document.addEventListener('visibilitychange', look);
  return { hasLeft: () => hasLeft, end: () => document.removeEventListener('visibilitychange', look) };
}

/** Another tab has begun a turn in this conversation: show it while it is written, and send the message after it. */
async function whenFree(deps: TurnStreamDeps, request: StreamRequestInput | RunToJoin) {
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

const isBusy = (cause: unknown) => cause instanceof ProtocolError && cause.serverCode === 'thread_busy';

/** The turn has ended and its events are no longer kept: load the result from the thread. */
async function reload({ context, client, signal }: TurnStreamDeps): Promise<Thread | undefined> {
  const id = context.store.get().thread.thread?.id;
  if (id === undefined) return undefined;
  const { thread, items, olderAfter } = await fetchNewest(client, id, signal);
  if (context.store.get().thread.thread?.id !== id) return undefined;
  context.store.set({ thread: loadThread(thread, items), olderAfter });
  if (thread.incomplete) throw cutError();
  return thread;
}

const isGone = (cause: unknown, { id }: StreamMarks) =>
  id !== undefined &&
  cause instanceof ProtocolError &&
  cause.serverCode !== DELETED &&
  (cause.status === 404 || cause.status === 410);

/** An answer with unfinished parts is incomplete, whatever the transport reports. */
function checkEnd({ store }: Context, outcome: string | undefined) {
  const { open, error } = store.get().thread;
  if (outcome === 'cancelled') throw stopReason;
  if (outcome === 'deleted') throw deletedError();
  if (outcome === 'incomplete' || outcome === 'interrupted' || (outcome === undefined && open.size > 0 && !error))
    throw cutError();
}

const DELETED = 'deleted';
/** The server announces this just before it deletes the conversation, so do not ask it. */
const deletedError = () =>
  new ProtocolError('http-status', 'The conversation was deleted while its answer was being written.', {
    status: 404,
    serverCode: DELETED,
  });

const cutError = () =>
  new ProtocolError(
    'stream-cut',
    'The reply ended before it was complete, so what is shown is a part of it. Try again.',
  );

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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
      toChatKitError(cause, 'IntegrationError', `The client tool "${name}" failed, and the assistant was told so`),
    );
    return { error: (cause instanceof Error ? cause.message : `${cause}`).slice(0, MAX_ERROR_CHARS) };
  }
}
