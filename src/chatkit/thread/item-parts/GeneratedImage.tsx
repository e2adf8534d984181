/** A generated image: a placeholder first, then partial results, then the finished image. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { GeneratedImageItem } from '@chatdock/protocol/thread/items';
import { Picture } from '../../pictures/Picture.tsx';
import { useServerPictures } from '../../pictures/use-pictures.ts';
import { useSelect, useText } from '../../ui/chat.ts';

export function GeneratedImage({ item }: { item: GeneratedImageItem }) {
  const t = useText();
  const isOpen = useSelect((state) => state.thread.open.has(item.id));
  const progress = useSelect((state) => ownEntry(state.thread.imageProgress, item.id));
  const pictures = useServerPictures();
  return (
    <figure class={isOpen ? 'generated making' : 'generated'}>
      {item.image ? (
        <Picture src={item.image.url} pictures={pictures} text={t} alt={isOpen ? '' : t('thread.image.alt')} />
      ) : (
        <div class="image-place shimmer" />
      )}
      {isOpen && (
        <figcaption>
          {t('thread.image.making')}
          <progress aria-label={t('thread.image.making')} max={1} value={progress} />
        </figcaption>
      )}
    </figure>
  );
}
