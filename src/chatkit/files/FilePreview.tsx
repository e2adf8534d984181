/** The beginning of a text file that was sent, with a button that saves the file. */
import { useEffect, useState } from 'preact/hooks';
import { useText } from '../ui/chat.ts';
import { FileDialog } from './FileDialog.tsx';
import { readBeginning, type Beginning } from './read-beginning.ts';

interface FilePreviewProps {
  name: string;
  url: string;
  onClose(): void;
}

export function FilePreview({ name, url, onClose }: FilePreviewProps) {
  const t = useText();
  const [beginning, setBeginning] = useState<Beginning | 'loading' | 'failed'>('loading');

  useEffect(() => {
    const reading = new AbortController();
    readBeginning(url, reading.signal).then(setBeginning, () => {
      if (!reading.signal.aborted) setBeginning('failed');
    });
    return () => reading.abort();
  }, [url]);

  return (
    <FileDialog name={name} url={url} class="file-preview" onClose={onClose}>
      {(buttons) => (
        <div class="file-preview-box">
          <div class="file-preview-bar">
            <span dir="auto">{name}</span>
            {buttons}
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
      )}
    </FileDialog>
  );
}
