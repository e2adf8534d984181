/** The events of a whole turn: the stream that answers the request, and those that follow each tool that the page runs. */
import { type ChatKitClient } from '@chatdock/protocol/client';
import type { StreamMarks } from '@chatdock/protocol/decode';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ThreadStreamEvent } from '@chatdock/protocol/events';
import type { StreamRequestInput } from '@chatdock/protocol/requests';
import { streamToEnd } from '@chatdock/protocol/resume';
import { loadThread, pendingClientToolCall } from '@chatdock/protocol/turn';
import { toJson } from '@chatdock/protocol/to-json';
import type { RunToJoin } from './chat-state.ts';
import type { Context } from './context.ts';
import { ChatKitError } from './errors.ts';
import { toChatKitError } from './failure.ts';
import { newKey } from './new-key.ts';
import { leadRun } from './run-leader.ts';
import { stopReason, type TurnLink } from './turn-link.ts';
import { fetchNewest } from './thread-items.ts';
import { waitToRetry } from './wait-to-retry.ts';

interface TurnStreamDeps {
  context: Context;
  client: ChatKitClient;
  signal: AbortSignal;
  link: TurnLink;
}

/** If the connection is lost for this long, the visitor is told. */
const TELL_AFTER_MS = 2000;
const BUSY_MS = 1000;

/** Stops that the server has not confirmed. The next turn waits for them, or it would find its thread busy. */
const stopping = new WeakMap<Context, Promise<unknown>>();

/** Each event must be in the store before the next one is asked for: whether a tool is called is read from the thread. */
export async function* readTurn(
  deps: TurnStreamDeps,
  request: StreamRequestInput | RunToJoin,
  key = newKey(),
): AsyncGenerator<ThreadStreamEvent> {
  const { context, signal, link } = deps;
  await stopping.get(context);
  yield* readStream(deps, request, key);
  const nextCall = () => (link.isSilent ? null : pendingClientToolCall(context.store.get().thread));
  for (let call = nextCall(); call; call = nextCall()) {
    const result = await callTool(context, call.name, call.arguments);
    signal.throwIfAborted();
    // The server completes the call without sending an event. Without this one the same call would stay pending forever.
    yield { type: 'thread.item.replaced', item: { ...call, status: 'completed' } };
    const params = { thread_id: call.thread_id, result };
    yield* readStream(deps, { type: 'threads.add_client_tool_output', params }, newKey());
  }
}

async function* readStream(
  deps: TurnStreamDeps,
  request: StreamRequestInput | RunToJoin,
  key: string,
): AsyncGenerator<ThreadStreamEvent> {
  const { context, client, signal, link } = deps;
  const { store } = context;
  const marks: StreamMarks = {};
  const joined = 'id' in request ? request : null;
  const ended = new AbortController();
  const isLeader = leadRun(joined?.id ?? key, joined !== null, ended.signal);
  const threadId = () => store.get().thread.thread?.id;
  const isResumable = () => context.resumable?.isOn() ?? false;
  const connection = watchConnection(context, signal);
  const stop = () => {
    if (signal.reason !== stopReason || !(marks.heartbeatMs !== undefined || isResumable())) return;
    const params = marks.id === undefined && !joined ? { key } : { run_id: marks.id?.split('/')[0] ?? joined?.id };
    const sent = client.request({ type: 'runs.stop', params }).catch(() => undefined);
    stopping.set(context, Promise.race([sent, pause(5000)]));
  };
  signal.addEventListener('abort', stop);
  try {
    if (joined) marks.id = `${joined.id}/0`;
    const first = joined
      ? {
          type: 'runs.resume' as const,
          params: { thread_id: threadId() ?? '', run_id: joined.id, after: 0 },
        }
      : (request as StreamRequestInput);
    link.isSilent = joined !== null;
    let isTold = joined !== null;
    const events = streamToEnd({ client, signal, key, marks, threadId, isResumable, ...connection }, first);
    for await (const event of events) {
      // What an earlier page has shown is drawn again, but repeats no effect.
      link.isSilent = joined !== null && (Number(marks.id?.split('/')[1] ?? 0) <= joined.after || !isLeader());
      yield event;
      if (!isTold && marks.heartbeatMs !== undefined) {
        context.resumable?.turnOn();
        context.resumable?.tellTabs(threadId());
      }
      isTold = true;
    }
    link.isSilent = joined !== null && !isLeader();
    checkEnd(context, marks.outcome);
  } catch (cause) {
    if (isBusy(cause)) return yield* whenFree(deps, request, key);
    if (!isGone(cause, marks)) throw cause;
    await reload(deps);
  } finally {
    signal.removeEventListener('abort', stop);
    connection.end();
    ended.abort();
  }
}

