/** The conversation: sending, the turn that follows, stopping, trying again, and going from one thread to another. */
import type { ThreadStreamEvent } from '@chatdock/protocol/events';
import type { UserMessageItem } from '@chatdock/protocol/items';
import type { StreamRequestInput, UserMessageInput } from '@chatdock/protocol/requests';
import { emptyThreadState, reduce, toMetadata, type ThreadState } from '@chatdock/protocol/reduce';
import { ProtocolError } from '@chatdock/protocol/errors';
import { toJson } from '@chatdock/protocol/to-json';
import { dropItemsAfter, pendingClientToolCall, startTurn } from '@chatdock/protocol/turn';
import type { Attachment } from '@chatdock/protocol/attachments';
import { isResponding, lastUserMessage, type Failure, type OutgoingMessage } from './chat-state.ts';
import type { Context } from './context.ts';
import { ChatKitError } from './errors.ts';
import { toChatKitError, toFailure, transportErrorName } from './failure.ts';
import type { HistoryPart } from './history.ts';
import type { SentMessage } from './sent-message.ts';
import type { Sought } from './find-sent.ts';

export type ConversationPart = ReturnType<typeof createConversation>;

/** What a turn needs beside its request. */
export interface TurnParts {
  request: StreamRequestInput;
  /** The message this turn sends, when it sends one. */
  message?: OutgoingMessage | undefined;
  /** The server has taken what was sent. */
  onAccepted?: (() => void) | undefined;
}

/** Wanted only when something has gone wrong. */
const loadSearch = () => import('./find-sent.ts');

/** How long the server may say nothing before the visitor is told that it is slow. */
const slowAfterMs = 12_000;

interface ConversationParts {
  context: Context;
  history: HistoryPart;
  /** The conversation on screen has begun, and has a name from now on. */
  onBegun(threadId: string): void;
}

