/** The attachments of the draft message, each with its upload progress and a remove button. */
import { useEffect, useRef } from 'preact/hooks';
import type { DraftAttachment, FileFault } from '../state/chat-state.ts';
import { Picture } from '../pictures/Picture.tsx';
import { useServerPictures } from '../pictures/use-pictures.ts';
import { useStyles } from '../ui/styles/adopt-styles.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import css from './extras.css?inline';

export function Attachments() {
  useStyles(css);
  const chat = useChat();
  const t = useText();
  const attachments = useSelect((state) => state.composer.attachments);
  const hasLostPart = attachments.some(({ fault }) => fault?.key === 'failure.part');
  useEffect(() => {
    // The code that announces the other reasons is what failed to load.
    if (hasLostPart) chat.context.announce(t('failure.part'));
  }, [hasLostPart]);
  return (
    <ul class="attachments" aria-label={t('composer.attachments')}>
      {attachments.map((draft) => (
        <AttachmentChip key={draft.key} draft={draft} />
      ))}
    </ul>
  );
}

function AttachmentChip({ draft }: { draft: DraftAttachment }) {
  const chat = useChat();
  const t = useText();
  const { name, status, progress, mimeType, fault } = draft;
  const isImage = mimeType.startsWith('image/');
  const remove = () => {
    void chat.uploads.remove(draft.key);
    chat.returnFocus(); // removing the file removes this button
  };
  if (fault) return <RefusedFile draft={draft} fault={fault} onRemove={remove} />;
  return (
    <li class={isImage ? 'attachment image' : 'attachment'}>
      {isImage ? <Thumbnail draft={draft} /> : <Icon name="file" />}
      <span class={isImage ? 'hidden' : 'attachment-name'} dir="auto">
        {name}
      </span>
      {status === 'uploading' && (
        <progress aria-label={t('composer.attachment.uploading', { name })} value={progress ?? undefined} max={1} />
      )}
      <IconButton class="remove" label={t('composer.attachment.remove', { name })} onClick={remove}>
        <Icon name="close" />
      </IconButton>
    </li>
  );
}

interface RefusedFileProps {
  draft: DraftAttachment;
  fault: FileFault;
  onRemove: () => void;
}

/** A file that is not part of the message, with the reason. */
function RefusedFile({ draft: { key, name }, fault, onRemove }: RefusedFileProps) {
  const chat = useChat();
  const t = useText();
  const retry = () => {
    void chat.uploads.retry(key);
    chat.returnFocus(); // adding the file again removes this button
  };
  return (
    <li class="attachment refused">
      <Icon name="warning" />
      <span class="refused-reason">
        {'name' in fault.params || <b>{name}</b>}
        {t(fault.key, fault.params)}
      </span>
      {fault.canRetry && (
        <button type="button" class="text-button" aria-label={`${t('failure.retry')}: ${name}`} onClick={retry}>
          {t('failure.retry')}
        </button>
      )}
      <IconButton class="remove" label={t('composer.attachment.remove', { name })} onClick={onRemove}>
        <Icon name="close" />
      </IconButton>
    </li>
  );
}

const THUMBNAIL_PIXELS = 112;

/** Draws the file onto a canvas. A `blob:` image would need the page's Content Security Policy to allow it. */
function Thumbnail({ draft: { file, attachment, name } }: { draft: DraftAttachment }) {
  const pictures = useServerPictures();
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!file) return;
    let isCurrent = true;
    createImageBitmap(file).then(
      (bitmap) => {
        const board = canvas.current;
        if (isCurrent && board) drawCovering(board, bitmap);
        bitmap.close();
      },
      () => undefined, // the browser cannot decode this image: keep the empty frame and the file name
    );
    return () => {
      isCurrent = false;
    };
  }, [file]);
  if (!file && attachment?.type === 'image')
    return <Picture class="thumbnail" src={attachment.preview_url} pictures={pictures} text={t} alt={name} isSmall />;
  return (
    <canvas class="thumbnail" ref={canvas} width={THUMBNAIL_PIXELS} height={THUMBNAIL_PIXELS} aria-hidden="true" />
  );
}

function drawCovering(canvas: HTMLCanvasElement, bitmap: ImageBitmap) {
  const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  canvas.getContext('2d')?.drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
}
