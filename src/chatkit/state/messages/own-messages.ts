/** Editing of sent messages, and the queue of messages that wait for an answer to end. One chunk. */
import { loadLater } from '../../ui/loading/load-later.ts';
import { createEditing, type EditingDeps } from '../composer/editing.ts';
import { createQueue, type QueueDeps } from './queue.ts';

export type OwnMessagesDeps = EditingDeps & QueueDeps;

export interface OwnMessages {
  editing: ReturnType<typeof createEditing>;
  queue: ReturnType<typeof createQueue>;
}

export async function createOwnMessages(deps: OwnMessagesDeps): Promise<OwnMessages> {
  await loadLater();
  return { editing: createEditing(deps), queue: createQueue(deps) };
}
