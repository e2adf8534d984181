/** An image that the visitor has sent. */
import type { ImageAttachment } from '@chatdock/protocol/thread/attachments';
import { Picture } from '../../pictures/Picture.tsx';
import { useServerPictures } from '../../pictures/use-pictures.ts';
import { useText } from '../../ui/chat.ts';

export function SentImage({ image }: { image: ImageAttachment }) {
  const pictures = useServerPictures();
  const t = useText();
  return <Picture src={image.preview_url} pictures={pictures} text={t} alt={image.name} />;
}
