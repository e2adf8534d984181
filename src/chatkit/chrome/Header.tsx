/** The bar above the conversation: title, new chat, history, and the host page's two action buttons. */
import { ContentIcon } from '../icons/ContentIcon.tsx';
import { useIconLabel } from '../icons/use-icon-label.ts';
import { isNewThread } from '../state/chat-state.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';

export function Header() {
  const chat = useChat();
  const t = useText();
  const header = useSelect((state) => state.options.header);
  const hasHistory = useSelect((state) => state.options.history.enabled);
  const threadTitle = useSelect((state) => state.thread.thread?.title);
  const isNew = useSelect(isNewThread);
  if (!header.enabled) return null;
  const { leftAction, rightAction } = header;
  const title = header.titleEnabled && (header.titleText ?? threadTitle);

  return (
    <header class="header">
      <div class="header-side">
        {leftAction && (
          <ActionButton icon={leftAction.icon} onClick={() => chat.store.get().options.header.leftAction?.onClick()} />
        )}
        {hasHistory && (
          <IconButton label={t('header.history')} onClick={chat.history.open}>
            <Icon name="history" />
          </IconButton>
        )}
      </div>
      {title && (
        <h2 class="header-title" dir="auto">
          {title}
        </h2>
      )}
      <div class="header-side end">
        {!isNew && (
          <IconButton label={t('header.newChat')} onClick={chat.newChat}>
            <Icon name="compose" />
          </IconButton>
        )}
        {rightAction && (
          <ActionButton
            icon={rightAction.icon}
            onClick={() => chat.store.get().options.header.rightAction?.onClick()}
          />
        )}
      </div>
    </header>
  );
}

/** ChatKit gives these buttons an icon but no label, so what the icon means is the accessible name. */
function ActionButton({ icon, onClick }: { icon: string; onClick: () => void }) {
  const locale = useSelect((state) => state.language.locale);
  return (
    <IconButton label={useIconLabel(icon, locale) ?? icon} onClick={onClick}>
      <ContentIcon name={icon} />
    </IconButton>
  );
}
