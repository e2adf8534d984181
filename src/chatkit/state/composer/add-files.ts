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

/** Uploads the files that pass every limit. Shows each other one as refused, with the reason. */
export async function addFiles(context: Context, drafts: DraftFiles, added: readonly DraftAttachment[]): Promise<void> {
  const accepted: [key: string, file: File][] = [];
  const refusals: [key: string, fault: FileFault][] = [];
  for (const { key } of added) {
    const file = drafts.unchecked.get(key);
    if (!file) continue; // the visitor has removed it
    const wanted = drafts
      .shown()
      .filter(({ key: other, status }) => status !== 'refused' && !drafts.unchecked.has(other));
    const fault = findFileFault(file, context.store.get(), wanted.length);
    drafts.unchecked.delete(key);
    if (!fault) accepted.push([key, file]);
    else {
      drafts.patch(key, { status: 'refused', fault });
      refusals.push([key, fault]);
      context.report(new ChatKitError('FileAttachmentError', fault.message));
    }
  }
  if (refusals.length > 0) refuse(context, drafts, refusals);
  await Promise.all(accepted.map(([key, file]) => upload(context, drafts, key, file)));
}

async function upload(context: Context, drafts: DraftFiles, key: string, file: File): Promise<void> {
  const abort = new AbortController();
  drafts.running.set(key, abort);
  const signal = anySignal([abort.signal, context.signal()]);
  const { name } = file;
  try {
    const onProgress = (part: Partial<DraftAttachment>) => drafts.patch(key, part);
    const attachment = await uploadFile({ context, file, signal, onProgress });
    drafts.patch(key, { status: 'ready', progress: 1, attachment });
    if (isShown(drafts, key))
      withText(context, (text) => context.announce(text('composer.attachment.ready', { name })));
  } catch (cause) {
    if (signal.aborted) return drafts.drop(key);
    const fault = findUploadFault(file, cause, context.store.get());
    drafts.patch(key, { status: 'refused', progress: null, attachment: null, fault });
    refuse(context, drafts, [[key, fault]]);
    context.report(toChatKitError(cause, 'FileAttachmentError', fault.message));
  } finally {
    drafts.running.delete(key);
  }
}

/** Tells the visitor once why files were refused. A toast shows the reason if the file itself is not on screen. */
function refuse(context: Context, drafts: DraftFiles, refusals: readonly (readonly [key: string, fault: FileFault])[]) {
  const excess = drafts
    .shown()
    .filter(({ fault }) => fault && !fault.key.startsWith('failure.'))
    .slice(0, -MAX_REFUSED);
  for (const draft of excess) drafts.drop(draft.key);
  const areOnScreen = excess.length === 0 && refusals.every(([key]) => isShown(drafts, key));
  withText(context, (text) => {
    const reasons = new Map(refusals.map(([, fault]) => [text(fault.key, fault.params), fault]));
    if (areOnScreen) context.announce([...reasons.keys()].join(' '));
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
