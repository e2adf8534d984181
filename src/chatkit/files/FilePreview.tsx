/** The beginning of a text file that was sent, with a button that saves the file. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useChat, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { readBeginning, type Beginning } from './read-beginning.ts';
import { saveFile } from './save-file.ts';

export interface FilePreviewProps {
  name: string;
  url: string;
  onClose(): void;
}

export function FilePreview({ name, url, onClose }: FilePreviewProps) {
  const chat = useChat();
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const [beginning, setBeginning] = useState<Beginning | 'loading' | 'failed'>('loading');

  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const reading = new AbortController();
    readBeginning(url, reading.signal).then(setBeginning, () => {
      if (!reading.signal.aborted) setBeginning('failed');
    });
    return () => reading.abort();
  }, [url]);

  return (
    <dialog
      ref={dialog}
      class="file-preview"
      aria-label={name}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()} // the keys of the dock and the page are not meant
      onClick={({ target }) => target === dialog.current && dialog.current?.close()}
    >
      <div class="file-preview-box">
        <div class="file-preview-bar">
          <span dir="auto">{name}</span>
          <IconButton label={t('thread.file.download', { name })} onClick={() => void saveFile(chat, url, name)}>
            <Icon name="download" />
          </IconButton>
          <IconButton label={t('failure.dismiss')} onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </IconButton>
        </div>
        {beginning === 'loading' ? (
          <div class="file-preview-text shimmer" />
        ) : beginning === 'failed' ? (
          <p class="failure" role="alert">
            {t('thread.file.failed', { name })}
          </p>
        ) : (
          <>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
            <pre class="file-preview-text" tabIndex={0} dir="auto">
              {beginning.text}
            </pre>
            {beginning.isCut && <p class="file-preview-note">{t('thread.file.cut')}</p>}
          </>
        )}
      </div>
    </dialog>
  );
}
