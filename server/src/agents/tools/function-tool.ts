/** Tools that run on the server, as the Agents SDK makes them, with failures that the model can read. */
import { tool as sdkTool } from '@openai/agents';

/**
 * The SDK's `tool`, except that the model reads the message of an error the tool throws, and not only that there was
 * one: "No such order" is something it can tell the visitor, or act on. Write such messages for the model and the
 * visitor, without secrets. Your own `errorFunction` goes before this, and a tool with an `outputSchema` needs one.
 */
export const tool: typeof sdkTool = (options) =>
  sdkTool(
    options.errorFunction === undefined && options.outputSchema === undefined
      ? ({
          ...options,
          errorFunction: (_context: unknown, error: unknown) => describeToolError(error),
        } as typeof options)
      : options,
  );

/** What the model reads of a failed tool: the error's own message, on one line and not long; never its stack. */
export function describeToolError(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/gu, ' ').trim();
  if (message === '') return 'The tool failed and did not say why.';
  return `The tool failed: ${message.length > MAX_CHARS ? `${message.slice(0, MAX_CHARS).toWellFormed()}…` : message}`;
}

/** Enough for a sentence or two; some libraries put whole documents into their messages. */
const MAX_CHARS = 500;
