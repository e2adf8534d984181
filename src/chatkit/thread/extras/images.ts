/**
 * Makes the images of messages open on a click or a key press. The code that shows them loads with the first one that
 * is opened.
 */
import { createText } from '../../language/text.ts';
import { reportPart } from '../../state/connection/load-for-request.ts';
import type { Controller } from '../../state/controller.ts';

/** Images that a message shows: in its text, as its attachments, and generated ones. */
const MESSAGE_IMAGES = 'img:is(.ck-image, .sent-files img, .generated img)';

/** Watches the images inside `thread`, also those that load later. Returns a function that stops. */
export function watchImages(chat: Controller, thread: HTMLElement): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const offer = (image: unknown) => {
    if (!(image instanceof HTMLImageElement) || !image.matches(MESSAGE_IMAGES) || image.closest('a, button, .making'))
      return;
    image.tabIndex = 0;
    image.setAttribute('role', 'button');
    image.setAttribute('aria-haspopup', 'dialog');
    if (image.alt === '') image.setAttribute('aria-label', createText(chat.store.get().language)('thread.image.view'));
  };
  const open = (event: Event) => {
    const { target } = event;
    if (!(target instanceof HTMLImageElement) || target.getAttribute('aria-haspopup') !== 'dialog') return;
    event.preventDefault(); // Space would scroll the thread
    import('../../lightbox/open-lightbox.tsx')
      .then(({ openLightbox }) => openLightbox(chat, target))
      .catch((cause: unknown) => reportPart(chat.context, cause));
  };
  for (const image of thread.querySelectorAll('img')) if (image.naturalWidth > 0) offer(image);
  // `load` does not bubble.
  thread.addEventListener('load', ({ target }) => offer(target), { capture: true, signal });
  thread.addEventListener('click', open, { signal });
  thread.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter' || event.key === ' ') open(event);
    },
    { signal },
  );
  return () => listening.abort();
}
