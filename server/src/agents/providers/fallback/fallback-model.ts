/** Asks several models in order and uses the first that answers. */
import { setTimeout as pause } from 'node:timers/promises';
import { Usage, type Model, type ModelRequest, type ModelResponse, type StreamEvent } from '@openai/agents';
import { memberOf } from '@chatdock/protocol/member-of';
import { CustomStreamError } from '../../../core/errors.ts';
import type { ServerLog } from '../../../core/telemetry/log.ts';
import { noTelemetry, type Telemetry } from '../../../core/telemetry/telemetry.ts';
import { watchAttempt, type AttemptLimits, type WatchedEvent } from './attempt.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { ProviderFailure } from './failure.ts';
import { ownerMessage } from './owner-message.ts';
import { redact } from './redact.ts';
import type { Spend } from '../spend.ts';

/** A model that may be asked; loaded when it is first needed. */
export interface ModelChoice {
  /** `provider:model`, for logs and metrics. */
  label: string;
  load(): Model | Promise<Model>;
  /** Its health, shared by everything that asks it. */
  breaker: CircuitBreaker;
  /** Secrets that are never logged, even if the provider repeats them. */
  secrets?: readonly string[] | undefined;
}

/** How long `FallbackModel` waits for a provider before it asks the next one, in milliseconds. */
export interface FallbackLimits extends AttemptLimits {
  /** If a provider requests a longer wait than this, in milliseconds, it is not retried. */
  maxRetryAfterMs: number;
  /** The wait before the same provider is tried again if it did not request one, in milliseconds. */
  repeatAfterMs: number;
}

/** The limits that `FallbackModel` uses for every value its `limits` option leaves out, in milliseconds. */
export const DEFAULT_LIMITS: FallbackLimits = {
  firstTokenMs: 10_000,
  silenceMs: 20_000,
  maxRetryAfterMs: 10_000,
  repeatAfterMs: 500,
};

/** Options of `FallbackModel`. `choices` and `log` are required. */
export interface FallbackModelOptions {
  /** In the order they are asked. At least one. */
  choices: readonly ModelChoice[];
  log: ServerLog;
  limits?: Partial<FallbackLimits> | undefined;
  /** Added to every log line, for example the turn. */
  names?: object | undefined;
  /** Counts the cost of each attempt. An attempt that it refuses is not made. */
  spend?: Spend | undefined;
  /** Counts failures and changes of provider. */
  telemetry?: Pick<Telemetry, 'providerFailed' | 'fellBack'> | undefined;
}

/** Raw events that this model adds to the stream for the code that shows it. */
export const WITHDRAWN = 'chatdock.withdrawn';
export const SWITCHING = 'chatdock.switching';

/** No provider answered. The message is for the visitor; each failure is logged separately. */
export class NoProviderAnswered extends CustomStreamError {
  readonly failures: readonly ProviderFailure[];
  constructor(failures: readonly ProviderFailure[], { brokeOff }: { brokeOff: boolean }) {
    super(messageFor(failures, brokeOff), {
      allowRetry: brokeOff || !isPermanent(failures),
      cause: new AggregateError(failures, 'No model provider could answer.'),
    });
    this.failures = failures;
  }
}

/** Every provider refused and would refuse again, because the settings or the request must change. */
const isPermanent = (failures: readonly ProviderFailure[]) =>
  failures.length > 0 && failures.every((failure) => failure.isPermanent);

function messageFor(failures: readonly ProviderFailure[], brokeOff: boolean): string {
  if (failures.length > 0 && failures.every(({ kind }) => kind === 'empty'))
    return 'No answer came back. Your message is saved. Try again, or rephrase it.';
  if (brokeOff) return 'The answer stopped before it was complete. Try again.';
  if (isPermanent(failures)) {
    return failures.every(({ kind }) => kind === 'refused')
      ? 'This message can’t be answered. Rephrase it, or start a new chat.'
      : 'This chat isn’t available right now. Your message is saved. Please contact the site owner.';
  }
  return 'The assistant isn’t available right now. Your message is saved. Try again in a moment.';
}

interface AttemptFailure {
  failure: ProviderFailure;
  /** Whether anything of the attempt was passed on. */
  shown: boolean;
}

/**
 * Tries each model once, in order. Then tries those with a temporary failure once more.
 *
 * Nothing of an attempt is passed on before its first token, so the visitor does not notice a provider that fails
 * early. If one fails after text was shown and another attempt follows, `SWITCHING` announces it, and `WITHDRAWN` comes
 * right before the next first token: remove the failed text then. Errors: NoProviderAnswered.
 */
export class FallbackModel implements Model {
  readonly #options: FallbackModelOptions;
  readonly #choices: readonly ModelChoice[];
  readonly #log: ServerLog;
  readonly #limits: FallbackLimits;
  readonly #telemetry: Pick<Telemetry, 'providerFailed' | 'fellBack'>;

