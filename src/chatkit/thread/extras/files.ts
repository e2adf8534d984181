/** Turns the files of a message into buttons, if their server gives an address for their bytes. */
import type { FileAttachment } from '@chatdock/protocol/thread/attachments';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import { parseUrl } from '@chatdock/protocol/platform';
import { createText } from '../../language/text.ts';
import { reportPart } from '../../state/connection/load-for-request.ts';
import type { Controller } from '../../state/controller.ts';

/** Returns a function that undoes it. */
export function offerFiles(chat: Controller, message: UserMessageItem, place: Element | null): () => void {
  const listening = new AbortController();
  for (const attachment of message.attachments) {
    const chip = place?.querySelector(`[data-file="${CSS.escape(attachment.id)}"]`);
    if (attachment.type === 'file' && chip instanceof HTMLElement && canFetch(attachment.download_url))
      offerFile(chat, chip, attachment, listening.signal);
  }
  return () => listening.abort();
}

const canFetch = (url: string | undefined) => /^https?:$/.test(parseUrl(url ?? '')?.protocol ?? '');

function offerFile(chat: Controller, chip: HTMLElement, file: FileAttachment, signal: AbortSignal): void {
  const open = (event: Event) => {
    event.preventDefault(); // Space would scroll the thread
    import('../../files/open-file.tsx').then(
      ({ openFile }) => openFile(chat, chip, file),
      (cause: unknown) => reportPart(chat.context, cause),
    );
  };
  chip.classList.add('openable');
  chip.tabIndex = 0;
  chip.setAttribute('role', 'button');
  chip.setAttribute('aria-label', createText(chat.store.get().language)('thread.file.open', { name: file.name }));
  chip.addEventListener('click', open, { signal });
  chip.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter' || event.key === ' ') open(event);
    },
    { signal },
  );
}
