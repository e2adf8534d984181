/** The files of draft messages. Each is uploaded at once, even while its draft is not on screen. */
import type { Attachment as PublicAttachment } from '@openai/chatkit';
import { updateComposer, type DraftAttachment } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { partFailure, reportFault } from '../connection/load-for-request.ts';
import { toChatKitError } from '../failure.ts';

export type Uploads = ReturnType<typeof createUploads>;

/** The files of all drafts, for the code that adds files. */
export interface DraftFiles {
  /** The uploads that can be cancelled, by key. */
  running: Map<string, AbortController>;
  /** The files that are shown and have not been checked, by key. */
  unchecked: Map<string, File>;
  newKey(): string;
  /** The files of the draft on screen. */
  shown(): readonly DraftAttachment[];
  patch(key: string, part: Partial<DraftAttachment>): void;
  drop(key: string): void;
}

export function createUploads(context: Context) {
  const { store } = context;
  const running = new Map<string, AbortController>();
  const unchecked = new Map<string, File>();
  /** The files of drafts that are not on screen, by draft. A reload loses them. */
  const parked = new Map<string, readonly DraftAttachment[]>();
  let keys = 0;

  const shown = () => store.get().composer.attachments;
  const show = (attachments: readonly DraftAttachment[]) => updateComposer(store, { attachments });

  /** Changes a file in every draft, because its own may not be on screen. */
  function change(to: (drafts: readonly DraftAttachment[]) => readonly DraftAttachment[]) {
    for (const [key, drafts] of parked) parked.set(key, to(drafts));
    show(to(shown()));
  }

  const drop = (key: string) => {
    unchecked.delete(key);
    change((drafts) => drafts.filter((draft) => draft.key !== key));
  };

  const drafts: DraftFiles = {
    running,
    unchecked,
    newKey: () => `file-${++keys}`,
    shown,
    patch: (key, part) => change((all) => all.map((draft) => (draft.key === key ? { ...draft, ...part } : draft))),
    drop,
  };

  /** Adds the files that pass every limit, and shows for each other one why it was refused. */
  async function add(files: readonly File[]): Promise<void> {
    if (!store.get().options.composer.attachments.enabled) return;
    const added = files.map((file) => ({
      key: drafts.newKey(),
      name: file.name,
      mimeType: file.type,
      status: 'uploading' as const,
      progress: null,
      attachment: null,
      file,
    }));
    show([...shown(), ...added]);
    await check(added);
  }

  /** Checks and uploads files that are shown as being uploaded, so that none is lost while the code for it loads. */
  async function check(added: readonly DraftAttachment[]): Promise<void> {
    for (const { key, file } of added) if (file) unchecked.set(key, file);
    try {
      // Most messages have no file.
      const { addFiles } = await import('./add-files.ts');
      await addFiles(context, drafts, added);
    } catch (cause) {
      reportFault(cause);
      const message = 'The code that adds files could not be loaded';
      const fault = { key: partFailure(cause), params: {}, canRetry: true, message };
      for (const { key } of added) drafts.patch(key, { status: 'refused', fault });
      context.report(toChatKitError(cause, 'FileAttachmentError', message));
    }
  }

  /** Tries a refused file again: the connection may be back, or other files may have been removed. */
  async function retry(key: string): Promise<void> {
    drafts.patch(key, { status: 'uploading', progress: null, fault: undefined });
    await check(shown().filter((draft) => draft.key === key));
  }

  /** Removes a file from the message and deletes it from the server. */
  async function remove(key: string): Promise<void> {
    const draft = shown().find((candidate) => candidate.key === key);
    running.get(key)?.abort();
    drop(key);
    if (!draft?.attachment || !draft.file) return;
    const { deleteFile } = await import('./upload-file.ts'); // the upload has loaded this code
    await deleteFile(context, draft.name, draft.attachment.id);
  }

  /** Shows attachments that the page uploaded itself, instead of the files that are shown now. */
  function replace(attachments: readonly PublicAttachment[]) {
    for (const { key } of shown()) {
      running.get(key)?.abort();
      drop(key);
    }
    show(attachments.map((attachment) => toDraft(drafts.newKey(), attachment)));
  }

  /** Puts the files on screen aside with the draft they belong to. Returns the files of the draft that replaces it. */
  function swap(left: string, opened: string): readonly DraftAttachment[] {
    parked.set(left, shown());
    return parked.get(opened) ?? [];
  }

  /** Shows the files of a message that goes back into the text field, before those that are there. */
  const restore = (attachments: readonly PublicAttachment[]) =>
    show([...attachments.map((attachment) => toDraft(drafts.newKey(), attachment)), ...shown()]);

  return { add, retry, remove, replace, restore, swap };
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
