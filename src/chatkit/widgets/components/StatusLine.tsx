/** The status line above a card or a list: an icon or a favicon, and a short text. */
import { isRecord } from '@chatdock/protocol/kinds';
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { Picture } from '../../pictures/Picture.tsx';
import { toFlag, toText } from '../values.ts';
import { useWidget } from '../widget-context.ts';

interface StatusLineProps {
  /** The component's `status` member, not yet validated. */
  status: unknown;
}

export function StatusLine({ status }: StatusLineProps) {
  const { pictures, text: locale } = useWidget();
  if (!isRecord(status)) return null;
  const { text, icon, favicon, frame } = status;
  const words = toText(text);
  if (words === undefined) return null;
  const iconName = toText(icon);
  const namedIcon = iconName === undefined ? null : <ContentIcon name={iconName} />;
  return (
    <p class="w-status">
      {favicon === undefined ? (
        namedIcon
      ) : (
        <Picture
          class={toFlag(frame) ? 'framed' : ''}
          src={favicon}
          pictures={pictures}
          text={locale}
          alt=""
          isSmall
          instead={namedIcon}
        />
      )}
      <span dir="auto">{words}</span>
    </p>
  );
}
