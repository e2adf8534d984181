/** Replaces the history if its code fails to load: a back button and the error message. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useChat, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';

export function HistoryFrame({ children }: { children: ComponentChildren }) {
  const chat = useChat();
  const t = useText();
  const back = useRef<HTMLButtonElement>(null);
  // The button that opened the history is covered now, so it cannot keep the focus.
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
