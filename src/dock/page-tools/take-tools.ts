/** Separates the functions of the page from the options that the script tag's global received. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { PageTools } from './page-tool.ts';

type Given = Readonly<Record<string, unknown>>;

/**
 * Returns the functions of the option `tools` and those of `ChatDock.tool()`, which the launcher stores as separate
 * options; and the other options.
 */
export function takeTools({ tools: listed, ...options }: Given): { tools: PageTools; given: Given } {
  // A map, because assigning to a member named `__proto__` would change the object's prototype.
  const tools = new Map(isRecord(listed) ? Object.entries(listed) : []);
  const given: Record<string, unknown> = { ...(listed !== undefined && !isRecord(listed) && { tools: listed }) };
  for (const [name, value] of Object.entries(options)) {
    if (!name.startsWith('tool ') || !Array.isArray(value)) given[name] = value;
    else tools.set(name.slice('tool '.length), { ...Object(value[0]), run: value[1] });
  }
  // Each function is checked before it is described to the server.
  return { tools: Object.fromEntries(tools) as PageTools, given };
}
