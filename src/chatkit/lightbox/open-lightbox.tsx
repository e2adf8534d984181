/** Opens an image of the thread at its full size. One chunk, loaded with the first image that is opened. */
import type { Controller } from '../state/controller.ts';
import { showDialog } from '../files/show-dialog.tsx';
import { loadLater } from '../ui/loading/load-later.ts';
import { Lightbox, type Shot } from './Lightbox.tsx';
import css from './lightbox.css?inline';

/** The images that can be opened, in the order in which they are shown. */
const OPENABLE = 'img[aria-haspopup="dialog"]';

/** Shows `image` among the other images on screen. The focus returns to the image that was shown last. */
export async function openLightbox(chat: Controller, image: HTMLImageElement): Promise<void> {
  await loadLater();
  const place = image.closest('.chat');
  if (!place) return; // the image has left the page
  const images = [...place.querySelectorAll<HTMLImageElement>(OPENABLE)].filter(({ naturalWidth }) => naturalWidth > 0);
  const shots = images.map(({ currentSrc, alt }): Shot => ({ src: currentSrc, alt }));
  showDialog(chat, image, css, (remove) => (
    <Lightbox
      shots={shots}
      first={Math.max(0, images.indexOf(image))}
      onClose={(last) => {
        remove();
        const shown = images[last];
        (shown?.isConnected ? shown : image).focus({ preventScroll: shown === image });
      }}
    />
  ));
}
