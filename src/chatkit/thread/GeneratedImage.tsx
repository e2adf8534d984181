/** A generated image: a placeholder first, then partial results, then the finished image. */
import type { GeneratedImageItem } from '@chatdock/protocol/items';
import { useSelect, useText } from '../ui/chat.ts';

export function GeneratedImage({ item }: { item: GeneratedImageItem }) {
  const t = useText();
  const isOpen = useSelect((state) => state.thread.open.has(item.id));
  const progress = useSelect((state) => state.thread.imageProgress[item.id]);
  const source = item.image && imageSource(item.image.url);
  return (
    <figure class={isOpen ? 'generated making' : 'generated'}>
      {source ? <img src={source} alt={isOpen ? '' : t('thread.image.alt')} /> : <div class="image-place shimmer" />}
      {isOpen && (
        <figcaption>
          {t('thread.image.making')}
          <progress aria-label={t('thread.image.making')} max={1} value={progress} />
        </figcaption>
      )}
    </figure>
  );
}

/** The server generated this image itself, so `data:` URLs are allowed as well as addresses. */
function imageSource(address: string): string | null {
  if (/^data:image\/(?:png|jpeg|webp|gif|avif);base64,/i.test(address)) return address;
  const url = URL.parse(address, document.baseURI);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}
