/** Rate limits and limits on simultaneous turns, for one address, one user and the whole process. */
import type { RequestHandler } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit, type Store as CounterStore } from 'express-rate-limit';
import { type ChatKitRequest, isStreamRequest } from '@chatdock/protocol/requests/requests';
import type { RequestContext } from '../core/context.ts';
import { type CorsOptions, decideCors } from '../core/http/cors.ts';
import type { Authenticate, Leave } from '../core/http/endpoint.ts';
import { consoleLog, type ServerLog } from '../core/telemetry/log.ts';
import type { SlotLeases } from '../core/runs/slot-leases.ts';
import type { Budgets } from './budgets/budgets.ts';
import { createProxyWatch } from './proxy-watch.ts';
import { refusal } from './refusal.ts';
import { shareSlots } from './shared-slots.ts';
import { createSlots, slotRules } from './turn-slots.ts';

/**
 * Each number may be 0 for "no limit". A turn is a request that runs the agent: a message, a retry, an action. A
 * visitor who discards the token is a new user with every request, so addresses have limits too.
 */
export interface LimitOptions {
  /** Requests of one IP address (one /56 network with IPv6) in a minute. @defaultValue 600 */
  readonly requestsPerAddress?: number | undefined;
  /** Requests of one user in a minute. @defaultValue 240 */
  readonly requestsPerUser?: number | undefined;
  /** Turns of one address in a minute. @defaultValue 120 */
  readonly turnsPerAddress?: number | undefined;
  /** Turns of one user in a minute. @defaultValue 30 */
  readonly turnsPerUser?: number | undefined;
  /** Files of one address in a minute. @defaultValue 60 */
  readonly uploadsPerAddress?: number | undefined;
  /** Files of one user in a minute. @defaultValue 20 */
  readonly uploadsPerUser?: number | undefined;
  /** Searches of one user in a minute. @defaultValue 60 */
  readonly searchesPerUser?: number | undefined;
  /** Turns of one address at the same time. @defaultValue 100 */
  readonly streamsPerAddress?: number | undefined;
  /** Turns of one user at the same time. @defaultValue 4 */
  readonly streamsPerUser?: number | undefined;
  /** Turns of this process at the same time. @defaultValue 5000 */
  readonly streams?: number | undefined;
  /**
   * Creates the counters: any store for `express-rate-limit`. Several processes behind a load balancer share them, for
   * example through Redis. Give each store a different prefix, made from `name`. If a store fails, all requests are
   * allowed.
   * @defaultValue this process's memory
   */
  readonly makeCounters?: ((name: CounterName) => CounterStore) | undefined;
  /**
   * Shares the count of simultaneous turns between processes, for the limits of a user and of an address.
   * @defaultValue each process counts its own
   */
  readonly slots?: SlotLeases | undefined;
  /** Counts daily usage: turns, and the bytes of uploads. Without it, there are only limits per minute. */
  readonly budgets?: Pick<Budgets, 'take'> | undefined;
  /** New visitors of one address in a minute. @defaultValue 60 */
  readonly newVisitorsPerAddress?: number | undefined;
  /** The CORS options of the ChatKit router, so that pages of an allowed site can read a refusal. */
  readonly cors?: CorsOptions | undefined;
  /** Receives a warning if a counter store fails. @defaultValue the console */
  readonly log?: ServerLog | undefined;
}

/** The subject of a rate-limit counter: requests, turns, uploads or searches, of an address or of a user. */
export type CounterName =
  | 'address'
  | 'user'
  | 'turns-of-address'
  | 'turns-of-user'
  | 'uploads-of-address'
  | 'uploads-of-user'
  | 'searches-of-user'
  | 'new-visitors';

/** A context with the address that its request came from. */
export interface AddressedContext extends RequestContext {
  /** An IP address, or an IPv6 network. */
  readonly address?: string | undefined;
  /** The address belongs to a proxy that the server does not trust, so all visitors have it. */
  readonly isAddressShared?: boolean | undefined;
}

/** The rate limits of one process, as `createLimits` returns them: functions for Express and for the two routers. */
export interface Limits {
  /** Express middleware, mounted before the ChatKit router. Counts by `req.ip`: set `trust proxy` to a number of proxies first. */
  readonly perAddress: RequestHandler;
  /**
   * Adds the address that `perAddress` saw to the result of `authenticate`. Use it only behind `perAddress`, which
   * overwrites an address that a client claims.
   */
  readonly withAddress: <Context extends RequestContext>(
    authenticate: Authenticate<Context>,
  ) => Authenticate<Context & AddressedContext>;
  /** For the `admit` option of the ChatKit router. */
  readonly admit: (request: ChatKitRequest, context: AddressedContext) => Promise<Leave | undefined>;
  /** For the `admit` option of the attachment router. */
  readonly admitUpload: (context: AddressedContext, sizeBytes: number) => Promise<void>;
  /** For the `admit` option of `anonymousVisitors`: a request that needs a new identity. */
  readonly admitNewVisitor: (request: Request) => Promise<void>;
}

const WINDOW_MS = 60_000;
const UNCOUNTED = 'The rate-limit counters cannot be reached, so requests are allowed without being counted.';
/**
 * Passes the address from our middleware to our `authenticate`. A value that a client sends under this name is
 * overwritten.
 */
const ADDRESS_HEADER = 'chatdock-client-address';
const SHARED_HEADER = 'chatdock-client-address-shared';

/**
 * Creates rate limits by minute and limits on simultaneous turns. A refused request gets status 429 with `Retry-After`.
 * If a counter store fails, requests are allowed and a warning is logged.
 *
 * @example
 * const limits = createLimits({ turnsPerUser: 20 });
 * app.use(limits.perAddress, chatkitRouter(server, { authenticate: limits.withAddress(authenticate), admit: limits.admit }));
 */
