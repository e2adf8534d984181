/** The bar above the conversation: title, new chat, history, and the host page's two action buttons. */
import { isNewThread } from '../state/chat-state.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { lazy } from '../ui/loading/lazy.tsx';

const PageAction = lazy(() => import('./PageAction.tsx').then((module) => module.PageAction));

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
        {leftAction && <PageAction side="leftAction" />}
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
        {rightAction && <PageAction side="rightAction" />}
      </div>
    </header>
  );
}
