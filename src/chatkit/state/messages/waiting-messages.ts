/** Messages that are sent automatically: when, in which order, and by which tab. */
import { isResponding, type OutgoingMessage } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { waitingFailure } from '../failure.ts';
import type { OutboxDeps } from './outbox.ts';
import { createElsewhere, isOld } from './send-elsewhere.ts';

const DELAYS_MS = [2000, 4000, 8000, 16_000, 30_000, 60_000];

export function createWaitingMessages(deps: OutboxDeps) {
  const { context } = deps;
  const { store } = context;
  const elsewhere = createElsewhere(deps);
  let watching: AbortSignal | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let isFlushing = false;
  /** Whether the last attempt succeeded. */
  let hasSent = false;

  const waiting = () => Object.values(store.get().unsent).filter(({ failure }) => failure?.sendsAfterMs !== undefined);

  /**
   * Waiting messages come last, in the order in which they were written, even while an earlier one is being retried.
   */
  function putLast() {
    const ids = waiting().map(({ id }) => id);
    const { thread } = store.get();
    const items = thread.items.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    store.set({ thread: { ...thread, items } });
  }

  function listen() {
    const signal = context.signal();
    if (watching === signal || signal.aborted) return;
    watching = signal;
    const now = () => {
      // Do not ask a server before the time that it has named.
      if (waiting()[0]?.failure?.key === 'failure.busy') return;
      attempts = 0;
      void flush();
    };
    onChance(now, signal);
    const forget = onIdle(context, () => {
      if (waiting().length === 0 && !elsewhere.hasWaiting()) return;
      if (hasSent) void flush();
      else plan();
    });
    signal.addEventListener('abort', () => (forget(), clearTimeout(timer)));
  }

  function plan() {
    const [next] = waiting();
    if (next) putLast();
    clearTimeout(timer);
    if ((!next && !elsewhere.hasWaiting()) || context.signal().aborted) return;
    const delayMs = DELAYS_MS[Math.min(attempts, DELAYS_MS.length - 1)] ?? 0;
    timer = setTimeout(() => void flush(), Math.max(delayMs, next?.failure?.sendsAfterMs ?? 0));
  }

  /**
   * Sends the oldest waiting message of this conversation, else those of other conversations. The next one follows when
   * its answer has ended.
   */
  async function flush() {
    // First, because telling the truth of a message keeps it again.
    for (const message of waiting()) if (isGone(deps, message)) remove(deps, message);
    // With a network the attempt comes first: its outcome replaces the notice.
    for (const message of waiting()) if (!navigator.onLine || isOld(message)) updateNotice(deps, message);
    const [next] = waiting();
    if (!next && !elsewhere.hasWaiting()) return;
    if (isFlushing || isResponding(store.get()) || !navigator.onLine) return;
    // Wait until it is known which conversation is on screen.
    if (store.get().loading !== null) return plan();
    clearTimeout(timer);
    isFlushing = true;
    hasSent = false;
    attempts += 1;
    try {
      await alone(async () => {
        if (next) await send(deps, next, putLast);
        else hasSent = (await isReachable(context)) && (await elsewhere.send());
      });
      if (next) hasSent = !waiting().some(({ id }) => id === next.id);
    } finally {
      isFlushing = false;
    }
    if (hasSent) attempts = 0;
    else for (const message of waiting()) updateNotice(deps, message);
    if (isResponding(store.get())) return;
    if (hasSent) void flush();
    else plan();
  }

  return {
    /** A message has failed a moment ago. */
    watch() {
      listen();
      if (!isFlushing) plan();
    },
    sendNow() {
      listen();
      void flush();
    },
  };
}

/** Whether another tab has sent or removed it. */
const isGone = ({ context, storedMessages }: OutboxDeps, { key }: OutgoingMessage) =>
  !storedMessages.has(context.store.get().thread.thread?.id ?? null, key);

function remove({ context, unsent }: OutboxDeps, { id }: OutgoingMessage): void {
  unsent.remove(id);
  void context.catchUp();
}

async function send(deps: OutboxDeps, message: OutgoingMessage, onBegun: () => void) {
  const { context, conversation } = deps;
  if (isGone(deps, message)) return remove(deps, message);
  // Check first, so that the message does not change its look with each attempt.
  if (message.failure?.key !== 'failure.busy' && !(await isReachable(context))) return;
  const sending = conversation.resend(message.id);
  onBegun();
  await sending;
}

/** Update the notice: the network may have changed, and an old message is not sent without asking. */
function updateNotice({ unsent }: OutboxDeps, message: OutgoingMessage) {
  const { failure } = message;
  if (isOld(message)) return unsent.fail(message, { key: 'failure.old', canRetry: true });
  const current = failure?.key === 'failure.busy' && navigator.onLine ? failure : waitingFailure();
  if (current.key !== failure?.key) unsent.fail(message, current);
}

/** Calls back when the network or the visitor may have come back. */
function onChance(callback: () => void, signal: AbortSignal): void {
  for (const type of ['online', 'offline', 'pageshow']) addEventListener(type, callback, { signal });
  document.addEventListener('visibilitychange', callback, { signal });
}

/** Calls back when a turn has ended. @returns a function that stops listening */
function onIdle({ store }: Context, callback: () => void): () => void {
  let { turn } = store.get();
  return store.subscribe(() => {
    const before = turn;
    ({ turn } = store.get());
    if (before.phase !== 'idle' && turn.phase === 'idle') queueMicrotask(callback);
  });
}

async function isReachable(context: Context): Promise<boolean> {
  try {
    const client = await context.client();
    await client.request({ type: 'threads.list', params: { limit: 1 } }, { signal: context.signal() });
    return true;
  } catch {
    return false;
  }
}

/** Only one tab at a time sends waiting messages. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work();
  await navigator.locks.request('chatdock:outbox', { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}
