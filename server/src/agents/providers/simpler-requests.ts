/**
 * Sends a simpler request if a model refuses one that it does not support. A picture in the thread, a tool or a long
 * history is sent with every later message too, so without this module every later message would fail.
 */
import { memberOf } from '@chatdock/protocol/member-of';
import type { AgentInputItem, Model, ModelRequest, ModelResponse, StreamEvent } from '@openai/agents';
import type { ServerLog } from '../../core/telemetry/log.ts';
import { estimateTokens, trimToBudget } from '../bridge/input/token-budget.ts';
import { refusalStatus, repairFor } from './wire/repairs.ts';
import { REPAIRS } from './wire/body-repairs.ts';

const REFUSALS: ReadonlySet<unknown> = new Set([400, 404, 413, 415, 422]);
const TOO_LONG =
  /context[ _]length|context window|maximum context|too many (?:input )?tokens|prompt is too long|input is too long|exceeds? the (?:maximum|available)/iu;
const NO_TOOLS =
  /(?:tools?|functions?)(?: calling| use)?\b.{0,40}\bnot (?:supported|available)|(?:not|n't) support.{0,40}\b(?:tools?|functions?)\b|no endpoints found that support tool use/iu;

/** After more changes than this to one request, too little of it would be left. */
const MAX_STEPS = 4;

/** How long a successful repair is applied in advance, in milliseconds. */
const REMEMBER_MS = 60 * 60 * 1000;

interface SimplerRequestsOptions {
  label: string;
  log: ServerLog | undefined;
  /** Milliseconds since some fixed moment. @defaultValue Date.now */
  now?: (() => number) | undefined;
}

interface Attempt {
  request: ModelRequest;
  /** Names of the repairs of the request's format. */
  repairs: readonly string[];
}

/**
 * One model of one provider, with retries of refused requests. First the format of the request is repaired, if the
 * refusal names a parameter, a role or the shape of a message. Such a repair is remembered for an hour. Then pictures,
 * tools or the oldest messages are removed, for this request only. Nothing is repeated after the first event.
 */
export class SimplerRequests implements Model {
  readonly #model: Model;
  readonly #label: string;
  readonly #log: ServerLog | undefined;
  readonly #now: () => number;
  /** Repairs that helped, and until when they are remembered. */
  #remembered: ReadonlyMap<string, number> = new Map();

  constructor(model: Model, { label, log, now = Date.now }: SimplerRequestsOptions) {
    this.#model = model;
    this.#label = label;
    this.#log = log;
    this.#now = now;
  }

  getResponse(request: ModelRequest): Promise<ModelResponse> {
    return this.#model.getResponse(withRepairs({ request, repairs: this.#known() }));
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent, void, undefined> {
    const known = this.#known();
    let attempt: Attempt = { request, repairs: known };
    for (let step = 0; ; step += 1) {
      let answered = false;
      try {
        for await (const event of this.#model.getStreamedResponse(withRepairs(attempt))) {
          if (!answered) this.#remember(attempt.repairs.filter((repair) => !known.includes(repair)));
          answered = true;
          yield event;
        }
        return;
      } catch (cause) {
        const next = answered || step === MAX_STEPS ? null : nextAttempt(attempt, cause);
        if (next === null) {
          // A remembered repair may be the reason for this refusal, so forget all of them.
          if (!answered && isRefusal(cause)) this.#remembered = new Map();
          throw cause;
        }
        this.#log?.warn({ model: this.#label, ...next.change }, next.logMessage);
        attempt = next.attempt;
      }
    }
  }

  #known(): string[] {
    return [...this.#remembered].filter(([, until]) => this.#now() < until).map(([repair]) => repair);
  }

  #remember(repairs: readonly string[]) {
    const until = this.#now() + REMEMBER_MS;
    if (repairs.length > 0)
      this.#remembered = new Map([...this.#remembered, ...repairs.map((repair) => [repair, until] as const)]);
  }
}

/** The repairs are sent with the request, so a model without the normaliser never gets any. */
function withRepairs({ request, repairs }: Attempt): ModelRequest {
  if (repairs.length === 0) return request;
  const { modelSettings } = request;
  return {
    ...request,
    modelSettings: { ...modelSettings, providerData: { ...modelSettings.providerData, [REPAIRS]: repairs } },
  };
}

function nextAttempt(
  { request, repairs }: Attempt,
  cause: unknown,
): { attempt: Attempt; change: object; logMessage: string } | null {
  const isTooLong = TOO_LONG.test(descriptionOf(cause));
  const repair = isTooLong ? null : repairFor(cause, request);
  if (repair !== null && !repairs.includes(repair))
    return {
      attempt: { request, repairs: [...repairs, repair] },
      change: { repair },
      logMessage: 'A model rejected the format of a request, so the request is sent again in another format.',
    };
  const simpler = simplify(request, cause);
  return simpler === null
    ? null
    : {
        attempt: { request: simpler.request, repairs },
        change: { without: simpler.without },
        logMessage: 'A model rejected a request, so a smaller request is sent.',
      };
}

const isRefusal = (cause: unknown) => REFUSALS.has(refusalStatus(cause));

const descriptionOf = (cause: unknown) => `${String(memberOf(cause, 'code'))} ${String(memberOf(cause, 'message'))}`;

function simplify(request: ModelRequest, cause: unknown): { request: ModelRequest; without: string } | null {
  if (!isRefusal(cause) || typeof request.input === 'string') return null;
  const description = descriptionOf(cause);
  if (TOO_LONG.test(description)) {
    const shorter = trimToBudget(request.input, request.input.reduce((sum, item) => sum + estimateTokens(item), 0) / 2);
    return shorter.length === request.input.length
      ? null
      : { request: { ...request, input: shorter }, without: 'the oldest messages' };
  }
  if (NO_TOOLS.test(description) && request.tools.length + request.handoffs.length > 0)
    return { request: { ...request, tools: [], handoffs: [] }, without: 'tools' };
  if (request.input.some(hasPicture))
    return { request: { ...request, input: request.input.map(withoutPictures) }, without: 'pictures' };
  return null;
}

const hasPicture = (item: AgentInputItem): boolean =>
  'role' in item &&
  item.role === 'user' &&
  Array.isArray(item.content) &&
  item.content.some(({ type }) => type === 'input_image');

function withoutPictures(item: AgentInputItem): AgentInputItem {
  if (!('role' in item) || item.role !== 'user' || !Array.isArray(item.content)) return item;
  return {
    ...item,
    content: item.content.map((part) =>
      part.type === 'input_image'
        ? { type: 'input_text', text: '[A picture is here that you cannot see. Say so if it matters.]' }
        : part,
    ),
  };
}
