/** Data about the caller of one request. */
import type { TraceContext } from './telemetry/trace-context.ts';

/**
 * Passed to every hook and every store call. Extend it with the data that your application needs: `interface
 * ShopContext extends RequestContext { tenant: string }`.
 *
 * It must be a plain object, because a run copies it to set its own `signal`.
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
  /**
   * The trace that the request belongs to, from its `traceparent` header. Pass it on with the requests that `respond`
   * sends.
   */
  readonly trace?: TraceContext | undefined;
  /** The caller's language, from `Accept-Language`: one BCP 47 tag. */
  readonly locale?: string | undefined;
  /** Set for a turn that can be resumed. A store refuses the turn's writes once another process has taken it over. */
  readonly fence?: { readonly runId: string; readonly token: string } | undefined;
  /** The `metadata` of the request: what the client says about itself and its page. It is untrusted. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Set for a running turn: a store retries an operation for this many milliseconds while its database is unavailable.
   * Not set for a request that can still be refused, which fails at once.
   */
  readonly storePatienceMs?: number | undefined;
  /** The origin at which this server was called, such as `https://chat.example`. Used for addresses that it returns. */
  readonly origin?: string | undefined;
}

/** The context of work that belongs to a user and that no request began, such as an export. */
export const contextOf = (userId: string): RequestContext => ({ userId, signal: new AbortController().signal });
