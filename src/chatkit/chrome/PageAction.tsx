/** One of the two buttons in the header that belong to the page. Only pages that have one load this module. */
import { ContentIcon } from '../icons/ContentIcon.tsx';
import { useIconLabel } from '../icons/use-icon-label.ts';
import { useChat, useSelect } from '../ui/chat.ts';
import { IconButton } from '../ui/buttons/IconButton.tsx';

interface PageActionProps {
  side: 'leftAction' | 'rightAction';
}

export function PageAction({ side }: PageActionProps) {
  const { store } = useChat();
  const icon = useSelect(({ options }) => options.header[side]?.icon);
  const locale = useSelect(({ language }) => language.locale);
  // ChatKit gives these buttons an icon but no label, so what the icon means is the accessible name.
  const label = useIconLabel(icon, locale);
  if (icon === undefined || label === undefined) return null;
  return (
    <IconButton label={label} onClick={() => store.get().options.header[side]?.onClick()}>
      <ContentIcon name={icon} />
    </IconButton>
  );
}
