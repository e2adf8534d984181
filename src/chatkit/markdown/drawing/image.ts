/** Images: loaded, offered behind a button, or blocked, as the policy decides. */
import { element } from './elements.ts';
import { judgeIn } from '../../pictures/policy.ts';
import type { DrawContext } from '../context.ts';

interface Image {
  src: string;
  alt: string;
  title: string;
}

/** Renders an image or its placeholder. Fetches nothing unless the policy or the reader allows it. */
export function drawImage(image: Image, context: DrawContext): HTMLElement {
  const { words, pictures } = context;
  const { verdict, host } = judgeIn(pictures, image.src);
  if (verdict === 'load') return loaded(image, context);
  if (verdict === 'block') {
    const reason = words.blockedImage(host || '?');
    const box = element('span', 'ck-image-blocked', image.alt || reason);
    box.title = reason;
    return box;
  }
  const box = element('span', 'ck-image-offer', '');
  const button = element('button', 'ck-image-load', words.loadImage(host));
  button.type = 'button';
  if (image.alt) box.append(element('span', 'ck-image-alt', image.alt));
  box.append(button);
  button.addEventListener('click', (event) => {
    event.preventDefault(); // a link around the image is not followed
    event.stopPropagation();
    pictures.allow(host);
    if (context.offers.has(box)) showAllowed(context, box.getRootNode());
  });
  context.offers.set(box, () => {
    if (judgeIn(pictures, image.src).verdict !== 'load') return;
    context.offers.delete(box);
    const hadFocus = box.matches(':focus-within');
    const picture = loaded(image, context);
    box.replaceChildren(picture);
    box.className = 'ck-image-shown';
    if (!hadFocus) return;
    picture.tabIndex = -1;
    picture.focus({ preventScroll: true }); // the button was removed
  });
  return box;
}

/** Shows the offered images that may load now, and forgets those that are no longer in `root`. */
export function showAllowed({ offers }: DrawContext, root: Node): void {
  for (const [box, show] of offers) {
    if (root.contains(box)) show();
    else offers.delete(box);
  }
}

function loaded(image: Image, context: DrawContext): HTMLImageElement {
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
