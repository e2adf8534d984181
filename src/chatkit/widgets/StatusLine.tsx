/** The status line above a card or a list: an icon or a favicon, and a short text. */
import { ContentIcon } from '../icons/ContentIcon.tsx';
import { toFlag, toImageUrl, toText } from './values.ts';

export interface StatusLineProps {
  /** The component's `status` member, not yet validated. */
  status: unknown;
}

export function StatusLine({ status }: StatusLineProps) {
  if (typeof status !== 'object' || status === null) return null;
  const { text, icon, favicon, frame } = status as Record<string, unknown>;
  const words = toText(text);
  if (words === undefined) return null;
  const image = toImageUrl(favicon);
  const iconName = toText(icon);
  return (
    <p class="w-status">
      {image !== undefined && (
        <img class={toFlag(frame) ? 'framed' : ''} src={image} alt="" referrerpolicy="no-referrer" />
      )}
      {image === undefined && iconName !== undefined && <ContentIcon name={iconName} />}
      <span dir="auto">{words}</span>
    </p>
  );
}
