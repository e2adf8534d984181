/** The list of the visitor's threads, over the current one. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useStyles } from '../ui/styles/adopt-styles.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { groupByAge } from './group-by-age.ts';
import css from './history.css?inline';
import { HistoryRow } from './HistoryRow.tsx';

export function History() {
  const chat = useChat();
  const t = useText();
  const history = useSelect((state) => state.history);
  const panel = useRef<HTMLElement>(null);
  useStyles(css);

  // Focus moves into the list when it opens. On close it returns to the button, or to the text field if a thread was
  // chosen. A frame that shows the way back itself, such as the dock, hides this header: there the focus stays on the
  // frame's button, whether or not the list has already arrived.
  useLayoutEffect(() => {
    const root = panel.current?.getRootNode();
    const before = root instanceof ShadowRoot ? root.activeElement : null;
    const [first] = [...(panel.current?.querySelectorAll('button') ?? [])].filter(isVisible);
    // Without a button, as long as the list is loading, the section itself: what had the focus is covered now.
    if (before || first?.closest('.header')) (first ?? panel.current)?.focus();
    return () => {
      queueMicrotask(() => {
        if (before instanceof HTMLElement && before.isConnected && before.matches('button')) before.focus();
        else if (before) chat.focusComposer();
      });
    };
  }, [chat]);

  return (
    <section
      class="history"
      ref={panel}
      tabIndex={-1}
      aria-label={t('history.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        chat.history.close();
      }}
    >
      <header class="header">
        <div class="header-side">
          <IconButton label={t('history.close')} onClick={chat.history.close}>
            <Icon name="back" isMirrored />
          </IconButton>
        </div>
        <h2 class="header-title">{t('history.title')}</h2>
        <div class="header-side end">
          <IconButton label={t('header.newChat')} onClick={chat.newChat}>
            <Icon name="compose" />
          </IconButton>
        </div>
      </header>
      <div class="history-list">
        {groupByAge(history.threads, new Date()).map(({ age, threads }) => (
          <section key={age} aria-label={t(`history.group.${age}`)}>
            <h3 class="history-group">{t(`history.group.${age}`)}</h3>
            <ul>
              {threads.map((thread) => (
                <HistoryRow key={thread.id} thread={thread} />
              ))}
            </ul>
          </section>
        ))}
        {history.status === 'failed' && (
          <div class="empty" role="alert">
            <p>{t('history.failed')}</p>
            <button type="button" class="text-button" onClick={() => void chat.history.refresh()}>
              {t('failure.retry')}
            </button>
          </div>
        )}
        {history.threads.length === 0 && history.status !== 'failed' && <NoThreads status={history.status} />}
      </div>
    </section>
  );
}

const isVisible = (element: Element) => element.getClientRects().length > 0;

/** The outline of a list while it loads, or that there is none, and what to do. */
function NoThreads({ status }: { status: 'idle' | 'loading' | 'ready' }) {
  const chat = useChat();
  const t = useText();
  if (status === 'idle') return null;
  if (status === 'loading')
    return (
      <div class="outline" role="status">
        <span class="hidden">{t('history.loading')}</span>
        {[72, 48, 60, 38].map((width) => (
          <i key={width} style={{ inlineSize: `${width}%` }} />
        ))}
      </div>
    );
  return (
    <div class="empty">
      <Icon name="history" />
      <p>{t('history.empty')}</p>
      <button type="button" class="text-button" onClick={chat.newChat}>
        {t('header.newChat')}
      </button>
    </div>
  );
}
