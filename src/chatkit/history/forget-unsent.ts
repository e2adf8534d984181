/** Deletes what was not sent in a conversation that was deleted: its draft, and the messages that wait. */
import type { Controller } from '../state/controller.ts';
import { draftKeyOf } from '../state/messages/drafts.ts';

export function forgetUnsent({ unsent, storage }: Pick<Controller, 'unsent' | 'storage'>, threadId: string): void {
  const { kept } = unsent;
  for (const { key } of kept.read(threadId)) kept.drop(threadId, key);
  // Written before it is deleted, because a draft that only another tab has written would stay.
  for (const value of ['', null]) storage.write(draftKeyOf(threadId), value);
}
