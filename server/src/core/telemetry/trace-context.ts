/** The trace that a request belongs to, by the W3C's Trace Context headers. */

export interface TraceContext {
  /** `00-<trace>-<span>-<flags>`, in lower-case hexadecimal. */
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
}

/** Version `ff` and ids of zeros are not valid. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-.*)?$/;
const MAX_CHARS = 512;

/** Undefined without a valid `traceparent`. An invalid one does not begin a trace. */
export function readTrace(headers: Headers): TraceContext | undefined {
  const traceparent = headers.get('traceparent')?.trim() ?? '';
  if (traceparent.length > MAX_CHARS || !TRACEPARENT.test(traceparent)) return undefined;
  const tracestate = headers.get('tracestate');
  return tracestate !== null && tracestate.length <= MAX_CHARS ? { traceparent, tracestate } : { traceparent };
}

export const traceIdOf = ({ traceparent }: TraceContext): string => traceparent.split('-')[1] ?? '';
export const spanIdOf = ({ traceparent }: TraceContext): string => traceparent.split('-')[2] ?? '';
export const isSampled = ({ traceparent }: TraceContext): boolean =>
  (Number.parseInt(traceparent.split('-')[3] ?? '', 16) & 1) === 1;
