/** Prometheus metrics: counts, durations and failures. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { BudgetRefusal } from '../../auth/budgets/budgets.ts';
import type { ResumableEvent, Telemetry } from '../../core/telemetry/telemetry.ts';

/** Counters and measurements for Prometheus. See `createMetrics`. */
export interface Metrics {
  readonly telemetry: Telemetry;
  readonly budgets: BudgetMetrics;
  /** The exposition's media type. */
  readonly contentType: string;
  /** All values so far, in Prometheus' text format. */
  text(): Promise<string>;
}

/** Counts the cost of models, and the requests that a budget refused. */
export interface BudgetMetrics {
  spent(dollars: number): void;
  refused(refusal: BudgetRefusal): void;
}

/** Histogram bounds in seconds: from fast replies to times at which something is wrong. */
const FIRST_TEXT_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30];
const TURN_SECONDS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const RESUMABLE_EVENTS: readonly ResumableEvent[] = ['resumed', 'joined', 'refused', 'swept'];

/** Every call creates new counters, so that two servers in one process are counted separately. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'chatdock_requests_total',
    help: 'ChatKit requests answered, by type and HTTP status.',
    labelNames: ['type', 'status'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'chatdock_request_seconds',
    help: 'Time from the arrival of a request to its answer or the opening of its stream.',
    labelNames: ['type'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const activeStreams = new Gauge({ name: 'chatdock_active_streams', help: 'Turns at work.', registers });
  const firstText = new Histogram({
    name: 'chatdock_first_text_seconds',
    help: 'Time from the arrival of a message to the first text of its reply.',
    buckets: FIRST_TEXT_SECONDS,
    registers,
  });
  const turnSeconds = new Histogram({
    name: 'chatdock_turn_seconds',
    help: 'How long turns took, by outcome.',
    labelNames: ['outcome'],
    buckets: TURN_SECONDS,
    registers,
  });
  const providerErrors = new Counter({
    name: 'chatdock_provider_errors_total',
    help: 'Failures of model providers, by provider and reason.',
    labelNames: ['provider', 'reason'],
    registers,
  });
  const fallbacks = new Counter({
    name: 'chatdock_fallbacks_total',
    help: 'Changes from a failing provider to the next.',
    labelNames: ['from', 'to'],
    registers,
  });
  const resumable = new Counter({
    name: 'chatdock_resumable_turns_total',
    help: 'Turns that a client reconnected to (resumed), that a repeated request found running (joined), second turns in a thread (refused), and turns of lost processes (swept).',
    labelNames: ['event'],
    registers,
  });
  for (const event of RESUMABLE_EVENTS) resumable.inc({ event }, 0);
  const agingModels = new Gauge({
    name: 'chatdock_models_aging',
    help: '1 for a configured model that its provider does not list, or switches off within 60 days.',
    labelNames: ['model'],
    registers,
  });

  return {
    budgets: createBudgetMetrics(registers),
    contentType: registry.contentType,
    text: () => registry.metrics(),
    telemetry: {
      requestAnswered({ type = 'unknown', status, ms }) {
        requests.inc({ type, status });
        requestSeconds.observe({ type }, ms / 1000);
      },
      turnStarted: () => activeStreams.inc(),
      firstText: ({ ms }) => firstText.observe(ms / 1000),
      turnEnded({ ms, outcome }) {
        activeStreams.dec();
        turnSeconds.observe({ outcome }, ms / 1000);
      },
      providerFailed: (failure) => providerErrors.inc(failure),
      fellBack: (change) => fallbacks.inc(change),
      resumable: (event) => resumable.inc({ event }),
      modelAges: ({ model, state }) => agingModels.set({ model }, state === 'listed' ? 0 : 1),
    },
  };
}

function createBudgetMetrics(registers: Registry[]): BudgetMetrics {
  const spent = new Counter({
    name: 'chatdock_spent_dollars_total',
    help: 'What models cost, by the price table.',
    registers,
  });
  const refusals = new Counter({
    name: 'chatdock_budget_refusals_total',
    help: 'Requests refused because a budget was used up.',
    labelNames: ['scope', 'unit', 'window'],
    registers,
  });
  let siteOpensAtMs = 0;
  const isOpen: Gauge = new Gauge({
    name: 'chatdock_site_open',
    help: '0 while a budget of the whole site is used up, else 1.',
    registers,
    collect: () => isOpen.set(Date.now() < siteOpensAtMs ? 0 : 1),
  });
  return {
    spent: (dollars) => spent.inc(dollars),
    refused({ scope, unit, window, opensAtMs }) {
      refusals.inc({ scope, unit, window });
      if (scope === 'site') siteOpensAtMs = Math.max(siteOpensAtMs, opensAtMs);
    },
  };
}
