/** Joins the functions that a page offers: those of the option `tools`, and those of `ChatDock.tool()`. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { AddedTools, PageTools } from './page-tool.ts';

/** Whether the option `tools` can be used: an object of functions by name. Each is checked before it is described to the server. */
export const areTools = isRecord;

/** @param listed The option `tools` as the page gave it. */
export function joinTools(listed: unknown, added: AddedTools): PageTools {
  // A map, because assigning to a member named `__proto__` would change the object's prototype.
  const tools = new Map(areTools(listed) ? Object.entries(listed) : []);
  for (const [name, [schema, run]] of added) tools.set(name, { ...Object(schema), run });
  // Checked later, see above.
  return Object.fromEntries(tools) as PageTools;
}
