/** The connection of a turn: when to reconnect after it was lost, and what the visitor sees meanwhile. */
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ResumeDeps } from '@chatdock/protocol/client/resume';
import type { Context } from '../context.ts';
import { toChatKitError } from '../failure.ts';

/** If the connection is lost for this long, the visitor sees a note. */
const SHOW_AFTER_MS = 2000;
const DELAYS_MS = [0, 500, 1000, 2000, 4000, 8000];
/** Attempts to reach a server that has sent nothing for this turn. After them, the message counts as unsent. */
const FIRST_ATTEMPTS = 3;
/**
 * About ten minutes, after which a server ends a turn without readers. Attempts are counted, not minutes, because a
 * device may sleep for hours between two of them.
 */
const MAX_ATTEMPTS = 80;
/**
 * The server may refuse this many attempts with 401 before the answer counts as lost. Meanwhile the page can get a new
 * token.
 */
const MAX_REFUSED = 6;
/**
 * The wait of a page in the back/forward cache, which makes no attempts. No wait is longer, because timers cannot hold
 * every number.
 */
const AWAY_MS = 10 * 60_000;

type Watched = Required<Pick<ResumeDeps, 'onConnected' | 'beforeRetry' | 'onAttempt'>>;

/** `hasBegun`: whether an event of the turn has arrived. */
export function watchConnection(context: Context, signal: AbortSignal, hasBegun: () => boolean) {
  const { store } = context;
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLost = false;
  let refused = 0;
  let isAway = false;
  let renew = () => {};
  /** Ends the wait for the next attempt. */
  let wake = () => {};

  const reconnect = () => {
    wake();
    renew();
  };
  const show = (value: (() => void) | undefined) => {
    const { turn } = store.get();
    if (turn.phase === 'responding' && turn.reconnect !== value) store.set({ turn: { ...turn, reconnect: value } });
  };
  const settle = () => {
    clearTimeout(timer);
    timer = undefined;
    isLost = false;
    refused = 0;
  };
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      const delay = setTimeout(resolve, ms);
      const listening = { signal: ended.signal };
      for (const type of ['online', 'pageshow']) addEventListener(type, () => resolve(), listening);
      document.addEventListener(
        'visibilitychange',
        () => document.visibilityState === 'visible' && resolve(),
        listening,
      );
      signal.addEventListener('abort', () => (clearTimeout(delay), resolve()), listening);
    });
  // A page with an open connection may not enter the back/forward cache, or is dropped from it. The turn continues on
  // the server.
  addEventListener('pagehide', () => (isAway = hasBegun()) && renew(), { signal: ended.signal });
  addEventListener('pageshow', () => (isAway = false), { signal: ended.signal });

  const watched: Watched = {
    onAttempt: (begin) => void (renew = begin),
    onConnected() {
      if (!isLost) return;
      settle();
      show(undefined);
    },
    async beforeRetry(attempt, cause) {
      if (!hasBegun() && (attempt >= FIRST_ATTEMPTS || !navigator.onLine || cause?.code === 'http-status'))
        throw cause ?? lost();
      isLost = true;
      if (cause?.status === 401) refused += 1;
      // The first attempt after a refusal gave the page's own `fetch` the chance to get a new token. It failed, so
      // report the error to the page.
      if (refused === 2 && cause) context.report(toChatKitError(cause, 'HttpError', 'The answer cannot be read on'));
      if (attempt > MAX_ATTEMPTS || refused > MAX_REFUSED) throw lost(cause);
      timer ??= setTimeout(() => show(reconnect), SHOW_AFTER_MS);
      const delayMs = (DELAYS_MS[Math.min(attempt, DELAYS_MS.length - 1)] ?? 0) * (0.75 + Math.random() / 2);
      await wait(isAway ? AWAY_MS : Math.min(Math.max(delayMs, cause?.retryAfterMs ?? 0), AWAY_MS));
      signal.throwIfAborted();
    },
  };
  return {
    ...watched,
    /** Closes the current connection. */
    drop: () => renew(),
    end() {
      settle();
      ended.abort();
    },
  };
}

const lost = (cause?: ProtocolError) =>
  new ProtocolError('stream-cut', 'The connection did not come back, so the answer may be incomplete.', {
    status: cause?.status,
    cause,
  });
