/** Shows or saves a file that was sent. One chunk, loaded with the first file that is opened. */
import type { FileAttachment } from '@chatdock/protocol/thread/attachments';
import type { Controller } from '../state/controller.ts';
import { FilePreview } from './FilePreview.tsx';
import css from './file-preview.css?inline';
import { saveFile } from './save-file.ts';
import { showDialog } from './show-dialog.tsx';

export function openFile(
  chat: Controller,
  chip: HTMLElement,
  { name, mime_type: type, download_url: url }: FileAttachment,
) {
  if (!url) return;
  if (!isText(type)) return void saveFile(chat, url, name);
  showDialog(chat, chip, css, (remove) => (
    <FilePreview
      name={name}
      url={url}
      onClose={() => {
        remove();
        chip.focus({ preventScroll: true });
      }}
    />
  ));
}

/** Only text is shown: anything else could run code or look like the page. */
const isText = (type: string) => /^text\/|^application\/json$/.test(type);
