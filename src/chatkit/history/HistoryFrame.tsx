/** What stands in the history's place when its code cannot be had: the way back, and whatever is to be said. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useChat, useText } from '../ui/chat.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';

export function HistoryFrame({ children }: { children: ComponentChildren }) {
  const chat = useChat();
  const t = useText();
  const back = useRef<HTMLButtonElement>(null);
  // What opened it lies beneath and cannot have the focus any more.
  useEffect(() => {
    back.current?.focus();
    return () => queueMicrotask(chat.focusComposer);
  }, [chat]);

  return (
    <section
      class="cover"
      aria-label={t('history.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        chat.history.close();
      }}
    >
      <header class="header">
        <div class="header-side">
          <IconButton label={t('history.close')} onClick={chat.history.close} buttonRef={back}>
            <Icon name="back" isMirrored />
          </IconButton>
        </div>
        <h2 class="header-title">{t('history.title')}</h2>
        <div class="header-side end" />
      </header>
      <div class="column">{children}</div>
    </section>
  );
}
