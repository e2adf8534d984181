/**
 * Limits what a visitor, an address and the whole site may cost the owner. Usage is counted before the work is done.
 */
import { HttpError, StoreUnavailableError } from '../../core/errors.ts';
import { retryWhileUnavailable } from '../../core/retry-while-unavailable.ts';
import { consoleLog, type ServerLog } from '../../core/telemetry/log.ts';
import type { Meter, Settle, Use } from '../../core/usage/meter.ts';
import type { UsageCounters, UsageEntry } from '../../core/usage/usage-counters.ts';
import { MemoryUsage } from '../../core/usage/memory-usage.ts';
import type { AddressedContext } from '../limits.ts';
import { type BudgetTable, DEFAULT_BUDGET_TABLE, PARTS, type Scope, type Unit, type Window } from './budget-table.ts';
import { costOf, LIST_PRICES, type PriceTable } from './prices.ts';

/** Why a request was refused. */
export interface BudgetRefusal {
  readonly scope: Scope;
  readonly unit: Unit;
  readonly window: Window;
  readonly limit: number;
  /** When the budget is available again, in milliseconds since 1970. */
  readonly opensAtMs: number;
}

/** Options of `createBudgets`. All of them are optional. */
export interface BudgetOptions {
  /** @defaultValue DEFAULT_BUDGET_TABLE */
  readonly table?: BudgetTable | undefined;
  /** @defaultValue LIST_PRICES */
  readonly prices?: PriceTable | undefined;
  /** @defaultValue this process's memory */
  readonly counters?: UsageCounters | undefined;
  /** Whether a person has signed in. @defaultValue true for the names that `signedIdentity` gives */
  readonly isSignedIn?: ((context: AddressedContext) => boolean) | undefined;
  /** Called for each refusal, with the context of the refused request. Must return at once and must not throw. */
  readonly onRefused?: ((refusal: BudgetRefusal, context: AddressedContext) => void) | undefined;
  /** Called with the cost of a piece of work, in dollars. */
  readonly onSpent?: ((dollars: number) => void) | undefined;
  readonly log?: ServerLog | undefined;
  /** Milliseconds since 1970. @defaultValue Date.now */
  readonly now?: (() => number) | undefined;
}

/** Budgets as `createBudgets` returns them: they reserve and count what turns and files use. */
export interface Budgets extends Meter {
  hold(context: AddressedContext, most: Use): Promise<Settle>;
  /** Counts turns, or megabytes that are stored. @throws HttpError 429, or 503 when the whole site has used its budget */
  take(context: AddressedContext, unit: 'turns' | 'MB', amount: number): Promise<void>;
}

const WINDOW_MS: Readonly<Record<Window, number>> = { minute: 60_000, day: 86_400_000 };

type Amounts = Readonly<Partial<Record<Unit, number>>>;
interface Line extends UsageEntry {
  readonly scope: Scope;
  readonly unit: Unit;
  readonly window: Window;
  readonly limit: number;
}

