/** Counts what work costs the owner: reserves an amount before the work begins, and corrects it afterwards. */
import type { RequestContext } from '../context.ts';

/** Work at a provider that charges the owner. */
export interface Use {
  /** As configured: `openai:gpt-5-mini`. */
  readonly model: string;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly audioSeconds?: number | undefined;
}

/** Replaces the reservation with the actual amount. Call it once, even if the work failed. */
export type Settle = (actual: Use) => Promise<void>;

/** Reserves the amount for a piece of work before it starts. */
export interface Meter {
  /** Reserves the maximum that a piece of work can use. @throws HttpError 429 or 503 with a message for the visitor */
  hold(context: RequestContext, most: Use): Promise<Settle>;
}