export function createConversation({ context, history, onBegun }: ConversationParts) {
  const { store, emit } = context;
  let running: { abort: AbortController } | null = null;
  let sent = 0;

  /** Sends a message in the thread on screen, or begins one. Resolves once the server has taken it. */
  function send(input: UserMessageInput, attachments: readonly Attachment[] = []): Promise<void> {
    const id = `unsent_${sent++}`;
    const { history: list, thread, unsent } = store.get();
    const knownThreads = list.status === 'ready' ? new Set(list.threads.map(({ id: known }) => known)) : null;
    const after = thread.items.findLast((item) => !(item.id in unsent))?.id ?? null;
    return deliver({ id, input, failure: null, knownThreads, after, firstSentAt: Date.now() }, attachments);
  }

  async function deliver(message: OutgoingMessage, attachments: readonly Attachment[]): Promise<void> {
    const { thread, unsent } = store.get();
    const threadId = thread.thread?.id;
    store.set({
      thread: startTurn(thread, toItem(message, threadId, attachments)),
      unsent: { ...unsent, [message.id]: message },
      failure: null,
    });
    const request: StreamRequestInput = threadId
      ? { type: 'threads.add_user_message', params: { input: message.input, thread_id: threadId } }
      : { type: 'threads.create', params: { input: message.input } };
    return new Promise((resolve, reject) => {
      void runTurn({ request, message, onAccepted: resolve }).then(resolve, reject);
    });
  }

  /** One turn: one response start, one response end, however many streams a client tool makes of it. */
  async function runTurn({ request, message, onAccepted }: TurnParts): Promise<void> {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, context.signal()]);
    const turn = { abort };
    running = turn;
    let isAccepted = message === undefined;
    let hasStarted = false;
    store.set({ turn: { phase: 'responding', isSlow: false }, failure: null, stoppedAfter: null });
    const slow = setTimeout(
      () => isResponding(store.get()) && store.set({ turn: { phase: 'responding', isSlow: true } }),
      slowAfterMs,
    );

    const take = (event: ThreadStreamEvent) => {
      // Another thread may have taken the screen while this event was on its way.
      if (running !== turn) return;
      clearTimeout(slow);
      const before = store.get().thread;
      const next = reduce(before, event);
      if (next !== before) store.stage({ thread: next });
      handleSideEffects(event, before);
      if (!hasStarted) {
        hasStarted = true;
        emit('chatkit.response.start', null);
      }
      if (!isAccepted && before.optimisticId !== null && next.optimisticId === null) {
        isAccepted = true;
        if (message) forgetUnsent(message.id);
        onAccepted?.();
      }
    };

    try {
      const client = await context.client();
      for await (const event of client.stream(request, { signal })) take(event);
      await runClientTools(client, signal, take);
      if (!isAccepted && message)
        throw new ChatKitError(
          'StreamError',
          'The chat server ended its answer without taking the message, so it counts as not sent.',
        );
    } catch (cause) {
      if (running === turn) {
        if (signal.aborted) stopped(isAccepted, message);
        else failed(cause, isAccepted, message);
      }
      if (!isAccepted)
        throw signal.aborted
          ? new ChatKitError('StreamError', 'Sending was stopped before the server had taken the message.')
          : cause;
    } finally {
      clearTimeout(slow);
      if (running === turn) {
        running = null;
        store.set({ thread: { ...store.get().thread, progress: null }, turn: { phase: 'idle' } });
      }
      if (hasStarted) emit('chatkit.response.end', null);
    }
  }

  /** Runs the tool the turn waits for and goes on with the turn, as often as the server asks. */
  async function runClientTools(
    client: Awaited<ReturnType<Context['client']>>,
    signal: AbortSignal,
    take: (event: ThreadStreamEvent) => void,
  ) {
    for (let call = pendingClientToolCall(store.get().thread); call; call = pendingClientToolCall(store.get().thread)) {
      const { given } = store.get().options;
      if (!given.onClientTool) {
        throw new ChatKitError(
          'IntegrationError',
          `The server asked the page to run the client tool "${call.name}", but there is no \`onClientTool\`. Pass it in the options.`,
        );
      }
      const result = await callTool(call.name, () => given.onClientTool?.({ name: call.name, params: call.arguments }));
      signal.throwIfAborted();
      markCompleted(store.get().thread, call.id, take);
      const request: StreamRequestInput = {
        type: 'threads.add_client_tool_output',
        params: { thread_id: call.thread_id, result },
      };
      for await (const event of client.stream(request, { signal })) take(event);
    }
  }

  /** A tool that throws tells the assistant so, and the page; one that gives nothing has succeeded without data. */
  async function callTool(name: string, call: () => unknown): Promise<unknown> {
    try {
      const result = await call();
      // What cannot be sent fails here, as the tool's own failure and not the turn's; in a list even a function has JSON.
      return JSON.parse(toJson([result]))[0] ?? {};
    } catch (cause) {
      context.report(
        toChatKitError(cause, 'IntegrationError', `The client tool "${name}" failed, which the assistant was told`),
      );
      return { error: cause instanceof Error ? cause.message : String(cause) };
    }
  }

  function handleSideEffects(event: ThreadStreamEvent, before: ThreadState) {
    switch (event.type) {
      case 'thread.created':
        history.put(event.thread);
        if (before.thread?.id === event.thread.id) return;
        onBegun(event.thread.id);
        emit('chatkit.thread.change', { threadId: event.thread.id });
        return;
      case 'thread.updated':
        history.put(event.thread);
        return;
      case 'client_effect':
        emit('chatkit.effect', { name: event.name, data: event.data });
        return;
      case 'error':
        context.report(
          new ChatKitError(
            'StreamError',
            event.message ?? `The chat server reported the error "${event.code}" while answering.`,
          ),
        );
        return;
      default:
    }
  }

  /** The visitor (or a move of the element) has ended the turn: what was said stays. */
  function stopped(isAccepted: boolean, message: OutgoingMessage | undefined) {
    if (!isAccepted && message) keepUnsent(message, { key: 'failure.unsent', canRetry: true });
    else store.set({ stoppedAfter: store.get().thread.items.at(-1)?.id ?? null });
  }

  function failed(cause: unknown, isAccepted: boolean, message: OutgoingMessage | undefined) {
    const failure = toTurnFailure(cause);
    if (!isAccepted && message) keepUnsent(message, failure);
    else store.set({ failure });
    context.report(
      toChatKitError(
        cause,
        transportErrorName(cause),
        isAccepted ? 'The answer could not be completed' : 'A message could not be sent',
      ),
    );
  }

  function toTurnFailure(cause: unknown): Failure {
    if (cause instanceof ChatKitError && cause.name === 'IntegrationError')
      return { key: 'failure.setup', canRetry: false };
    // Without a conversation it is the server that is not where the page says.
    const isNoServer = cause instanceof ProtocolError && cause.status === 404 && store.get().thread.thread === null;
    return isNoServer ? { key: 'failure.setup', canRetry: true } : toFailure(cause);
  }

  function keepUnsent(message: OutgoingMessage, failure: NonNullable<OutgoingMessage['failure']>) {
    const { unsent, thread } = store.get();
    store.set({
      unsent: { ...unsent, [message.id]: { ...message, failure } },
      thread: { ...thread, optimisticId: null },
    });
  }

  /** Shows a message that an earlier page has sent and the server does not have. */
  function showUnsent({ attachments, knownThreads, ...sentBefore }: SentMessage) {
    const id = `unsent_${sent++}`;
    const message: OutgoingMessage = {
      ...sentBefore,
      id,
      failure: { key: 'failure.unsent', canRetry: true },
      knownThreads: knownThreads && new Set(knownThreads),
    };
    const { thread, unsent } = store.get();
    store.set({
      thread: { ...thread, items: [...thread.items, toItem(message, thread.thread?.id, attachments)] },
      unsent: { ...unsent, [id]: message },
    });
  }

  /** That the visitor is offline is no longer true; that the server was not reached is. */
  function noteOnline() {
    const { unsent, failure } = store.get();
    const renew = <Noted extends Failure | null>(noted: Noted): Noted =>
      noted?.key === 'failure.offline' ? { ...noted, key: 'failure.network' } : noted;
    store.set({
      failure: renew(failure),
      unsent: Object.fromEntries(
        Object.entries(unsent).map(([id, message]) => [id, { ...message, failure: renew(message.failure) }]),
      ),
    });
  }

  function forgetUnsent(id: string) {
    const { [id]: _, ...rest } = store.get().unsent;
    store.set({ unsent: rest });
  }

  /** Sends an unsent message again, unless the server turns out to have it: a lost answer is not a lost message. */
  async function resend(id: string): Promise<void> {
    const { thread, unsent } = store.get();
    const message = unsent[id];
    if (!message?.failure || isResponding(store.get())) return;
    const item = thread.items.find((candidate) => candidate.id === id);
    const attachments = item?.type === 'user_message' ? item.attachments : [];
    store.set({
      unsent: { ...unsent, [id]: { ...message, failure: null } },
      turn: { phase: 'responding', isSlow: false },
    });
    const arrived = await findArrived(message).catch(() => null);
    store.set({ turn: { phase: 'idle' }, thread: withoutItem(store.get().thread, id) });
    if (arrived) {
      forgetUnsent(id);
      store.set({ thread: reduce(store.get().thread, { type: 'thread.item.done', item: arrived }) });
      await retryAfter(arrived.id);
      return;
    }
    await deliver({ ...message, failure: null }, attachments).catch(() => undefined); // shown where the message stands
  }

  /** The server's copy of a message whose answer never came, when it is there after all. The thread that a first message began becomes the one on screen. */
  async function findArrived(message: OutgoingMessage): Promise<UserMessageItem | null> {
    const { thread } = store.get();
    if (thread.thread)
      return (await loadSearch()).findInThread(await context.client(), thread.thread.id, {
        message,
        shown: thread.items,
        signal: context.signal(),
      });
    const begun = await findBegun(message);
    if (!begun) return null;
    store.set({ thread: { ...store.get().thread, thread: toMetadata(begun.thread) } });
    history.put(begun.thread);
    onBegun(begun.thread.id);
    emit('chatkit.thread.change', { threadId: begun.thread.id });
    return begun.item;
  }

  /** The thread that a first message began. */
  const findBegun = async (message: Sought) =>
    (await loadSearch()).findBegunThread(await context.client(), message, context.signal());

  /** Asks for the last answer again: what came after the visitor's message goes, here and on the server. */
  async function retryAfter(itemId: string): Promise<void> {
    const { thread } = store.get();
    if (!thread.thread || isResponding(store.get())) return;
    store.set({ thread: dropItemsAfter({ ...thread, error: null, notices: [] }, itemId), failure: null });
    await runTurn({
      request: { type: 'threads.retry_after_item', params: { thread_id: thread.thread.id, item_id: itemId } },
    });
  }

  async function retryLast(): Promise<void> {
    const { thread, unsent } = store.get();
    const last = lastUserMessage(thread.items.filter(({ id }) => !(id in unsent)));
    if (last) await retryAfter(last.id);
  }

  /** Takes in something that came beside the stream. */
  function apply(event: ThreadStreamEvent) {
    store.set({ thread: reduce(store.get().thread, event) });
  }

  function stop() {
    running?.abort.abort(new DOMException('The visitor stopped the answer.', 'AbortError'));
  }

  /** Forgets the turn on screen without a word: another thread takes its place. */
  function leave() {
    stop();
    running = null;
    store.set({
      turn: { phase: 'idle' },
      thread: emptyThreadState,
      unsent: {},
      failure: null,
      stoppedAfter: null,
      olderAfter: null,
      feedback: {},
    });
  }

  return { send, resend, showUnsent, noteOnline, findBegun, retryAfter, retryLast, stop, leave, runTurn, apply };
}

const toItem = (
  { id, input }: OutgoingMessage,
  threadId = '',
  attachments: readonly Attachment[],
): UserMessageItem => ({
  type: 'user_message',
  id,
  thread_id: threadId,
  created_at: new Date().toISOString(),
  content: input.content,
  attachments: [...attachments],
  quoted_text: input.quoted_text,
  inference_options: input.inference_options,
});

const withoutItem = (thread: ThreadState, id: string): ThreadState => ({
  ...thread,
  items: thread.items.filter((item) => item.id !== id),
});

/** The server completes the call without saying so; without this the same call would look pending for ever. */
function markCompleted(thread: ThreadState, id: string, take: (event: ThreadStreamEvent) => void) {
  const item = thread.items.findLast((candidate) => candidate.id === id);
  if (item?.type === 'client_tool_call') take({ type: 'thread.item.replaced', item: { ...item, status: 'completed' } });
}
