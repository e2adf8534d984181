/** How often, and how many at once: what one address, one user and the whole process may ask for. */
import { MemoryStore, rateLimit, type Store as CounterStore } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { type ChatKitRequest, isStreamRequest } from '../../../src/protocol/requests.ts';
import type { RequestContext } from '../core/context.ts';
import { type CorsOptions, decideCors } from '../core/cors.ts';
import { HttpError } from '../core/errors.ts';

/** Each number may be 0 for "no limit". */
export interface LimitOptions {
  /** Requests of one IP address (one /56 network with IPv6) in a minute. @defaultValue 600 */
  readonly requestsPerAddress?: number | undefined;
  /** Requests of one user in a minute. @defaultValue 240 */
  readonly requestsPerUser?: number | undefined;
  /** Turns (messages, retries, actions: what runs the agent) of one user in a minute. @defaultValue 30 */
  readonly turnsPerUser?: number | undefined;
  /** Turns of one user at the same time. @defaultValue 4 */
  readonly streamsPerUser?: number | undefined;
  /** Turns of this process at the same time. @defaultValue 5000 */
  readonly streams?: number | undefined;
  /**
   * Makes the counters: any store for `express-rate-limit`. Several processes behind a load balancer share theirs
   * through Redis or the like; give each store a prefix of its own from `name`. @defaultValue this process's memory
   */
  readonly makeCounters?: ((name: 'address' | 'user' | 'turns') => CounterStore) | undefined;
  /** As given to the ChatKit router, so that a refused page of an allowed site can read the refusal. */
  readonly cors?: CorsOptions | undefined;
}

export interface Limits {
  /** Express middleware, mounted before the ChatKit router. Counts by `req.ip`: set `trust proxy` first. */
  readonly perAddress: RequestHandler;
  /** For the `admit` option of the ChatKit router. */
  readonly admit: (request: ChatKitRequest, context: RequestContext) => Promise<void>;
}

const WINDOW_MS = 60_000;
const BUSY_SECONDS = 5;

export function createLimits(options: LimitOptions = {}): Limits {
  const { requestsPerAddress = 600, requestsPerUser = 240, turnsPerUser = 30, streamsPerUser = 4, streams = 5000 } = options;
  const { makeCounters = () => new MemoryStore(), cors = {} } = options;
  const countRequest = createCounter(makeCounters('user'), requestsPerUser);
  const countTurn = createCounter(makeCounters('turns'), turnsPerUser);
  const openStreams = new Map<string, number>();
  let openInAll = 0;

  function takeStream({ userId, signal }: RequestContext) {
    const open = openStreams.get(userId) ?? 0;
    if (streamsPerUser > 0 && open >= streamsPerUser) {
      throw refusal(429, 'too_many_streams', 'Other answers to you are still being written. Wait for one to finish, or stop it.', BUSY_SECONDS);
    }
    if (streams > 0 && openInAll >= streams) {
      throw refusal(503, 'busy', 'This chat is very busy at the moment. Try again in a few seconds.', BUSY_SECONDS);
    }
    if (signal.aborted) return;
    openStreams.set(userId, open + 1);
    openInAll += 1;
    // The connection's signal: it aborts when the response closes, however it closes.
    signal.addEventListener('abort', () => {
      openInAll -= 1;
      const left = (openStreams.get(userId) ?? 1) - 1;
      if (left > 0) openStreams.set(userId, left);
      else openStreams.delete(userId);
    });
  }

  return {
    perAddress: perAddress(requestsPerAddress, makeCounters('address'), cors),
    async admit(request, context) {
      await countRequest(context.userId);
      if (!isStreamRequest(request)) return;
      await countTurn(context.userId);
      takeStream(context);
    },
  };
}

function perAddress(limit: number, store: CounterStore, cors: CorsOptions): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    store,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (req) => limit === 0 || req.method === 'OPTIONS',
    // Anybody can send these headers, so their presence says nothing about how the server is set up.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler(req, res) {
      res.set(decideCors(new Headers({ origin: req.get('origin') ?? '' }), `${req.protocol}://${req.host}`, cors).headers);
      const seconds = Number(res.getHeader('retry-after')) || 60;
      res.status(429).json({ error: { code: 'rate_limited', message: tooFast(seconds) } });
    },
  });
}

/** Counts one use by `key`. @throws HttpError 429 when the window's uses are up */
function createCounter(store: CounterStore, limit: number): (key: string) => Promise<void> {
  // Initialises the store the way it is made for; the middleware itself is not needed here.
  rateLimit({ windowMs: WINDOW_MS, limit: Math.max(limit, 1), store });
  return async (key) => {
    if (limit === 0) return;
    const { totalHits, resetTime } = await store.increment(key);
    if (totalHits <= limit) return;
    const seconds = Math.max(Math.ceil(((resetTime?.getTime() ?? Date.now() + WINDOW_MS) - Date.now()) / 1000), 1);
    throw refusal(429, 'rate_limited', tooFast(seconds), seconds);
  };
}

const tooFast = (seconds: number) => `That was more than this chat takes from one person in a minute. Try again in ${seconds} seconds.`;

const refusal = (status: number, code: string, message: string, retryAfter: number) => new HttpError(status, code, message, { headers: { 'retry-after': String(retryAfter) } });
