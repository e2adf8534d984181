/** Ids of a model's items: the provider's id if it is unique, else ours. */
import type { RequestContext } from '../../core/context.ts';
import { noteIssued } from '../../core/runs/issued-ids.ts';
import { NotFoundError } from '../../core/store.ts';
import type { AgentContext } from '../agent-context.ts';

/** Placeholders of libraries and servers that have no id. They are the same for every message. */
const PLACEHOLDER = /^_*fake_id_*$|^(?:null|undefined|none|0|msg|id)$/iu;
const MAX_ID_CHARS = 200;

/**
 * The provider's id if no item of the thread or of this turn has it, else a new one, so that no reply overwrites
 * another. Adds the id to `usedIds`, the ids of this turn.
 */
export async function uniqueItemId<Context extends RequestContext>(
  context: AgentContext<Context>,
  offered: unknown,
  kind: 'message' | 'tool_call',
  usedIds: Set<string>,
): Promise<string> {
  const id = typeof offered === 'string' && (await isFree(context, offered, usedIds)) ? offered : context.newId(kind);
  usedIds.add(id);
  noteIssued(context.requestContext.signal, id);
  return id;
}

async function isFree<Context extends RequestContext>(
  context: AgentContext<Context>,
  id: string,
  usedIds: ReadonlySet<string>,
): Promise<boolean> {
  if (id === '' || id.length > MAX_ID_CHARS || PLACEHOLDER.test(id) || usedIds.has(id)) return false;
  try {
    await context.store.loadItem(context.thread.id, id, context.requestContext);
    return false;
  } catch (cause) {
    if (cause instanceof NotFoundError) return true;
    throw cause;
  }
}
