/** The connection to Redis or Valkey. All data in it is short-lived: losing it loses counters, never a conversation. */
import { StoreUnavailableError } from '../../core/errors.ts';
import type { ServerLog } from '../../core/telemetry/log.ts';
import { within } from '../../core/within.ts';

export interface RedisLink {
  /** @throws StoreUnavailableError if Redis does not answer within a second */
  send(command: readonly string[]): Promise<unknown>;
  /** For a command that waits in Redis, on a separate connection. @throws if the connection breaks */
  block(command: readonly string[]): Promise<unknown>;
  /** Calls `onMessage` with each message of the channel, from now on and after every reconnection. */
  listen(channel: string, onMessage: (message: string) => void): void;
  close(): void;
}

const ANSWER_MS = 1000;
const CONNECT_MS = 5000;
/**
 * The first connection may take seconds on a busy machine, and without it a process counts alone. If Redis is down, it
 * fails at once.
 */
const FIRST_CONNECTION_MS = 8000;
const MAX_PAUSE_MS = 2000;
const WARN_EVERY_MS = 60_000;

/**
 * Connects, and reconnects whenever the connection breaks. If Redis is down at the start, logs it and tries again.
 * @throws Error with a readable message if the client is not installed
 */
export async function openRedis(url: string, log: ServerLog): Promise<RedisLink> {
  const { createClient } = await import('redis').catch((cause: unknown): never => {
    throw new Error(
      'CHATDOCK_REDIS_URL is set, and the packages that speak to Redis are not installed. Run: npm install redis rate-limit-redis',
      { cause },
    );
  });
  const client = createClient({
    url,
    // A command fails at once if Redis cannot accept it now, and its caller continues without Redis.
    disableOfflineQueue: true,
    pingInterval: 10_000,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, MAX_PAUSE_MS),
    },
  });
  const subscriber = client.duplicate();
  /** Opened when a command waits for the first time. */
  let blocker: typeof client | undefined;
  let blocking: Promise<unknown> | undefined;
  let warnedAt = 0;
  const warn = (err: unknown) => {
    if (Date.now() - warnedAt < WARN_EVERY_MS) return;
    warnedAt = Date.now();
    log.warn({ err }, 'Redis cannot be reached. Each process counts alone until it is back. Check CHATDOCK_REDIS_URL.');
  };
  client.on('error', warn);
  const failed = new Promise<void>((resolve) => client.once('error', () => resolve()));
  subscriber.on('error', warn);
  // Both promises settle with the first connection only. After that, the client reconnects automatically.
  const subscribed = subscriber.connect();
  subscribed.catch(() => undefined);
  const connected = client.connect();
  await within(FIRST_CONNECTION_MS, Promise.race([connected, failed]), () => undefined).catch(warn);

  return {
    async send(command) {
      const answer = client.sendCommand([...command]);
      return await within(ANSWER_MS, answer, (): never => {
        throw new StoreUnavailableError('Redis did not answer in time.');
      });
    },
    async block(command) {
      if (!blocker) {
        blocker = client.duplicate();
        blocker.on('error', warn);
        blocking = blocker.connect();
      }
      await blocking;
      return await blocker.sendCommand([...command]);
    },
    listen(channel, onMessage) {
      subscribed.then(() => subscriber.subscribe(channel, onMessage)).catch(warn);
    },
    close() {
      client.destroy();
      subscriber.destroy();
      blocker?.destroy();
    },
  };
}
