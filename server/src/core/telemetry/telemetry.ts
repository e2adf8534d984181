/** Events about the server's work, for logs and metrics: names, numbers and ids, never message text. */
import type { ChatKitRequest } from '@chatdock/protocol/requests/requests';
import type { TraceContext } from './trace-context.ts';

/** How a turn ended. */
export type RunOutcome = 'completed' | 'failed' | StopReason;

/**
 * Why a turn was ended from outside. `cancelled`: the user pressed Stop, or the client of a turn that is not resumable
 * disconnected. `interrupted`: the server shut down, or the turn took too long without a reader.
 */
export type StopReason = 'cancelled' | 'interrupted';

/** One answered HTTP request. A stream is reported when it opens. */
export interface AnsweredRequest {
  readonly requestId: string | undefined;
  readonly threadId: string | undefined;
  /** Undefined if the request was refused before it was parsed. */
  readonly type: ChatKitRequest['type'] | undefined;
  readonly status: number;
  /** The code of a refusal. */
  readonly code: string | undefined;
  /** Milliseconds from the arrival of the request to its answer or to the opening of its stream. */
  readonly ms: number;
}

/** The turn, and the time since its request arrived. */
export interface TurnMoment {
  readonly requestId: string | undefined;
  readonly threadId: string;
  /** The trace of the request that began it. */
  readonly trace?: TraceContext | undefined;
  readonly ms: number;
}

/**
 * The events of resumable turns. `resumed`: a client reconnected. `joined`: a request got an existing turn instead of
 * a second one. `refused`: a second answer in a thread, or another request with a used key. `swept`: a turn of a lost
 * process was ended.
 */
export type ResumableEvent = 'resumed' | 'joined' | 'refused' | 'swept';

/** Every method must return at once and must not throw. */
export interface Telemetry {
  requestAnswered(request: AnsweredRequest): void;
  /** Each is followed by exactly one `turnEnded`. */
  turnStarted(turn: TurnMoment): void;
  /** The reply shows its first text. */
  firstText(turn: TurnMoment): void;
  turnEnded(turn: TurnMoment & { readonly outcome: RunOutcome }): void;
  /**
   * A model provider failed.
   * @param provider as configured, for example `openai`.
   * @param reason one of a few fixed words, for example `429` or `no-first-token`; never a message.
   */
  providerFailed(failure: { readonly provider: string; readonly reason: string }): void;
  /** The next provider takes over. */
  fellBack(change: { readonly from: string; readonly to: string }): void;
  resumable?(event: ResumableEvent): void;
  /**
   * Returns the trace for the requests of a running turn. Without this method, the trace of the turn's own request is
   * used.
   */
  traceOf?(turn: Omit<TurnMoment, 'ms'>): TraceContext | undefined;
  /** The result of looking up a configured model in a provider's model list. Reported once at the start. */
  modelAges?(model: { readonly model: string; readonly state: 'listed' | 'missing' | 'ending' }): void;
}

/** Drops every event. */
export const noTelemetry: Telemetry = {
  requestAnswered: () => undefined,
  turnStarted: () => undefined,
  firstText: () => undefined,
  turnEnded: () => undefined,
  providerFailed: () => undefined,
  fellBack: () => undefined,
};

/** Sends each event to all parts, in their order. A part may lack methods. */
export function joinTelemetry(...parts: readonly Partial<Telemetry>[]): Required<Telemetry> {
  return {
    requestAnswered: (request) => parts.forEach((part) => part.requestAnswered?.(request)),
    turnStarted: (turn) => parts.forEach((part) => part.turnStarted?.(turn)),
    firstText: (turn) => parts.forEach((part) => part.firstText?.(turn)),
    turnEnded: (turn) => parts.forEach((part) => part.turnEnded?.(turn)),
    providerFailed: (failure) => parts.forEach((part) => part.providerFailed?.(failure)),
    fellBack: (change) => parts.forEach((part) => part.fellBack?.(change)),
    resumable: (event) => parts.forEach((part) => part.resumable?.(event)),
    traceOf: (turn) => parts.map((part) => part.traceOf?.(turn)).find((trace) => trace !== undefined),
    modelAges: (model) => parts.forEach((part) => part.modelAges?.(model)),
  };
}
