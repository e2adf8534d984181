/** Selects which of the tools that a page describes with `ChatDock.tool()` the model receives. */
import { PAGE_TOOL_LIMITS } from '@chatdock/protocol/requests/limits';
import { memberOf } from '@chatdock/protocol/member-of';
import * as z from 'zod';
import type { RequestContext } from '../../core/context.ts';
import type { ClientToolDescription } from './client-tool.ts';

/** Anybody can send a request, so tools beyond the limits never reach the model. */
const described = z.object({
  name: z.string().regex(PAGE_TOOL_LIMITS.name),
  description: z.string().max(PAGE_TOOL_LIMITS.description),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/** Whether a name is allowed by one of the patterns: a name, or the start of one followed by `*`. */
export const isAllowedName = (name: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));

/**
 * The tools in `metadata.chatdock.tools` of a request that `patterns` allow. Tools that are not allowed, that are not
 * valid, that are too large or that have the name of one of the server's own tools are left out.
 */
export function readPageTools(
  { metadata }: Pick<RequestContext, 'metadata'>,
  patterns: readonly string[],
  reserved: readonly string[],
): ClientToolDescription[] {
  const given = patterns.length > 0 ? memberOf(memberOf(metadata, 'chatdock'), 'tools') : undefined;
  if (!Array.isArray(given)) return [];
  const tools = new Map<string, ClientToolDescription>();
  for (const one of given.slice(0, PAGE_TOOL_LIMITS.tools)) {
    const { data } = described.safeParse(one);
    if (!data || !isAllowedName(data.name, patterns) || reserved.includes(data.name)) continue;
    if (JSON.stringify(data.parameters ?? {}).length > PAGE_TOOL_LIMITS.schema) continue;
    // The page's description is untrusted, like a visitor's text. The prompt says so to the model.
    tools.set(data.name, {
      ...data,
      description: `A function of the page. The page describes it so: "${data.description}"`,
    });
  }
  return [...tools.values()];
}
