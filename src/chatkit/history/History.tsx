/** The list of the visitor's threads, over the current one. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useStyles } from '../ui/styles/adopt-styles.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { groupByDay, nameOfDay } from './group-by-day.ts';
import css from './history.css?inline';
import { HistoryRow } from './HistoryRow.tsx';
import { hostOf, isWide, useBeside } from './use-beside.ts';
import { type HistorySearch, useHistorySearch } from './use-history-search.ts';

const MAX_QUERY_CHARS = 200;

export function History() {
  const chat = useChat();
  const t = useText();
  const history = useSelect((state) => state.history);
  const { query, setQuery, words, entries, isSearching, hasFailed, hasMore } = useHistorySearch();
  const panel = useRef<HTMLElement>(null);
  const isBeside = useBeside(panel);
  useStyles(css);

  // Focus moves into the list when it opens. On close it returns to the button, or to the text field if a thread was
  // chosen. A frame with its own back button, such as the dock, hides this header. The focus then stays on the frame's
  // button, even if the list has already loaded. A list beside the conversation does not move the focus, because the
  // conversation can be used meanwhile.
  useLayoutEffect(() => {
    if (isWide(hostOf(panel.current))) return undefined;
    const root = panel.current?.getRootNode();
    const before = root instanceof ShadowRoot ? root.activeElement : null;
    const [first] = [...(panel.current?.querySelectorAll('button') ?? [])].filter(isVisible);
    // While the list loads it has no button, so the section takes the focus: the element that had it is covered now.
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
      // Switching to another tag when the window gets narrow would create a new element and lose the search text.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role={isBeside ? 'navigation' : undefined}
      tabIndex={-1}
      aria-label={t('history.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || isBeside) return;
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
      {history.threads.length > 0 && <SearchField query={query} onQuery={setQuery} />}
      <div class="history-list">
        <Days entries={entries} words={words} />
        {hasFailed && <p class="history-note">{t('history.search.failed')}</p>}
        {hasMore && <p class="history-note">{t('history.search.more')}</p>}
        {isSearching && entries.length === 0 && <p class="history-note">{t('composer.mention.searching')}</p>}
        {history.threads.length > 0 && entries.length === 0 && !isSearching && !hasFailed && (
          <NothingFound query={query} onClear={() => setQuery('')} />
        )}
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

function Days({ entries, words }: Pick<HistorySearch, 'entries' | 'words'>) {
  const t = useText();
  const { locale } = useSelect((state) => state.language);
  const now = new Date();
  return groupByDay(entries, now).map(({ day, entries: members }) => {
    const name = day instanceof Date ? nameOfDay(day, now, locale) : t(`history.group.${day}`);
    return (
      <section key={name} aria-label={name}>
        <h3 class="history-group">{name}</h3>
        <ul>
          {members.map((entry) => (
            <HistoryRow key={entry.thread.id} entry={entry} words={words} now={now} />
          ))}
        </ul>
      </section>
    );
  });
}

function NothingFound({ query, onClear }: { query: string; onClear(): void }) {
  const t = useText();
  return (
    <div class="empty">
      <p>{t('history.search.none', { query: query.trim() })}</p>
      <button type="button" class="text-button" onClick={onClear}>
        {t('widget.clear')}
      </button>
    </div>
  );
}

const isVisible = (element: Element) => element.getClientRects().length > 0;

function SearchField({ query, onQuery }: { query: string; onQuery(query: string): void }) {
  const t = useText();
  return (
    <div class="history-search">
      <Icon name="search" />
      <input
        type="search"
        class="field"
        aria-label={t('history.search')}
        placeholder={t('history.search')}
        value={query}
        maxLength={MAX_QUERY_CHARS}
        autocomplete="off"
        onInput={({ currentTarget }) => onQuery(currentTarget.value)}
        onKeyDown={(event) => {
          // With a query, Escape clears it; without one it closes the list.
          if (event.key !== 'Escape' || query === '') return;
          event.preventDefault();
          event.stopPropagation();
          onQuery('');
        }}
      />
    </div>
  );
}

/** A placeholder while the list loads; for an empty list, a note and what to do. */
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
