/** Tools that the page itself describes, with `ChatDock.tool()`: which of them the model is given. */
import { memberOf } from '@chatdock/protocol/member-of';
import * as z from 'zod';
import type { RequestContext } from '../../core/context.ts';
import type { ClientToolDescription } from './client-tool.ts';

/** What a page may describe. Everybody can send a request, so nothing beyond this reaches the model. */
const MOST_TOOLS = 20;
const MOST_SCHEMA_CHARS = 4000;

const described = z.object({
  name: z.string().regex(/^[\w-]{1,64}$/u),
  description: z.string().max(500),
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
  taken: readonly string[],
): ClientToolDescription[] {
  const given = patterns.length > 0 ? memberOf(memberOf(metadata, 'chatdock'), 'tools') : undefined;
  if (!Array.isArray(given)) return [];
  const tools = new Map<string, ClientToolDescription>();
  for (const one of given.slice(0, MOST_TOOLS)) {
    const { data } = described.safeParse(one);
    if (!data || !isAllowedName(data.name, patterns) || taken.includes(data.name)) continue;
    if (JSON.stringify(data.parameters ?? {}).length > MOST_SCHEMA_CHARS) continue;
    // The page's words are data, like what a visitor types. The model is told so.
    tools.set(data.name, {
      ...data,
      description: `A function of the page. The page describes it so: "${data.description}"`,
    });
  }
  return [...tools.values()];
}
