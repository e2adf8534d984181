/**
 * Spans of turns through the OpenTelemetry API. The owner's SDK, which must be loaded first, records and sends them.
 */
import type * as OpenTelemetry from '@opentelemetry/api';
import type { Telemetry, TurnMoment } from '../../core/telemetry/telemetry.ts';
import { isSampled, spanIdOf, traceIdOf } from '../../core/telemetry/trace-context.ts';

import { type Config, ConfigError } from '../settings/config.ts';

type Tracing = Pick<Telemetry, 'turnStarted' | 'firstText' | 'turnEnded' | 'traceOf'>;

/** Empty unless CHATDOCK_TRACES is set. @throws ConfigError if the package is not installed */
export async function openTracing({ CHATDOCK_TRACES }: Pick<Config, 'CHATDOCK_TRACES'>): Promise<Partial<Tracing>> {
  if (CHATDOCK_TRACES !== '1') return {};
  const api = await import('@opentelemetry/api').catch((cause: unknown): never => {
    throw new ConfigError(
      'CHATDOCK_TRACES is set, and the package that it needs is not installed. Run: npm install @opentelemetry/api',
      { cause },
    );
  });
  return traceTurns(api);
}

/** One span for each turn, within the trace of its request. */
export function traceTurns({
  trace,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
}: typeof OpenTelemetry): Tracing {
  const tracer = trace.getTracer('chatdock');
  const spans = new Map<string, OpenTelemetry.Span>();
  return {
    turnStarted(turn) {
      const parent = turn.trace && {
        traceId: traceIdOf(turn.trace),
        spanId: spanIdOf(turn.trace),
        traceFlags: isSampled(turn.trace) ? TraceFlags.SAMPLED : TraceFlags.NONE,
        isRemote: true,
      };
      const attributes = { 'chatdock.thread.id': turn.threadId, 'chatdock.request.id': turn.requestId ?? '' };
      const options = { kind: SpanKind.SERVER, attributes, startTime: Date.now() - turn.ms };
      const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
      spans.set(keyOf(turn), tracer.startSpan('chatdock turn', options, context));
    },
    firstText: (turn) => void spans.get(keyOf(turn))?.addEvent('first text'),
    turnEnded(turn) {
      const span = spans.get(keyOf(turn));
      spans.delete(keyOf(turn));
      span?.setAttribute('chatdock.turn.outcome', turn.outcome);
      if (turn.outcome === 'failed') span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    },
    traceOf(turn) {
      const context = spans.get(keyOf(turn))?.spanContext();
      if (!context || !trace.isSpanContextValid(context)) return undefined;
      const flags = context.traceFlags.toString(16).padStart(2, '0');
      const tracestate = context.traceState?.serialize() ?? turn.trace?.tracestate;
      return { traceparent: `00-${context.traceId}-${context.spanId}-${flags}`, tracestate };
    },
  };
}

const keyOf = ({ threadId, requestId }: Pick<TurnMoment, 'threadId' | 'requestId'>) => `${threadId} ${requestId}`;
