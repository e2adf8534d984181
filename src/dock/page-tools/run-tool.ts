/** Runs a function of the page that the model called. Only docks with such functions load this module. */
import { findExcess, PAGE_TOOL_LIMITS } from '@chatdock/protocol/requests/limits';
import { toJson } from '@chatdock/protocol/to-json';
import type { ChatKitOptions } from '@openai/chatkit';
import type { PageTools } from './page-tool.ts';

type OnClientTool = NonNullable<ChatKitOptions['onClientTool']>;

/**
 * Calls the function of that name, or the page's own `onClientTool` if there is none. The chat sends the message of an
 * error thrown here to the model.
 */
export async function runTool(
  tools: PageTools,
  call: Parameters<OnClientTool>[0],
  otherwise: OnClientTool | undefined,
): Promise<Record<string, unknown>> {
  const tool = Object.hasOwn(tools, call.name) ? tools[call.name] : undefined;
  if (typeof tool?.run !== 'function') {
    if (otherwise) return otherwise(call);
    throw new Error(`The page has no function "${call.name}".`);
  }
  const result: unknown = await tool.run(call.params);
  // Wrapped in a list, so that every value has a JSON form: a function or `undefined` becomes null.
  const [sent]: unknown[] = JSON.parse(toJson([result]));
  const excess = findExcess(sent, PAGE_TOOL_LIMITS.result);
  if (excess !== null) throw new Error(`The result of "${call.name}" is too large: it ${excess}.`);
  // ChatKit's type asks for an object, but its protocol takes any JSON.
  return (sent ?? {}) as Record<string, unknown>;
}