export function createLimits(options: LimitOptions = {}): Limits {
  const { requestsPerAddress = 600, requestsPerUser = 240, turnsPerAddress = 120, turnsPerUser = 30 } = options;
  const { uploadsPerAddress = 60, uploadsPerUser = 20, searchesPerUser = 60 } = options;
  const { streamsPerAddress = 100, streamsPerUser = 4, streams = 5000 } = options;
  const { newVisitorsPerAddress = 60, budgets, slots } = options;
  const { makeCounters = () => new MemoryStore(), cors = {}, log = consoleLog } = options;
  const counter = (name: CounterName, limit: number) => createCounter(makeCounters(name), limit, log);
  const countRequest = counter('user', requestsPerUser);
  const countTurnOfAddress = counter('turns-of-address', turnsPerAddress);
  const countTurnOfUser = counter('turns-of-user', turnsPerUser);
  const countUploadOfAddress = counter('uploads-of-address', uploadsPerAddress);
  const countUploadOfUser = counter('uploads-of-user', uploadsPerUser);
  const countSearch = counter('searches-of-user', searchesPerUser);
  const countNewVisitor = counter('new-visitors', newVisitorsPerAddress);
  const countUpload = async (context: AddressedContext, sizeBytes: number) => {
    await countUploadOfAddress(context.address ?? 'unknown');
    await countUploadOfUser(context.userId);
    await budgets?.take(context, 'MB', sizeBytes / 1_000_000);
  };
  const countTurn = async (context: AddressedContext) => {
    await countTurnOfAddress(context.address ?? 'unknown');
    await countTurnOfUser(context.userId);
    await budgets?.take(context, 'turns', 1);
  };
  const acquireSlot = createSlots(
    slotRules({ streamsPerUser, streamsPerAddress, streams }),
    slots && shareSlots(slots, log),
  );

  return {
    perAddress: perAddress(requestsPerAddress, makeCounters('address'), { cors, log }),
    withAddress: (authenticate) => async (request, reply) => ({
      ...(await authenticate(request, reply)),
      address: request.headers.get(ADDRESS_HEADER) ?? undefined,
      isAddressShared: request.headers.has(SHARED_HEADER),
    }),
    async admit(request, context) {
      const { userId, address = 'unknown' } = context;
      await countRequest(userId);
      if (request.type === 'attachments.create') await countUpload(context, request.params.size);
      // A search reads whole conversations.
      if (request.type === 'threads.search') await countSearch(userId);
      // Transcribing also costs a model call.
      if (request.type === 'input.transcribe') await countTurn(context);
      if (!isStreamRequest(request)) return undefined;
      await countTurn(context);
      return await acquireSlot([userId, address, 'process']);
    },
    async admitUpload(context, sizeBytes) {
      await countRequest(context.userId);
      await countUpload(context, sizeBytes);
    },
    async admitNewVisitor(request) {
      await countNewVisitor(request.headers.get(ADDRESS_HEADER) ?? 'unknown');
    },
  };
}

const addressOf = (ip: string | undefined) => (ip === undefined ? 'unknown' : ipKeyGenerator(ip));

function perAddress(
  limit: number,
  store: CounterStore,
  { cors, log }: { cors: CorsOptions; log: ServerLog },
): RequestHandler {
  const count = rateLimit({
    windowMs: WINDOW_MS,
    limit,
    store,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    passOnStoreError: true,
    logger: toLogger(log),
    keyGenerator: ({ ip }) => addressOf(ip),
    skip: (req) => limit === 0 || req.method === 'OPTIONS',
    // Any client can send these headers, so they do not prove that a proxy is in use.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler(req, res) {
      res.set(
        decideCors(new Headers({ origin: req.get('origin') ?? '' }), `${req.protocol}://${req.host}`, cors).headers,
      );
      const seconds = Number(res.getHeader('retry-after')) || 60;
      res.status(429).json({ error: { code: 'rate_limited', message: tooFast(seconds) } });
    },
  });
  const isShared = createProxyWatch(log);
  return (req, res, next) => {
    req.headers[ADDRESS_HEADER] = addressOf(req.ip);
    delete req.headers[SHARED_HEADER];
    if (isShared(req)) req.headers[SHARED_HEADER] = '1';
    return count(req, res, next);
  };
}

/** Passes the package's messages to our log. */
const toLogger = (log: ServerLog) => ({
  error: (error: unknown) => log.warn({ err: error }, UNCOUNTED),
  warn: (error: unknown) => log.warn({ err: error }, 'The rate limiter reports a configuration problem. See err.'),
});

/** Counts one use by `key`. @throws HttpError 429 if the limit of the window is reached */
function createCounter(store: CounterStore, limit: number, log: ServerLog): (key: string) => Promise<void> {
  // Creating the middleware initialises the store. The middleware itself is not used.
  rateLimit({ windowMs: WINDOW_MS, limit: Math.max(limit, 1), store, logger: toLogger(log) });
  return async (key) => {
    if (limit === 0) return;
    const counted = await Promise.resolve(store.increment(key)).catch((error: unknown) => {
      log.warn({ err: error }, UNCOUNTED);
      return undefined;
    });
    if (!counted || counted.totalHits <= limit) return;
    const resetMs = counted.resetTime?.getTime() ?? Date.now() + WINDOW_MS;
    const seconds = Math.max(Math.ceil((resetMs - Date.now()) / 1000), 1);
    throw refusal(429, 'rate_limited', tooFast(seconds), seconds);
  };
}

const tooFast = (seconds: number) =>
  `You’re sending messages too quickly. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
