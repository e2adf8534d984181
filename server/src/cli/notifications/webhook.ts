/** Sends signed events to the owner's address, and retries while it does not answer. */
import { createHmac } from 'node:crypto';
import type { ServerLog } from '../../core/telemetry/log.ts';

/** Options of `createWebhook`: the address, the signing secret, and the retries. */
export interface WebhookOptions {
  url: string;
  /** Signs each request, as https://www.standardwebhooks.com describes. Without it requests are not signed. */
  secret?: string | undefined;
  log: ServerLog;
  /** How long to wait before each further attempt, in milliseconds. @defaultValue 5 s, 30 s, 2 min, 10 min, 30 min */
  retryAfterMs?: readonly number[] | undefined;
  /** Milliseconds since 1970. @defaultValue Date.now */
  now?: (() => number) | undefined;
}

/** Sends events; see `createWebhook`. */
export interface Webhook {
  /** Returns at once. The event has the same id in each attempt. */
  send(type: string, data: Readonly<Record<string, unknown>>): void;
  /** Waits up to `graceMs` for running attempts, then ends them. Drops and logs events that were not delivered. */
  close(graceMs?: number): Promise<void>;
}

const RETRY_AFTER_MS = [5_000, 30_000, 120_000, 600_000, 1_800_000];
const ANSWER_MS = 10_000;
/** The maximum number of waiting events, so that an unavailable receiver does not fill the memory. */
const MAX_WAITING = 1000;

/** Never throws. Events that cannot be delivered are logged. */
export function createWebhook({
  url,
  secret,
  log,
  retryAfterMs = RETRY_AFTER_MS,
  now = () => Date.now(),
}: WebhookOptions): Webhook {
  const waiting = new Map<NodeJS.Timeout, string>();
  const running = new Set<Promise<void>>();
  let isClosed = false;

  const attempt = async (id: string, type: string, body: string, retries: readonly number[]): Promise<void> => {
    const failure = await post(url, headersFor(id, body, secret, now()), body);
    if (failure === null) return;
    const [wait, ...rest] = retries;
    if (wait === undefined || failure.isFinal || isClosed || waiting.size >= MAX_WAITING) {
      log.error(
        { type, status: failure.status, err: failure.cause },
        'A notification could not be delivered to CHATDOCK_WEBHOOK and is dropped.',
      );
      return;
    }
    const timer = setTimeout(() => {
      waiting.delete(timer);
      run(attempt(id, type, body, rest));
    }, wait);
    timer.unref();
    waiting.set(timer, type);
  };
  const run = (work: Promise<void>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  return {
    send(type, data) {
      if (isClosed) return;
      const id = `msg_${crypto.randomUUID()}`;
      const body = JSON.stringify({ type, timestamp: new Date(now()).toISOString(), data });
      run(attempt(id, type, body, retryAfterMs));
    },
    async close(graceMs = 2000) {
      isClosed = true;
      for (const timer of waiting.keys()) clearTimeout(timer);
      if (waiting.size > 0)
        log.warn(
          { types: [...new Set(waiting.values())] },
          'Notifications that waited for another attempt are dropped, because the process stops.',
        );
      waiting.clear();
      await Promise.race([Promise.allSettled(running), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
    },
  };
}

interface DeliveryFailure {
  status?: number | undefined;
  cause?: unknown;
  /** The receiver rejected the event and would reject it again. */
  isFinal: boolean;
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<DeliveryFailure | null> {
  try {
    const {
      ok,
      status,
      body: answer,
    } = await fetch(url, {
      method: 'POST',
      headers,
      body,
      // Do not follow redirects, because events must not go to another address. The owner has to correct the setting.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await answer?.cancel();
    if (ok) return null;
    return { status, isFinal: status < 500 && status !== 408 && status !== 429 };
  } catch (cause) {
    return { cause, isFinal: false };
  }
}

/** The signed text is `id.timestamp.body`. */
function headersFor(id: string, body: string, secret: string | undefined, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const plain = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === undefined) return plain;
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...plain, 'webhook-signature': `v1,${signature}` };
}

/** Libraries for Standard Webhooks expect `whsec_` and base64. Any other secret is used unchanged. */
const keyOf = (secret: string) =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
