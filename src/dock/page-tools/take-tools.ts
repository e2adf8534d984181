/** Finds the functions of the page among the options that the script tag's global was given. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { PageTools } from './page-tool.ts';

type Given = Readonly<Record<string, unknown>>;

/** Those of the option `tools`, and those of `ChatDock.tool()`, which the launcher keeps as options of their own; and the other options. */
export function takeTools({ tools: listed, ...options }: Given): { tools: PageTools; given: Given } {
  // A map, because an assignment to a member named `__proto__` would set what the object inherits from.
  const tools = new Map(isRecord(listed) ? Object.entries(listed) : []);
  const given: Record<string, unknown> = { ...(listed !== undefined && !isRecord(listed) && { tools: listed }) };
  for (const [name, value] of Object.entries(options)) {
    if (!name.startsWith('tool ') || !Array.isArray(value)) given[name] = value;
    else tools.set(name.slice('tool '.length), { ...Object(value[0]), run: value[1] });
  }
  // Each function is checked before the server is told about it.
  return { tools: Object.fromEntries(tools) as PageTools, given };
}
