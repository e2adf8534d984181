/** Shows or saves a file that was sent. One chunk, loaded with the first file that is opened. */
import type { FileAttachment } from '@chatdock/protocol/thread/attachments';
import { render } from 'preact';
import type { Controller } from '../state/controller.ts';
import { adoptStyles } from '../ui/styles/adopt-styles.ts';
import { ChatProvider } from '../ui/chat.ts';
import { FilePreview } from './FilePreview.tsx';
import css from './file-preview.css?inline';
import { saveFile } from './save-file.ts';

export function openFile(
  chat: Controller,
  chip: HTMLElement,
  { name, mime_type: type, download_url: url }: FileAttachment,
) {
  const root = chip.getRootNode();
  const place = chip.closest('.chat');
  if (!url || !(root instanceof ShadowRoot) || !place) return;
  if (!isText(type)) return void saveFile(chat, url, name);
  adoptStyles(root, css);
  const box = document.createElement('div');
  place.append(box);
  const close = () => {
    render(null, box);
    box.remove();
    chip.focus({ preventScroll: true });
  };
  render(
    <ChatProvider value={chat}>
      <FilePreview name={name} url={url} onClose={close} />
    </ChatProvider>,
    box,
  );
}

/** Only text is shown: anything else could run code or look like the page. */
const isText = (type: string) => /^text\/|^application\/json$/.test(type);
