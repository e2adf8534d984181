/** Reserves the maximum cost of a model call, and records the actual cost. */
import type { ModelRequest, StreamEvent } from '@openai/agents';
import type { RequestContext } from '../../core/context.ts';
import { CustomStreamError, HttpError } from '../../core/errors.ts';
import type { Meter } from '../../core/usage/meter.ts';
import { estimateTextTokens, estimateTokens } from '../bridge/input/token-budget.ts';

/** One running call. */
interface Call {
  see(event: StreamEvent): void;
  /** Call when the model call is over, whether it answered, failed or was stopped. */
  end(): Promise<void>;
}

/** Begins a call. @throws CustomStreamError with a message for the visitor if a budget is used up */
export type Spend = (label: string, request: ModelRequest) => Promise<Call>;

export function spendFor(meter: Meter, context: RequestContext, maxOutputTokens: number): Spend {
  return async (model, request) => {
    const estimated = inputTokensOf(request);
    const settle = await meter
      .hold(context, {
        model,
        inputTokens: estimated,
        outputTokens: request.modelSettings.maxTokens ?? maxOutputTokens,
      })
      .catch((cause: unknown): never => {
        if (cause instanceof HttpError) throw new CustomStreamError(cause.message, { cause });
        throw cause;
      });
    let written = 0;
    let reported: { inputTokens: number; outputTokens: number } | undefined;
    return {
      see(event) {
        if (event.type === 'output_text_delta') written += estimateTextTokens(event.delta);
        if (event.type === 'response_done') reported = event.response.usage;
      },
      async end() {
        // Providers charge for a stopped call, and some report no usage. Then the estimate counts.
        await settle({
          model,
          inputTokens: reported?.inputTokens || estimated,
          outputTokens: reported?.outputTokens || written,
        });
      },
    };
  };
}

function inputTokensOf({ input, systemInstructions = '', tools }: ModelRequest): number {
  const inputTokens =
    typeof input === 'string' ? estimateTextTokens(input) : input.reduce((sum, item) => sum + estimateTokens(item), 0);
  return inputTokens + estimateTextTokens(systemInstructions) + estimateTextTokens(JSON.stringify(tools));
}
