/** The dialog that shows a file of the thread over the whole window. Esc and a click beside the file close it. */
import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useChat, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { saveFile } from './save-file.ts';

interface FileDialogProps {
  name: string;
  url: string | undefined;
  class: string;
  /** A click on this element closes the dialog. @defaultValue the dialog itself */
  beside?: RefObject<HTMLElement | null>;
  onClose(): void;
  onKeyDown?(event: KeyboardEvent): void;
  /** @param buttons The last buttons of the dialog's bar: save the file, close the dialog. */
  children(buttons: ComponentChildren): ComponentChildren;
}

export function FileDialog({ name, url, class: kind, beside, onClose, onKeyDown, children }: FileDialogProps) {
  const chat = useChat();
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => dialog.current?.close();
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const buttons = (
    <>
      <IconButton label={t('thread.file.download', { name })} onClick={() => url && void saveFile(chat, url, name)}>
        <Icon name="download" />
      </IconButton>
      <IconButton label={t('failure.dismiss')} onClick={close}>
        <Icon name="close" />
      </IconButton>
    </>
  );
  return (
    <dialog
      ref={dialog}
      class={`file-dialog ${kind}`}
      aria-label={name}
      onClose={onClose}
      onKeyDown={(event) => {
        event.stopPropagation(); // the dock and the page must not handle these keys
        onKeyDown?.(event);
      }}
      onClick={({ target }) => target === (beside ?? dialog).current && close()}
    >
      {children(buttons)}
    </dialog>
  );
}
