/** Deletes the draft and the unsent messages of a deleted conversation. */
import type { Controller } from '../state/controller.ts';
import { draftKeyOf } from '../state/messages/drafts.ts';

export function forgetUnsent({ unsent, storage }: Pick<Controller, 'unsent' | 'storage'>, threadId: string): void {
  const { storedMessages } = unsent;
  for (const { key } of storedMessages.read(threadId)) storedMessages.drop(threadId, key);
  // Write the entry before deleting it: otherwise a draft that only another tab has written would stay.
  for (const value of ['', null]) storage.write(draftKeyOf(threadId), value);
}
