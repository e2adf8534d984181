/** Headers for the calls of a turn to its model provider: the request's id and trace, for logs on both sides. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { TraceContext } from '../core/telemetry/trace-context.ts';

const current = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/** Every request to a provider that `work` sends has these headers. */
export const withOutgoingHeaders = <Result>(headers: Readonly<Record<string, string>>, work: () => Result): Result =>
  current.run(headers, work);

/** The headers for a request that is about to be sent. */
export const outgoingHeaders = (): Readonly<Record<string, string>> => current.getStore() ?? {};

/** OpenAI's header for an id that the caller chooses. Other providers ignore it. */
export const REQUEST_ID_HEADER = 'x-client-request-id';

export const toOutgoingHeaders = (requestId: string | undefined, trace: TraceContext | undefined) => ({
  ...(requestId !== undefined && { [REQUEST_ID_HEADER]: requestId }),
  ...(trace && { traceparent: trace.traceparent }),
  ...(trace?.tracestate !== undefined && { tracestate: trace.tracestate }),
});
