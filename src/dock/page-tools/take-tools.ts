/** Finds the functions of the page among the options that the script tag's global was given. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { PageTools } from './page-tool.ts';

type Given = Readonly<Record<string, unknown>>;

/** Those of the option `tools`, and those of `ChatDock.tool()`, which the launcher keeps as options of their own; and the other options. */
export function takeTools({ tools: listed, ...options }: Given): { tools: PageTools; given: Given } {
  const tools: Record<string, unknown> = { ...(isRecord(listed) && listed) };
  const given: Record<string, unknown> = { ...(listed !== undefined && !isRecord(listed) && { tools: listed }) };
  for (const [name, value] of Object.entries(options)) {
    if (!name.startsWith('tool ') || !Array.isArray(value)) given[name] = value;
    else tools[name.slice('tool '.length)] = { ...Object(value[0]), run: value[1] };
  }
  // Each function is checked before the server is told about it.
  return { tools: tools as PageTools, given };
}
