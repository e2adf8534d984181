/** Creates the budgets of this process from its settings, and reports to its metrics and its log. */
import { type BudgetRefusal, type Budgets, createBudgets } from '../auth/budgets/budgets.ts';
import { knowsPrice, readPrices } from '../auth/budgets/prices.ts';
import type { ServerLog } from '../core/log.ts';
import type { UsageCounters } from '../core/usage/usage-counters.ts';
import { type Config, ConfigError, type Environment } from './config.ts';
import type { Metrics } from './metrics.ts';

export interface BudgetDeps {
  config: Config;
  environment: Environment;
  usage: UsageCounters;
  metrics: Pick<Metrics, 'budgets'>;
  log: ServerLog;
  /** Called once when a budget of the whole site is used up. */
  onSiteClosed(refusal: BudgetRefusal): void;
}

/** @throws ConfigError when the owner's prices cannot be read */
export function openBudgets({ config, environment, usage, metrics, log, onSiteClosed }: BudgetDeps): Budgets {
  const prices = pricesOf(config);
  warnOfUnknownPrices(environment, (model) => knowsPrice(prices, model), log);
  const {
    CHATDOCK_BUDGET_VISITOR: visitor,
    CHATDOCK_BUDGET_USER: user,
    CHATDOCK_BUDGET_ADDRESS: address,
    CHATDOCK_BUDGET_SITE: site,
  } = config;
  const tellOwner = onceForEachWindow((refusal) => {
    log.error(
      { ...refusal, opensAt: new Date(refusal.opensAtMs).toISOString() },
      'The site has used up a budget of CHATDOCK_BUDGET_SITE. Visitors get no answers until it opens again.',
    );
    onSiteClosed(refusal);
  });
  return createBudgets({
    table: { visitor, user, address, site },
    prices,
    counters: usage,
    log,
    onSpent: metrics.budgets.spent,
    onRefused(refusal) {
      metrics.budgets.refused(refusal);
      if (refusal.scope === 'site') tellOwner(refusal);
    },
  });
}

function pricesOf({ CHATDOCK_PRICES: path }: Config) {
  try {
    return readPrices(path);
  } catch (cause) {
    throw new ConfigError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function warnOfUnknownPrices(environment: Environment, isKnown: (model: string) => boolean, log: ServerLog): void {
  const models = ['CHATDOCK_MODEL', 'CHATDOCK_FALLBACK', 'CHATDOCK_MODELS', 'CHATDOCK_TRANSCRIBE']
    .flatMap((name) => (environment[name] ?? '').split(/[\s,]+/))
    .filter((model) => model !== '' && !isKnown(model));
  if (models.length > 0)
    log.warn(
      { models },
      'The price table does not name these models, so a high price is assumed for them. Name a file with their prices in CHATDOCK_PRICES.',
    );
}

function onceForEachWindow(tell: (refusal: BudgetRefusal) => void): (refusal: BudgetRefusal) => void {
  const told = new Map<string, number>();
  return (refusal) => {
    const budget = `${refusal.unit}/${refusal.window}`;
    if (told.get(budget) === refusal.opensAtMs) return;
    told.set(budget, refusal.opensAtMs);
    tell(refusal);
  };
}