/** Another tab has begun a turn in this conversation: it is shown as it grows, and the message goes after it. */
async function* whenFree(
  deps: TurnStreamDeps,
  request: StreamRequestInput | RunToJoin,
  key: string,
): AsyncGenerator<ThreadStreamEvent> {
  const { context, client, signal } = deps;
  const { thread } = context.store.get();
  const waiting = thread.items.find(({ id }) => id === thread.optimisticId);
  await pause(BUSY_MS);
  signal.throwIfAborted();
  const { thread: loaded, items, olderAfter } = await fetchNewest(client, thread.thread?.id ?? '', signal);
  signal.throwIfAborted();
  const shown = loadThread(loaded, waiting ? [...items, waiting] : items);
  context.store.set({ thread: { ...shown, optimisticId: thread.optimisticId }, olderAfter });
  yield* readStream(deps, request, key);
}

const isBusy = (cause: unknown) => cause instanceof ProtocolError && cause.serverCode === 'thread_busy';

/** The turn is over and its events are no longer kept: the thread has what became of it. */
async function reload({ context, client, signal }: TurnStreamDeps): Promise<void> {
  const id = context.store.get().thread.thread?.id;
  if (id === undefined) return;
  const { thread, items, olderAfter } = await fetchNewest(client, id, signal);
  if (context.store.get().thread.thread?.id !== id) return;
  context.store.set({ thread: loadThread(thread, items), olderAfter });
  if (thread.incomplete) throw cutError();
}

const isGone = (cause: unknown, { id }: StreamMarks) =>
  id !== undefined && cause instanceof ProtocolError && (cause.status === 404 || cause.status === 410);

/** Whatever the transport says, an answer with unfinished parts is not whole. */
function checkEnd({ store }: Context, outcome: string | undefined) {
  const { open, error } = store.get().thread;
  if (outcome === 'cancelled') throw stopReason;
  if (outcome === 'incomplete' || outcome === 'interrupted' || (outcome === undefined && open.size > 0 && !error))
    throw cutError();
}

const cutError = () =>
  new ProtocolError(
    'stream-cut',
    'The reply ended before it was complete, so what is shown is a part of it. Try again.',
  );

/** Tells the visitor when the connection stays away, and when it is back. */
function watchConnection({ store }: Context, signal: AbortSignal) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lostAt = 0;
  const show = (isReconnecting: boolean) => {
    const { turn } = store.get();
    if (turn.phase === 'responding' && (turn.isReconnecting ?? false) !== isReconnecting)
      store.set({ turn: { ...turn, isReconnecting } });
  };
  const end = () => {
    clearTimeout(timer);
    timer = undefined;
    lostAt = 0;
  };
  return {
    end,
    onConnected() {
      if (lostAt === 0) return;
      end();
      show(false);
    },
    async beforeRetry(attempt: number) {
      lostAt ||= performance.now();
      timer ??= setTimeout(() => show(true), TELL_AFTER_MS);
      await waitToRetry(attempt, performance.now() - lostAt, signal);
    },
  };
}

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
      toChatKitError(cause, 'IntegrationError', `The client tool "${name}" failed, which the assistant was told`),
    );
    return { error: cause instanceof Error ? cause.message : String(cause) };
  }
}