/** Creates budgets by minute and by day. A refused request gets 429, or 503 if the site's budget is used up. */
export function createBudgets({
  table = DEFAULT_BUDGET_TABLE,
  prices = LIST_PRICES,
  counters = new MemoryUsage(),
  isSignedIn = ({ userId }) => userId.startsWith('user:'),
  onRefused = () => undefined,
  onSpent = () => undefined,
  log = consoleLog,
  now = () => Date.now(),
}: BudgetOptions = {}): Budgets {
  const count = async (
    entries: readonly UsageEntry[],
    { storePatienceMs }: Pick<AddressedContext, 'storePatienceMs'>,
  ): Promise<number[] | undefined> => {
    if (entries.length === 0) return [];
    return await retryWhileUnavailable(storePatienceMs, () => counters.add(entries)).catch((err: unknown) => {
      // The database of the conversations is unavailable, so nothing can be stored either. Answer 503 now instead of
      // waiting twice.
      if (err instanceof StoreUnavailableError) throw err;
      log.warn({ err }, 'The budget totals cannot be read, so this request is allowed without being counted.');
      return undefined;
    });
  };

  /** Every budget that these amounts count against. */
  function linesFor(context: AddressedContext, amounts: Amounts): Line[] {
    const signedIn = isSignedIn(context);
    const keys: [Scope, string][] = [[signedIn ? 'user' : 'visitor', context.userId]];
    if (!signedIn && context.address !== undefined) keys.push(['address', context.address]);
    keys.push(['site', '']);
    const atMs = now();
    return keys.flatMap(([scope, key]) =>
      (['minute', 'day'] as const).flatMap((window) =>
        // PARTS has every unit and nothing else.
        (Object.keys(PARTS) as Unit[]).flatMap((unit): Line[] => {
          const limit = table[scope][`${unit}/${window}`] ?? 0;
          const amount = Math.ceil((amounts[unit] ?? 0) * PARTS[unit]);
          // Behind an untrusted proxy, all visitors have one address, so a daily budget would close the chat for
          // everybody.
          const isShared = scope === 'address' && window === 'day' && context.isAddressShared === true;
          if (limit === 0 || amount === 0 || isShared) return [];
          const windowStartMs = Math.floor(atMs / WINDOW_MS[window]) * WINDOW_MS[window];
          const windowEndMs = windowStartMs + WINDOW_MS[window];
          return [{ key: `${scope} ${unit} ${key}`, amount, windowStartMs, windowEndMs, scope, unit, window, limit }];
        }),
      ),
    );
  }

  /** Adds to every budget or to none. A reservation is allowed while anything is left; an exact amount must fit. */
  async function charge(context: AddressedContext, amounts: Amounts, isReservation: boolean): Promise<Line[]> {
    const lines = linesFor(context, amounts);
    const sums = await count(lines, context);
    if (sums === undefined) return [];
    const refused = lines.filter(({ limit, unit, amount }, index) => {
      const sum = sums[index] ?? 0;
      return isReservation ? sum - amount >= limit * PARTS[unit] : sum > limit * PARTS[unit];
    });
    // Report the longest wait, because all other budgets are available again by then.
    const [worst] = refused.toSorted((a, b) => b.windowEndMs - a.windowEndMs);
    if (worst === undefined) return lines;
    await count(
      lines.map((line) => ({ ...line, amount: -line.amount })),
      context,
    );
    const { scope, unit, window, limit, windowEndMs } = worst;
    onRefused({ scope, unit, window, limit, opensAtMs: windowEndMs }, context);
    throw refusal(worst, now());
  }

  return {
    async hold(context, most) {
      const lines = await charge(context, toAmounts(most, prices), true);
      return async (actual) => {
        const used = toAmounts(actual, prices);
        onSpent(used.dollars ?? 0);
        const changes = lines.map((line) => ({
          ...line,
          amount: Math.ceil((used[line.unit] ?? 0) * PARTS[line.unit]) - line.amount,
        }));
        await count(changes, context).catch((err: unknown) =>
          log.warn({ err }, 'The cost of a model call could not be stored, so its reservation stays.'),
        );
      };
    },
    async take(context, unit, amount) {
      await charge(context, { [unit]: amount }, false);
    },
  };
}

function toAmounts(use: Use, prices: PriceTable): Amounts {
  const { inputTokens = 0, outputTokens = 0, audioSeconds = 0 } = use;
  return {
    dollars: costOf(prices, use) / PARTS.dollars,
    tokens: inputTokens + outputTokens,
    'audio minutes': audioSeconds / 60,
  };
}

function refusal({ scope, window, windowEndMs }: Line, nowMs: number): HttpError {
  const seconds = Math.max(Math.ceil((windowEndMs - nowMs) / 1000), 1);
  const who = {
    visitor: 'You’ve reached your limit',
    user: 'You’ve reached your limit',
    address: 'Your network has reached its limit',
    site: 'This chat has reached its limit',
  }[scope];
  const when =
    window === 'minute'
      ? `for this minute. Try again in ${seconds} second${seconds === 1 ? '' : 's'}.`
      : `for today. Try again after 00:00 UTC, in ${inWords(seconds)}.`;
  return new HttpError(scope === 'site' ? 503 : 429, 'budget_used_up', `${who} ${when}`, {
    headers: { 'retry-after': String(seconds) },
  });
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const [count, unit] = minutes > 90 ? [Math.round(minutes / 60), 'hour'] : [minutes, 'minute'];
  return `about ${count} ${unit}${count === 1 ? '' : 's'}`;
}
