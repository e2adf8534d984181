/** Sends the descriptions of the page's functions with a turn. Only docks with such functions load this module. */
import { isRecord } from '@chatdock/protocol/kinds';
import { findExcess, PAGE_TOOL_LIMITS, REQUEST_LIMITS } from '@chatdock/protocol/requests/limits';
import { toJson } from '@chatdock/protocol/to-json';
import { warnOnce } from '../../options/warn-once.ts';
import type { PageTools } from './page-tool.ts';

/**
 * Writes the functions into `metadata.chatdock.tools` of a request. Leaves out a function that the server would reject,
 * and logs the reason.
 */
export function describeTools(body: string, tools: PageTools): string {
  const request: unknown = JSON.parse(body);
  if (!isRecord(request)) return body;
  const metadata = isRecord(request['metadata']) ? request['metadata'] : {};
  const chatdock = isRecord(metadata['chatdock']) ? metadata['chatdock'] : {};
  const withTools = (list: unknown[]) => ({ ...metadata, chatdock: { ...chatdock, tools: list } });
  let taken: unknown[] = [];
  for (const [name, tool] of Object.entries(tools)) {
    const { fault, described } = describe(name, tool);
    if (fault !== undefined) warnOnce(`The function "${name}" is not offered to the assistant: ${fault}.`);
    else if (described === null) continue;
    else if (
      taken.length >= PAGE_TOOL_LIMITS.tools ||
      findExcess(withTools([...taken, described]), REQUEST_LIMITS.metadata)
    )
      warnOnce(
        `The function "${name}" is not offered to the assistant: this page has too many functions, or they are too large together.`,
      );
    else taken = [...taken, described];
  }
  return taken.length > 0 ? toJson({ ...request, metadata: withTools(taken) }) : body;
}

/** The description of a function for the server; null for one that the page has removed. */
function describe(name: string, tool: unknown): { fault?: string; described: object | null } {
  if (!isRecord(tool)) return fault('it needs a description and a function');
  const { description, parameters, run } = tool;
  if (run === undefined || run === null) return { described: null };
  if (typeof run !== 'function') return fault('its last argument, `run`, is not a function');
  if (!PAGE_TOOL_LIMITS.name.test(name)) return fault('its name may have letters, digits, _ and -, at most 64 of them');
  if (typeof description !== 'string' || description.trim() === '' || description.length > PAGE_TOOL_LIMITS.description)
    return fault(`it needs a description of at most ${PAGE_TOOL_LIMITS.description} characters`);
  if (parameters === undefined) return { described: { name, description } };
  const schema = isRecord(parameters) ? jsonOf(parameters) : undefined;
  if (schema === undefined || schema.length > PAGE_TOOL_LIMITS.schema)
    return fault(`its parameters must be a JSON Schema of at most ${PAGE_TOOL_LIMITS.schema} characters`);
  return { described: { name, description, parameters: JSON.parse(schema) } };
}

const fault = (text: string) => ({ fault: text, described: null });

/** Undefined for a value without a JSON form, such as one that contains itself. */
function jsonOf(value: object): string | undefined {
  try {
    return toJson(value);
  } catch {
    return undefined;
  }
}
