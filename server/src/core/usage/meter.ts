/** What work costs the owner: it is reserved before the work begins and corrected when the work is done. */
import type { RequestContext } from '../context.ts';

/** Work at a provider that sends the owner a bill. */
export interface Use {
  /** As configured: `openai:gpt-5-mini`. */
  readonly model: string;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly audioSeconds?: number | undefined;
}

/** Replaces the reservation by what was really used. Call it once, also when the work failed. */
export type Settle = (actual: Use) => Promise<void>;

/** Reserves what a piece of work may use before it starts. */
export interface Meter {
  /** Reserves the most that a piece of work can use. @throws HttpError 429 or 503 with a sentence for the visitor */
  hold(context: RequestContext, most: Use): Promise<Settle>;
}
