/** The events of a whole turn: the stream that answers the request, and those that follow each tool that the page runs. */
import type { StreamMarks } from '@chatdock/protocol/client/decode';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { StreamRequestInput } from '@chatdock/protocol/requests/requests';
import { isTransient, streamToEnd } from '@chatdock/protocol/client/resume';
import { pendingClientToolCall } from '@chatdock/protocol/reducer/turn';
import type { RunToJoin } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { newKey } from '../messages/new-key.ts';
import { pause } from '../pause.ts';
import { fitEvents } from './foreign-events.ts';
import { createLead, type Lead } from './run-leader.ts';
import type { TurnStreamDeps } from './turn-detours.ts';
import { cutError, stopReason } from './turn-link.ts';
import { watchConnection } from '../connection/connection.ts';
import { loadForRequest } from '../connection/load-for-request.ts';

/** Code that few turns need. If it can't be loaded, the turn fails as it does without a connection. */
const loadDetours = () => loadForRequest(() => import('../more-requests.ts'));

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
  const isLost = !('id' in request) && context.resumable?.isLost(context.store.get().thread.thread?.id);
  const resumed = isLost ? await (await loadDetours()).findLost(deps, request) : request;
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
      const { runTool, takeOver } = await loadDetours();
      deps.signal.throwIfAborted();
      const following = yield* lead.isLeader() ? runTool(deps, call) : takeOver(deps, lead);
      if (!following) return;
      next = following;
      key = newKey();
    }
  } finally {
    ended.abort();
  }
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
  const stop = () => requestStop(deps, isResumable() || marks.heartbeatMs !== undefined, { joined, marks, key });
  signal.addEventListener('abort', stop);
  try {
    const first = joined
      ? { type: 'runs.resume' as const, params: { thread_id: threadId() ?? '', run_id: joined.id, after: 0 } }
      : (request as StreamRequestInput); // the other member of the union is a request
    lead.claim(threadId());
    link.isSilent = joined !== null;
    let isAnnounced = joined !== null;
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
      link.isSilent = isOld || !lead.isLeader();
      yield event;
      lead.claim(threadId());
      if (!isAnnounced && marks.heartbeatMs !== undefined) {
        context.resumable?.turnOn();
        context.resumable?.notifyTabs(threadId());
      }
      isAnnounced = true;
    }
    link.isSilent = !lead.isLeader();
    checkEnd(context, marks.outcome);
  } catch (cause) {
    if (cause === leftReason) {
      context.resumable?.fallBehind(threadId());
      return 'left';
    }
    if (isBusy(cause)) return (await loadDetours()).whenFree(deps, request);
    if (!isGone(cause, marks)) {
      const isLost = marks.id !== undefined && marks.outcome === undefined && !signal.aborted;
      if (isLost) context.resumable?.lose(threadId());
      throw cause;
    }
    // If it still runs, only its first events are no longer kept.
    return (await (await loadDetours()).reload(deps))?.active_run;
  } finally {
    signal.removeEventListener('abort', stop);
    leaving?.end();
    connection.end();
  }
  return undefined;
}

/** Tells the server that the visitor has stopped the turn; closing the connection would not. */
function requestStop(
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
    hasLeft = document.visibilityState === 'hidden' && !lead.isLeader();
    if (hasLeft) drop();
  };
  document.addEventListener('visibilitychange', look);
  return { hasLeft: () => hasLeft, end: () => document.removeEventListener('visibilitychange', look) };
}

const isBusy = (cause: unknown) => cause instanceof ProtocolError && cause.serverCode === 'thread_busy';

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
