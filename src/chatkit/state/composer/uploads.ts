/** The files of messages that are being written. Each is uploaded at once, also while its draft is not on screen. */
import { anySignal } from '@chatdock/protocol/platform';
import type { Attachment as PublicAttachment } from '@openai/chatkit';
import { updateComposer, type DraftAttachment } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import { toChatKitError } from '../failure.ts';
import { findFileFault } from './file-limits.ts';

export type Uploads = ReturnType<typeof createUploads>;

export function createUploads(context: Context) {
  const { store } = context;
  const running = new Map<string, AbortController>();
  /** The files of drafts that are not on screen, by draft. A reload loses them. */
  const parked = new Map<string, readonly DraftAttachment[]>();
  let keys = 0;

  const shown = () => store.get().composer.attachments;
  const show = (attachments: readonly DraftAttachment[]) => updateComposer(store, { attachments });

  /** Adds the files that pass every limit, and shows for each other one why it was refused. */
  async function add(files: readonly File[]): Promise<void> {
    if (!store.get().options.composer.attachments.enabled) return;
    const accepted: File[] = [];
    for (const file of files) {
      const fault = findFileFault(file, store.get(), accepted.length);
      if (fault) {
        context.toast(fault.key, fault.params);
        context.report(new ChatKitError('FileAttachmentError', fault.message));
      } else accepted.push(file);
    }
    await Promise.all(accepted.map(upload));
  }

  async function upload(file: File): Promise<void> {
    const key = `file-${++keys}`;
    const abort = new AbortController();
    running.set(key, abort);
    const signal = anySignal([abort.signal, context.signal()]);
    const { name, type: mimeType } = file;
    show([...shown(), { key, name, mimeType, status: 'uploading', progress: null, attachment: null, file }]);
    try {
      // Uploading reads and checks the server's answers: its code arrives with the rest of the wire.
      const { uploadFile } = await import('./upload-file.ts');
      const attachment = await uploadFile({ context, file, signal, onProgress: (part) => patch(key, part) });
      patch(key, { status: 'ready', progress: 1, attachment });
    } catch (cause) {
      drop(key);
      if (signal.aborted) return;
      context.toast('composer.attachment.failed', { name });
      context.report(toChatKitError(cause, 'FileAttachmentError', `${name} could not be uploaded`));
    } finally {
      running.delete(key);
    }
  }

  /** Changes a file in every draft, because its own may not be on screen. */
  function change(to: (drafts: readonly DraftAttachment[]) => readonly DraftAttachment[]) {
    for (const [key, drafts] of parked) parked.set(key, to(drafts));
    show(to(shown()));
  }

  const patch = (key: string, part: Partial<DraftAttachment>) =>
    change((drafts) => drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));

  const drop = (key: string) => change((drafts) => drafts.filter((draft) => draft.key !== key));

  /** Takes a file out of the message and deletes it from the server. */
  async function remove(key: string): Promise<void> {
    const draft = shown().find((candidate) => candidate.key === key);
    running.get(key)?.abort();
    drop(key);
    if (!draft?.attachment || !draft.file) return;
    const { deleteFile } = await import('./upload-file.ts'); // it arrived with the upload
    await deleteFile(context, draft.name, draft.attachment.id);
  }

  /** Shows attachments that the page uploaded itself, instead of the files that are shown now. */
  function replace(attachments: readonly PublicAttachment[]) {
    for (const { key } of shown()) running.get(key)?.abort();
    show(attachments.map((attachment) => toDraft(`given-${++keys}`, attachment)));
  }

  /** Puts the files on screen aside with the draft they belong to. Returns the files of the draft that replaces it. */
  function swap(left: string, opened: string): readonly DraftAttachment[] {
    parked.set(left, shown());
    return parked.get(opened) ?? [];
  }

  /** Shows the files of a message that goes back into the text field, before those that are there. */
  const restore = (attachments: readonly PublicAttachment[]) =>
    show([...attachments.map((attachment) => toDraft(`given-${++keys}`, attachment)), ...shown()]);

  return { add, remove, replace, restore, swap };
}

const toDraft = (key: string, attachment: PublicAttachment): DraftAttachment => ({
  key,
  name: attachment.name,
  mimeType: attachment.mime_type,
  status: 'ready',
  progress: 1,
  attachment,
  file: null,
});
