/** The events that the webhook reports: a negative rating, failed turns, and a used-up budget of the site. */
import type { BudgetRefusal } from '../../auth/budgets/budgets.ts';
import type { FeedbackRecord } from '../../core/records/feedback.ts';
import type { ServerLog } from '../../core/telemetry/log.ts';
import type { Store } from '../../core/store.ts';
import type { TurnMoment } from '../../core/telemetry/telemetry.ts';
import type { Config } from '../settings/config.ts';
import { exchangeOf } from '../records/spoken.ts';
import { createWebhook, type Webhook } from './webhook.ts';

interface Notifications {
  feedback(record: FeedbackRecord): void;
  turnFailed(turn: TurnMoment): void;
  budgetUsedUp(refusal: BudgetRefusal): void;
  close(): Promise<void>;
}

interface NotificationDeps {
  config: Pick<Config, 'CHATDOCK_WEBHOOK' | 'CHATDOCK_WEBHOOK_SECRET' | 'CHATDOCK_WEBHOOK_TEXTS'>;
  store: Store;
  log: ServerLog;
  /** @defaultValue a webhook of the configured address */
  webhook?: Webhook | undefined;
}

const MINUTE_MS = 60_000;
const MAX_THREADS = 20;
/** The maximum number of ratings per minute, because a visitor can rate repeatedly. */
const MAX_RATINGS = 60;

/** Does nothing without `CHATDOCK_WEBHOOK`. */
export function openNotifications({ config, store, log, webhook: given }: NotificationDeps): Notifications {
  const url = config.CHATDOCK_WEBHOOK;
  const webhook =
    given ?? (url === undefined ? null : createWebhook({ url, secret: config.CHATDOCK_WEBHOOK_SECRET, log }));
  const failures = webhook && collectFailures(webhook);
  const hasRoom = countRatings(log);
  const sendFeedback = async (record: FeedbackRecord) => {
    const { userId, threadId, itemIds, kind, comment, createdAt } = record;
    const texts =
      config.CHATDOCK_WEBHOOK_TEXTS === '1'
        ? { comment, ...(await exchangeOf(store, record)), ai_generated: true }
        : {};
    webhook?.send('feedback.negative', {
      user_id: userId,
      thread_id: threadId,
      item_ids: itemIds,
      kind,
      created_at: createdAt,
      has_comment: comment !== undefined,
      ...texts,
    });
  };
  return {
    feedback(record) {
      if (webhook === null || record.kind !== 'negative' || !hasRoom()) return;
      sendFeedback(record).catch((err: unknown) =>
        log.warn({ err }, 'A notification about feedback could not be created.'),
      );
    },
    turnFailed: (turn) => failures?.add(turn),
    budgetUsedUp({ unit, window, limit, opensAtMs }) {
      webhook?.send('budget.used_up', { unit, window, limit, opens_at: new Date(opensAtMs).toISOString() });
    },
    async close() {
      failures?.flush();
      await webhook?.close();
    },
  };
}

/**
 * The first failure is sent at once. Further failures within a minute are combined into one more notification, because
 * a provider may be down.
 */
function collectFailures(webhook: Webhook) {
  let later: { count: number; turns: TurnMoment[] } | null = null;
  let timer: NodeJS.Timeout | undefined;
  const send = (count: number, turns: readonly TurnMoment[]) =>
    webhook.send('turn.failed', {
      count,
      turns: turns.map(({ threadId, requestId }) => ({ thread_id: threadId, request_id: requestId })),
    });
  const flush = () => {
    clearTimeout(timer);
    if (later && later.count > 0) {
      send(later.count, later.turns);
      later = { count: 0, turns: [] };
      timer = setTimeout(flush, MINUTE_MS).unref();
    } else later = null;
  };
  return {
    flush,
    add(turn: TurnMoment) {
      if (later === null) {
        later = { count: 0, turns: [] };
        timer = setTimeout(flush, MINUTE_MS).unref();
        return send(1, [turn]);
      }
      later.count += 1;
      if (later.turns.length < MAX_THREADS) later.turns.push(turn);
    },
  };
}

/** Whether one more rating may be reported in this minute. */
function countRatings(log: ServerLog): () => boolean {
  let since = 0;
  let count = 0;
  return () => {
    const now = performance.now();
    if (count === 0 || now - since > MINUTE_MS) {
      since = now;
      count = 0;
    }
    count += 1;
    if (count === MAX_RATINGS + 1)
      log.warn(
        {},
        `More than ${MAX_RATINGS} answers were rated negatively within a minute. CHATDOCK_WEBHOOK gets no more of them in this minute; "chatdock-server feedback" lists them all.`,
      );
    return count <= MAX_RATINGS;
  };
}
