/** The store contract: records of attachments. */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { Cases } from './kit.ts';
import { newUser, randomId } from './records.ts';

export const attachments: Cases = {
  'overwrites an attachment, including server-only metadata [P150]': async ({ store, expect }) => {
    const owner = newUser();
    const attachment = newAttachment();
    await store.saveAttachment(attachment, owner);
    await store.saveAttachment({ ...attachment, thread_id: 'thr_1' }, owner);
    expect(await store.loadAttachment(attachment.id, owner)).toEqual({ ...attachment, thread_id: 'thr_1' });
  },

  "never shows, changes or deletes another user's attachments": async ({ store, refusal, expect }) => {
    const [owner, stranger] = [newUser(), newUser()];
    const attachment = newAttachment();
    await store.saveAttachment(attachment, owner);
    await refusal(store.saveAttachment({ ...attachment, name: 'theirs.txt' }, stranger));
    await store.deleteAttachment(attachment.id, stranger);
    expect(await refusal(store.loadAttachment(attachment.id, stranger))).toBe(
      await refusal(store.loadAttachment('atc_unknown', stranger)),
    );
    expect(await store.loadAttachment(attachment.id, owner)).toEqual(attachment);
  },

  'deletes an attachment, and ignores one that does not exist': async ({ store, refusal }) => {
    const owner = newUser();
    const attachment = newAttachment();
    await store.saveAttachment(attachment, owner);
    await store.deleteAttachment(attachment.id, owner);
    await store.deleteAttachment(attachment.id, owner);
    await refusal(store.loadAttachment(attachment.id, owner));
  },
};

const newAttachment = (): Attachment => ({
  type: 'file',
  id: randomId('atc'),
  name: 'list.txt',
  mime_type: 'text/plain',
  metadata: { stored: 'a/b', none: null },
});
