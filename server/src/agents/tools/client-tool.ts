/** Tools that run on the visitor's page. */
import type { FunctionTool, RunContext, ToolsToFinalOutputResult } from '@openai/agents';
import * as z from 'zod';
import { AgentContext } from '../agent-context.ts';
import { tool } from './function-tool.ts';

/** The description of a page tool for the model. */
export interface ClientToolDescription {
  /** The name that the page's `onClientTool` receives. */
  name: string;
  description: string;
  /** JSON Schema of its arguments. @defaultValue no arguments */
  parameters?: Record<string, unknown> | undefined;
}

/**
 * An agent tool that runs on the page. Calling it ends the turn, and the page's answer starts the next one. Agents with
 * such tools need `toolUseBehavior: stopForClientTools`.
 */
export function clientTool({ name, description, parameters }: ClientToolDescription): FunctionTool<AgentContext> {
  const schema = parameters ?? { type: 'object', properties: {} };
  return tool({
    name,
    description,
    strict: false,
    parameters: { type: 'object', properties: {}, required: [], ...schema, additionalProperties: true } as never, // the package has types for literal schemas only
    execute: (args: unknown, run: RunContext<AgentContext> | undefined, details: CallDetails | undefined) => {
      if (!(run?.context instanceof AgentContext))
        throw new TypeError('The run has no AgentContext: pass one as its context.');
      return run.context.callClientTool(name, argumentsSchema.parse(args), details?.toolCall?.callId);
    },
    // `tool()` returns a tool for any context; this one has checked that it is an AgentContext.
  }) as unknown as FunctionTool<AgentContext>;
}

/** The part of the SDK's call details that is used. */
interface CallDetails {
  toolCall?: { callId: string } | undefined;
}

/** Ends the run if a tool has called the page. A call with invalid arguments goes back to the model instead. */
export const stopForClientTools = ({ context }: RunContext): ToolsToFinalOutputResult =>
  context instanceof AgentContext && context.clientToolCall !== null
    ? { isFinalOutput: true, isInterrupted: undefined, finalOutput: '' }
    : { isFinalOutput: false, isInterrupted: undefined };

const argumentsSchema = z.record(z.string(), z.unknown(), 'The arguments must be a JSON object.');

/** The schema of a file of client tools: what `CHATDOCK_CLIENT_TOOLS` names. */
export const clientToolsSchema = z.array(
  z.object({
    name: z.string().regex(/^[\w-]{1,64}$/u),
    description: z.string(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
);
