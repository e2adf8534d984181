/** Tools that run on the server, as the Agents SDK makes them, with failures that the model can read. */
import { tool as sdkTool } from '@openai/agents';

/**
 * The SDK's `tool`, except that the model receives the message of an error that the tool throws: "No such order" is
 * something that it can tell the visitor or act on. Write such messages for the model and the visitor, without secrets.
 * Your own `errorFunction` takes precedence, and a tool with an `outputSchema` needs one.
 */
export const tool: typeof sdkTool = (options) =>
  sdkTool(
    // The copy has the members that its overload of `tool` asks for, because only the optional `errorFunction` is added.
    options.errorFunction === undefined && options.outputSchema === undefined
      ? ({
          ...options,
          errorFunction: (_context: unknown, error: unknown) => describeToolError(error),
        } as typeof options)
      : options,
  );

/** The text for the model about a failed tool: the error's message, short and on one line, never its stack. */
export function describeToolError(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/gu, ' ').trim();
  if (message === '') return 'The tool failed and did not say why.';
  return `The tool failed: ${message.length > MAX_CHARS ? `${message.slice(0, MAX_CHARS).toWellFormed()}…` : message}`;
}

/** Enough for a sentence or two, because some libraries put whole documents into their messages. */
const MAX_CHARS = 500;
