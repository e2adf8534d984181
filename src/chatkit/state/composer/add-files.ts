/** Checks and uploads the files that a visitor adds. Loads with the first file. */
import { anySignal } from '@chatdock/protocol/platform';
import { createText, type Text } from '../../language/text.ts';
import { loadLater } from '../../ui/loading/load-later.ts';
import type { DraftAttachment, FileFault } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import { toChatKitError } from '../failure.ts';
import { findFileFault, findUploadFault } from './file-limits.ts';
import { uploadFile } from './upload-file.ts';
import type { DraftFiles } from './uploads.ts';

/** The composer shows at most this many refused files. For the others, the visitor sees only the reason. */
const MAX_REFUSED = 10;

/** Adds the files that pass every limit. Shows each other one as refused, with the reason. */
export async function addFiles(context: Context, drafts: DraftFiles, files: readonly File[]): Promise<void> {
  const accepted: File[] = [];
  const faults: FileFault[] = [];
  for (const file of files) {
    const fault = findFileFault(file, context.store.get(), accepted.length);
    if (!fault) accepted.push(file);
    else {
      drafts.put(refused(drafts.newKey(), file, fault));
      faults.push(fault);
      context.report(new ChatKitError('FileAttachmentError', fault.message));
    }
  }
  if (faults.length > 0) refuse(context, drafts, faults);
  await Promise.all(accepted.map((file) => upload(context, drafts, file)));
}

async function upload(context: Context, drafts: DraftFiles, file: File): Promise<void> {
  const key = drafts.newKey();
  const abort = new AbortController();
  drafts.running.set(key, abort);
  const signal = anySignal([abort.signal, context.signal()]);
  const { name, type: mimeType } = file;
  drafts.put({ key, name, mimeType, status: 'uploading', progress: null, attachment: null, file });
  try {
    const onProgress = (part: Partial<DraftAttachment>) => drafts.patch(key, part);
    const attachment = await uploadFile({ context, file, signal, onProgress });
    drafts.patch(key, { status: 'ready', progress: 1, attachment });
    if (isShown(drafts, key))
      withText(context, (text) => context.announce(text('composer.attachment.ready', { name })));
  } catch (cause) {
    if (signal.aborted) return drafts.drop(key);
    const fault = findUploadFault(file, cause, context.store.get());
    drafts.patch(key, refused(key, file, fault));
    refuse(context, drafts, [fault], key);
    context.report(toChatKitError(cause, 'FileAttachmentError', fault.message));
  } finally {
    drafts.running.delete(key);
  }
}

const refused = (key: string, file: File, fault: FileFault): DraftAttachment => ({
  key,
  name: file.name,
  mimeType: file.type,
  status: 'refused',
  progress: null,
  attachment: null,
  file,
  fault,
});

/** Tells the visitor once why files were refused. A toast shows the reason if the file itself is not on screen. */
function refuse(context: Context, drafts: DraftFiles, faults: readonly FileFault[], key?: string) {
  const excess = drafts
    .shown()
    .filter(({ status }) => status === 'refused')
    .slice(0, -MAX_REFUSED);
  for (const draft of excess) drafts.drop(draft.key);
  const isOnScreen = key === undefined || isShown(drafts, key);
  withText(context, (text) => {
    const reasons = new Map(faults.map((fault) => [text(fault.key, fault.params), fault]));
    if (isOnScreen && excess.length === 0) context.announce([...reasons.keys()].join(' '));
    else for (const { key: reason, params } of reasons.values()) context.toast(reason, params);
  });
}

const isShown = (drafts: DraftFiles, key: string) => drafts.shown().some((draft) => draft.key === key);

/** Tells the visitor something once the texts about files have loaded. */
function withText(context: Context, use: (text: Text) => void) {
  loadLater().then(
    () => use(createText(context.store.get().language)),
    () => undefined, // the list of files reports the failure to load
  );
}
