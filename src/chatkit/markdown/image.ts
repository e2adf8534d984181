/** Images: loaded, offered behind a button, or blocked, as the policy decides. */
import { element } from './elements.ts';
import { imageHost, judgeImage } from './link-policy.ts';
import type { DrawContext } from './context.ts';

/** Renders an image or its placeholder. Fetches nothing unless the policy or the reader allows it. */
export function drawImage(image: { src: string; alt: string; title: string }, context: DrawContext): HTMLElement {
  const verdict = judgeImage(image.src, context.options.images ?? {});
  if (verdict === 'load') return loaded(image, context);
  const { words } = context;
  if (verdict === 'block') {
    const reason = words.blockedImage(imageHost(image.src) ?? '?');
    const box = element('span', 'ck-image-blocked', image.alt || reason);
    box.title = reason;
    return box;
  }
  const box = element('span', 'ck-image-offer', '');
  const button = element('button', 'ck-image-load', words.loadImage(imageHost(image.src) ?? ''));
  button.type = 'button';
  if (image.alt) box.append(element('span', 'ck-image-alt', image.alt));
  box.append(button);
  button.addEventListener('click', () => {
    const picture = loaded(image, context);
    picture.tabIndex = -1;
    box.replaceChildren(picture);
    box.className = 'ck-image-shown';
    picture.focus({ preventScroll: true }); // the button is gone; the placeholder stays
  });
  return box;
}

function loaded(image: { src: string; alt: string; title: string }, context: DrawContext): HTMLImageElement {
  const picture = document.createElement('img');
  picture.className = 'ck-image';
  picture.alt = image.alt;
  if (image.title) picture.title = image.title;
  picture.loading = 'lazy';
  picture.decoding = 'async';
  picture.referrerPolicy = 'no-referrer';
  picture.addEventListener('load', () => context.options.onDraw?.(), { once: true });
  picture.src = image.src;
  return picture;
}