  constructor(options: FallbackModelOptions) {
    const { choices, log, limits = {}, telemetry = noTelemetry } = options;
    this.#options = options;
    this.#choices = choices;
    this.#log = log;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#telemetry = telemetry;
  }

  /** This model for one turn, with the turn's ids for the log. The state of its providers is shared. */
  forTurn(names: object, spend?: Spend): FallbackModel {
    return new FallbackModel({ ...this.#options, names, spend });
  }

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    for await (const event of this.getStreamedResponse(request)) {
      if (event.type !== 'response_done') continue;
      const { usage, output, id } = event.response;
      return {
        usage: new Usage({
          inputTokens: usage.inputTokens,
          outputTokens: usage.outputTokens,
          totalTokens: usage.totalTokens,
        }),
        output,
        responseId: id,
      };
    }
    throw new Error('A stream ended without a response and without an error.');
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent, void, undefined> {
    const failures: ProviderFailure[] = [];
    let shown = false;
    let previous: ModelChoice | null = null;
    let again: { choice: ModelChoice; waitMs: number }[] = [];
    const healthy = this.#choices.filter(({ breaker }) => !breaker.resting);
    const firstRound = (healthy.length > 0 ? healthy : this.#choices).map((choice) => ({ choice, waitMs: 0 }));
    for (const round of ['first', 'second'] as const) {
      const attempts = round === 'first' ? firstRound : again.toSorted((a, b) => a.waitMs - b.waitMs);
      again = [];
      for (const { choice, waitMs } of attempts) {
        if (previous !== null && previous !== choice)
          this.#telemetry.fellBack({ from: previous.label, to: choice.label });
        previous = choice;
        if (shown) yield rawEvent(SWITCHING);
        if (waitMs > 0) await pause(waitMs, undefined, { signal: request.signal });
        const failed: AttemptFailure | null = yield* this.#attempt(choice, request, { withdraw: shown });
        if (failed === null) return;
        const { failure } = failed;
        failures.push(failure);
        shown ||= failed.shown;
        const wait = failure.retryAfterMs ?? this.#limits.repeatAfterMs;
        if (failure.worthRepeating && wait <= this.#limits.maxRetryAfterMs) again.push({ choice, waitMs: wait });
      }
    }
    throw new NoProviderAnswered(failures, { brokeOff: shown });
  }

  /** One attempt. Returns null if it answered; otherwise the failure, and whether anything was passed on. */
  async *#attempt(
    choice: ModelChoice,
    request: ModelRequest,
    { withdraw }: { withdraw: boolean },
  ): AsyncGenerator<StreamEvent, AttemptFailure | null, undefined> {
    const started = performance.now();
    const held: StreamEvent[] = [];
    let shown = false;
    try {
      for await (const { event, token } of this.#watch(choice, request)) {
        if (!shown && !token) {
          held.push(event);
          continue;
        }
        if (!shown) {
          shown = true;
          if (withdraw) yield rawEvent(WITHDRAWN);
          yield* held;
        }
        if (event.type === 'response_done') choice.breaker.succeeded();
        yield event;
      }
      return null;
    } catch (cause) {
      if (!(cause instanceof ProviderFailure)) throw cause;
      choice.breaker.failed(cause.kind, cause.retryAfterMs);
      const { kind, status, code, providerRequestId, retryAfterMs, message: reason } = cause;
      const providerMessage =
        cause.providerMessage && redact(cause.providerMessage, { secrets: choice.secrets, texts: textsOf(request) });
      this.#telemetry.providerFailed({ provider: choice.label, reason: kind });
      this.#log.warn(
        {
          ...this.#options.names,
          model: choice.label,
          kind,
          status,
          code,
          providerRequestId,
          retryAfterMs,
          afterMs: Math.round(performance.now() - started),
          textShown: shown,
          reason,
          said: providerMessage,
          needsOwner: cause.isPermanent,
        },
        ownerMessage(choice.label, cause, providerMessage),
      );
      return { failure: cause, shown };
    }
  }

  async *#watch(choice: ModelChoice, request: ModelRequest): AsyncGenerator<WatchedEvent, void, undefined> {
    const call = await this.#options.spend?.(choice.label, request);
    try {
      for await (const watched of watchAttempt(await choice.load(), request, this.#limits)) {
        call?.see(watched.event);
        yield watched;
      }
    } finally {
      await call?.end();
    }
  }
}

/** The texts of a request: messages of people and answers of the assistant. */
function textsOf({ input }: ModelRequest): string[] {
  if (typeof input === 'string') return [input];
  return input.flatMap((item) => {
    const content: unknown = memberOf(item, 'content');
    if (typeof content === 'string') return [content];
    const parts: unknown[] = Array.isArray(content) ? content : [];
    return parts.map((part) => memberOf(part, 'text')).filter((text) => typeof text === 'string');
  });
}

const rawEvent = (type: string): StreamEvent => ({ type: 'model', event: { type } });
