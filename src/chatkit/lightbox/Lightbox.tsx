/**
 * Shows an image over the whole window. Buttons, keys and the wheel zoom; dragging or scrolling moves the image; arrows
 * show the other images.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { FileDialog } from '../files/FileDialog.tsx';
import { useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { handleLightboxKey, ZOOM_STEP } from './lightbox-keys.ts';
import { useDrag } from './use-drag.ts';

/** An image that is already shown in the thread, so its address has been checked and loaded. */
export interface Shot {
  src: string;
  alt: string;
}

interface LightboxProps {
  shots: readonly Shot[];
  first: number;
  /** Called with the position of the image that was shown last. */
  onClose(last: number): void;
}

const MAX_ZOOM = 8;

export function Lightbox({ shots, first, onClose }: LightboxProps) {
  const t = useText();
  const isRightToLeft = useSelect((state) => state.language.direction === 'rtl');
  const stage = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLImageElement>(null);
  /** The width of the image when it fits into the window, in pixels. */
  const fitted = useRef(0);
  const [at, setAt] = useState(first);
  const [zoom, setZoom] = useState(1);
  const shot = shots[at];
  const name = shot?.alt || t('thread.image.view');
  useDrag(stage);

  const zoomTo = (wanted: number) => {
    if (zoom === 1) fitted.current = picture.current?.clientWidth ?? 0;
    setZoom(Math.min(MAX_ZOOM, Math.max(1, wanted)));
  };
  const goTo = (next: number) => {
    setAt(next);
    setZoom(1);
  };
  // From the last to the first. No button is ever disabled, because a disabled button loses the focus.
  const go = (by: number) => goTo((at + by + shots.length) % shots.length);
  useCentre(stage, zoom);

  const handleKey = (event: KeyboardEvent) =>
    handleLightboxKey(event, { zoom, count: shots.length, stage: stage.current, isRightToLeft, zoomTo, go, goTo });

  return (
    <FileDialog
      name={name}
      url={shot?.src}
      class="lightbox"
      beside={stage}
      onKeyDown={handleKey}
      onClose={() => onClose(at)}
    >
      {(buttons) => (
        <>
          <div
            class={zoom > 1 ? 'lightbox-stage zoomed' : 'lightbox-stage'}
            ref={stage}
            dir="ltr" // so that scrolling counts from the left
            onWheel={(event) => {
              if (!event.ctrlKey) return; // a pinch on a touchpad, too
              event.preventDefault();
              zoomTo(zoom * (event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP));
            }}
          >
            <img
              ref={picture}
              src={shot?.src}
              alt={shot?.alt ?? ''}
              referrerpolicy="no-referrer"
              draggable={false}
              style={{ width: zoom > 1 ? `${fitted.current * zoom}px` : '' }}
              onDblClick={() => zoomTo(zoom > 1 ? 1 : ZOOM_STEP * ZOOM_STEP)}
            />
          </div>
          <div class="lightbox-bar">
            {shots.length > 1 && <Turning at={at} count={shots.length} go={go} />}
            <IconButton label={t('thread.image.zoomOut')} onClick={() => zoomTo(zoom / ZOOM_STEP)}>
              <Icon name="minus" />
            </IconButton>
            <IconButton label={t('thread.image.zoomIn')} onClick={() => zoomTo(zoom * ZOOM_STEP)}>
              <Icon name="plus" />
            </IconButton>
            {buttons}
          </div>
        </>
      )}
    </FileDialog>
  );
}

/** The buttons to the other images. */
function Turning({ at, count, go }: { at: number; count: number; go: (by: number) => void }) {
  const t = useText();
  return (
    <>
      <IconButton label={t('thread.image.previous')} onClick={() => go(-1)}>
        <Icon name="back" isMirrored />
      </IconButton>
      <span role="status">{t('question.step', { number: at + 1, count })}</span>
      <IconButton label={t('thread.image.next')} onClick={() => go(1)}>
        <Icon name="forward" isMirrored />
      </IconButton>
    </>
  );
}

/** Keeps the middle of the view in the middle when the image changes its size. */
function useCentre(stage: { current: HTMLElement | null }, zoom: number) {
  const before = useRef(zoom);
  useLayoutEffect(() => {
    const box = stage.current;
    if (!box || before.current === zoom) return;
    const factor = zoom / before.current;
    before.current = zoom;
    box.scrollLeft = (box.scrollLeft + box.clientWidth / 2) * factor - box.clientWidth / 2;
    box.scrollTop = (box.scrollTop + box.clientHeight / 2) * factor - box.clientHeight / 2;
  }, [zoom]);
}
