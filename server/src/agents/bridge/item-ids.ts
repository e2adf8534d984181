/** Ids of what a model says: the provider's where it is one of a kind, ours where it is not. */
import type { RequestContext } from '../../core/context.ts';
import { noteIssued } from '../../core/runs/issued-ids.ts';
import { NotFoundError } from '../../core/store.ts';
import type { AgentContext } from '../agent-context.ts';

/** Values libraries and servers put where they have no id: they name every message alike. */
const PLACEHOLDER = /^_*fake_id_*$|^(?:null|undefined|none|0|msg|id)$/iu;
const MAX_ID_CHARS = 200;

/**
 * The provider's id when no item of the thread and of this turn has it; a new one otherwise, so that no reply can
 * overwrite another. `taken` holds the ids given out in this turn and is added to.
 */
export async function uniqueItemId<Context extends RequestContext>(
  context: AgentContext<Context>,
  offered: unknown,
  kind: 'message' | 'tool_call',
  taken: Set<string>,
): Promise<string> {
  const id = typeof offered === 'string' && (await isFree(context, offered, taken)) ? offered : context.newId(kind);
  taken.add(id);
  noteIssued(context.requestContext.signal, id);
  return id;
}

async function isFree<Context extends RequestContext>(
  context: AgentContext<Context>,
  id: string,
  taken: ReadonlySet<string>,
): Promise<boolean> {
  if (id === '' || id.length > MAX_ID_CHARS || PLACEHOLDER.test(id) || taken.has(id)) return false;
  try {
    await context.store.loadItem(context.thread.id, id, context.requestContext);
    return false;
  } catch (cause) {
    if (cause instanceof NotFoundError) return true;
    throw cause;
  }
}
