/**
 * Turns: the request to the server, the stream that answers it, and what the visitor sees when the turn ends or fails.
 */
import { anySignal } from '@chatdock/protocol/platform';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { StreamRequestInput } from '@chatdock/protocol/requests/requests';
import { ProtocolError } from '@chatdock/protocol/errors';
import { emptyThreadState, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { ResponseOutcome } from '../../embedder.ts';
import type { ChatState, Failure, OutgoingMessage, RunToJoin } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import { toChatKitError, toTurnFailure, toUnsentFailure, transportErrorName } from '../failure.ts';
import type { Unsent } from '../messages/unsent.ts';
import { stopReason, type TurnLink } from './turn-link.ts';
import { reportFault } from '../connection/load-for-request.ts';
import { loadWire } from '../connection/wire.ts';

export type Turns = ReturnType<typeof createTurns>;

export interface TurnRequest {
  request: StreamRequestInput | RunToJoin;
  /** The message that this turn sends, if it sends one. */
  message?: OutgoingMessage | undefined;
  /** Called when the server has stored the message. */
  onAccepted?: (() => void) | undefined;
}

interface TurnsDeps {
  context: Context;
  unsent: Unsent;
  /** Called with each event of the turn on screen, and the thread before it. */
  onEvent(event: ThreadStreamEvent, before: ThreadState): void;
  onTurnEnd(outcome: ResponseOutcome): void;
  /** Called when a message waits to be sent automatically. */
  onWaiting(): void;
}

/** If the server sends nothing for this long, the visitor sees that it is slow. */
const SLOW_AFTER_MS = 12_000;

export function createTurns(deps: TurnsDeps) {
  const { context, unsent, onEvent } = deps;
  const { store, emit } = context;
  /** Stops the turn on screen. */
  let running: AbortController | null = null;

  /** One turn has one response start and one response end, even if client tools split it into several streams. */
  async function run({ request, message, onAccepted }: TurnRequest): Promise<void> {
    const abort = new AbortController();
    const signal = anySignal([abort.signal, context.signal()]);
    running = abort;
    const wasOffline = !navigator.onLine;
    let isAccepted = message === undefined;
    let hasStarted = false;
    let outcome: ResponseOutcome = 'completed';
    const link: TurnLink = { isSilent: false };
    const turn = { phase: 'responding', isSlow: false, isJoined: 'id' in request } as const;
    store.set({ turn, failure: null, stoppedAfter: null, suggested: null });
    const slow = setTimeout(() => markSlow(store), SLOW_AFTER_MS);

    /** Applies an event; `next` is the thread after it. */
    const apply = (event: ThreadStreamEvent, next: ThreadState) => {
      // The visitor may have opened another thread before this event arrived.
      if (running !== abort) return;
      clearTimeout(slow);
      const before = store.get().thread;
      if (next !== before) store.stage({ thread: next });
      if (!link.isSilent) {
        onEvent(event, before);
        if (!hasStarted) emit('chatkit.response.start', null);
        hasStarted = true;
      }
      if (!isAccepted && before.optimisticId !== null && next.optimisticId === null) {
        isAccepted = true;
        if (message) unsent.forget(message.id);
        onAccepted?.();
      }
    };

    try {
      const client = await context.client();
      const { readTurn, reduce } = await loadWire();
      for await (const event of readTurn({ context, client, signal, link }, request, message?.key))
        apply(event, reduce(store.get().thread, event));
      if (store.get().thread.error) outcome = 'failed';
      if (!isAccepted)
        throw new ChatKitError(
          'StreamError',
          'The chat server ended its answer without accepting the message, so it counts as not sent.',
        );
    } catch (cause) {
      const lost = isAccepted ? undefined : message;
      const isStopped = signal.aborted || cause === stopReason;
      outcome = toOutcome(cause, signal);
      if (running === abort) showEnd(deps, { cause, isStopped, wasOffline }, lost);
      if (lost)
        throw isStopped
          ? new ChatKitError('StreamError', 'Sending was stopped before the server had accepted the message.')
          : cause;
    } finally {
      clearTimeout(slow);
      if (running === abort) {
        running = null;
        store.set({ thread: { ...store.get().thread, progress: null }, turn: { phase: 'idle' } });
      }
      if (hasStarted) {
        deps.onTurnEnd(outcome);
        emit('chatkit.response.end', null);
      }
    }
  }

  function stop() {
    running?.abort(stopReason);
  }

  /** Ends the turn without a notice and empties the screen, because another thread takes its place. */
  function leave() {
    running?.abort(new DOMException('Another conversation is shown.', 'AbortError'));
    running = null;
    store.set(emptyScreen);
  }

  return { run, stop, leave };
}

const emptyScreen = {
  turn: { phase: 'idle' },
  thread: emptyThreadState,
  unsent: {},
  failure: null,
  stoppedAfter: null,
  olderAfter: null,
  feedback: {},
  suggested: null,
} as const satisfies Partial<ChatState>;

/** Shows the visitor that the answer takes longer than usual. */
function markSlow(store: Context['store']) {
  const { turn } = store.get();
  if (turn.phase === 'responding') store.set({ turn: { ...turn, isSlow: true } });
}

function toOutcome(cause: unknown, signal: AbortSignal): ResponseOutcome {
  if (cause === stopReason || signal.reason === stopReason) return 'stopped';
  const isLost = cause instanceof ProtocolError && (cause.code === 'stream-cut' || cause.code === 'network');
  return signal.aborted || isLost ? 'incomplete' : 'failed';
}

/** Shows why the turn ended early. What has arrived stays; a message that was not stored (`lost`) is kept. */
function showEnd(
  { context, unsent, onWaiting }: TurnsDeps,
  { cause, isStopped, wasOffline }: { cause: unknown; isStopped: boolean; wasOffline: boolean },
  lost?: OutgoingMessage,
) {
  const { thread } = context.store.get();
  const hasThread = thread.thread !== null;
  if (lost) {
    const honoursKeys = context.resumable?.isOn() ?? false;
    const failure: Failure = isStopped
      ? { key: 'failure.unsent', canRetry: true }
      : toUnsentFailure(cause, { hasThread, wasOffline, honoursKeys });
    unsent.fail(lost, failure);
    if (failure.sendsAfterMs !== undefined) onWaiting();
  } else if (isStopped) context.store.set({ stoppedAfter: thread.items.at(-1)?.id ?? null });
  else context.store.set({ failure: toTurnFailure(cause, hasThread) });
  if (isStopped) return;
  // The owner's page may not listen for errors of the chat.
  if (!(cause instanceof ChatKitError)) reportFault(cause);
  const doing = lost ? 'A message could not be sent' : 'The answer could not be completed';
  context.report(toChatKitError(cause, transportErrorName(cause), doing));
}
