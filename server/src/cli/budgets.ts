/** Creates the budgets of this process from its settings, and reports to its metrics and its log. */
import type { Scope } from '../auth/budgets/budget-table.ts';
import { type BudgetRefusal, type Budgets, createBudgets } from '../auth/budgets/budgets.ts';
import { knowsPrice, LIST_PRICES, type PriceTable, readPrices } from '../auth/budgets/prices.ts';
import { parseModelAddress, PROVIDER_NAMES, type ProviderName } from '../agents/providers/address.ts';
import type { ServerLog } from '../core/telemetry/log.ts';
import type { Logger } from 'pino';
import type { UsageCounters } from '../core/usage/usage-counters.ts';
import { type Config, ConfigError, type Environment } from './settings/config.ts';
import type { Metrics } from './monitoring/metrics.ts';
import { isPrivateHost } from './access/private-host.ts';

const SETTINGS: Readonly<Record<Scope, string>> = {
  visitor: 'CHATDOCK_BUDGET_VISITOR',
  user: 'CHATDOCK_BUDGET_USER',
  address: 'CHATDOCK_BUDGET_ADDRESS',
  site: 'CHATDOCK_BUDGET_SITE',
};

interface BudgetDeps {
  config: Config;
  environment: Environment;
  usage: UsageCounters;
  metrics: Pick<Metrics, 'budgets'>;
  log: ServerLog & Pick<Logger, 'info'>;
  /** Called once when a budget of the whole site is used up. */
  onSiteClosed(refusal: BudgetRefusal): void;
}

/** @throws ConfigError if the owner's prices cannot be read */
export function openBudgets({ config, environment, usage, metrics, log, onSiteClosed }: BudgetDeps): Budgets {
  const prices = completePrices(pricesOf(config), environment, log);
  const {
    CHATDOCK_BUDGET_VISITOR: visitor,
    CHATDOCK_BUDGET_USER: user,
    CHATDOCK_BUDGET_ADDRESS: address,
    CHATDOCK_BUDGET_SITE: site,
  } = config;
  const notifyOwner = onceForEachWindow((refusal) => {
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
    onRefused(refusal, { requestId }) {
      metrics.budgets.refused(refusal);
      const { scope, limit, unit, window, opensAtMs } = refusal;
      log.warn(
        {
          requestId,
          setting: SETTINGS[scope],
          budget: `${limit} ${unit}/${window}`,
          opensAt: new Date(opensAtMs).toISOString(),
        },
        'A budget is used up, so this request got no answer.',
      );
      if (scope === 'site') notifyOwner(refusal);
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

/**
 * Models without a price cost nothing if they run on this machine or in a private network, because they are the owner's
 * own. If the owner's file has a price for unknown models, that price counts. The log says what is assumed for which
 * model.
 */
function completePrices(prices: PriceTable, environment: Environment, log: BudgetDeps['log']): PriceTable {
  const own = prices.unknown === LIST_PRICES.unknown ? PROVIDER_NAMES.filter((name) => isOwn(name, environment)) : [];
  const free = Object.fromEntries(own.map((provider) => [`${provider}:*`, {}]));
  const completed = { ...prices, models: { ...free, ...prices.models } };

  const unpriced = namedModels(environment).filter((model) => !knowsPrice(prices, model));
  const assumedFree = unpriced.filter((model) => knowsPrice(completed, model));
  const assumedCostly = unpriced.filter((model) => !knowsPrice(completed, model));
  if (assumedFree.length > 0)
    log.info(
      { models: assumedFree },
      'These models answer on this machine or in a private network and have no price, so they count as free of charge. If they cost money, name their prices in CHATDOCK_PRICES.',
    );
  if (assumedCostly.length > 0) {
    const { input = 0, output = 0 } = prices.unknown;
    log.warn(
      { models: assumedCostly },
      `These models have no price, so the budgets count ${input} dollars for a million tokens that they read and ${output} for a million that they write. If they cost something else, name their prices in CHATDOCK_PRICES.`,
    );
  }
  return completed;
}

const namedModels = (environment: Environment): string[] => [
  ...new Set(
    ['CHATDOCK_MODEL', 'CHATDOCK_FALLBACK', 'CHATDOCK_MODELS', 'CHATDOCK_TRANSCRIBE']
      .flatMap((name) => (environment[name] ?? '').split(/[\s,]+/))
      .filter(Boolean),
  ),
];

function isOwn(provider: ProviderName, environment: Environment): boolean {
  try {
    const { baseURL } = parseModelAddress(`${provider}:any`, environment);
    return isPrivateHost(new URL(baseURL).hostname);
  } catch {
    return false; // The provider is not configured. If one of its models is named, the start fails with a message.
  }
}

function onceForEachWindow(report: (refusal: BudgetRefusal) => void): (refusal: BudgetRefusal) => void {
  const reported = new Map<string, number>();
  return (refusal) => {
    const budget = `${refusal.unit}/${refusal.window}`;
    if (reported.get(budget) === refusal.opensAtMs) return;
    reported.set(budget, refusal.opensAtMs);
    report(refusal);
  };
}
