/** What the server knows about the caller of one request. */
import type { TraceContext } from './telemetry/trace-context.ts';

/**
 * Handed to every hook and every store call. Extend it with what your application needs:
 * `interface ShopContext extends RequestContext { tenant: string }`.
 *
 * It must be a plain object: a run copies it to put its own `signal` in.
 */
export interface RequestContext {
  /** Who owns the threads. Every store operation is scoped by it. Never empty. */
  readonly userId: string;
  /**
   * Aborted when the visitor stops the turn, when the client disconnects (unless the turn is resumable), or when the
   * server shuts down. Pass it to everything `respond` awaits (model calls, fetches).
   */
  readonly signal: AbortSignal;
  /** Names this request in logs. */
  readonly requestId?: string | undefined;
  /** The trace that the request belongs to, from its `traceparent` header. Pass it on to what `respond` asks. */
  readonly trace?: TraceContext | undefined;
  /** The caller's language, from `Accept-Language`: one BCP 47 tag. */
  readonly locale?: string | undefined;
  /** Of a turn that can be resumed: a store refuses its writes once another process has taken the turn over. */
  readonly fence?: { readonly runId: string; readonly token: string } | undefined;
  /** What the client says about itself and its page, in `metadata` of the request. Anybody can send anything here. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Of a turn that runs: a store tries an operation again for this many milliseconds while its database is away. A
   * request that can still be refused has none and learns of it at once.
   */
  readonly storePatienceMs?: number | undefined;
  /** Where this server was called: `https://chat.example`. For addresses it hands out. */
  readonly origin?: string | undefined;
}
