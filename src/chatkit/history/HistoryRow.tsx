/** A thread in the list: opens it, and renames or deletes it if the page allows. */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { splitAtWords } from '@chatdock/protocol/search/find-words';
import { parseTimestamp } from '@chatdock/protocol/timestamps';
import type { Controller } from '../state/controller.ts';
import { toChatKitError } from '../state/failure.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { formHandlers } from '../ui/form-handlers.ts';
import { forgetUnsent } from './forget-unsent.ts';
import { relativeTime } from './relative-time.ts';
import type { HistoryEntry } from './use-history-search.ts';

interface HistoryRowProps {
  entry: HistoryEntry;
  /** The words that the visitor searches for. */
  words: readonly string[];
  now: Date;
}

export function HistoryRow({ entry, words, now }: HistoryRowProps) {
  const { thread } = entry;
  const chat = useChat();
  const t = useText();
  const { showDelete, showRename } = useSelect((state) => state.options.history);
  const isCurrent = useSelect((state) => state.thread.thread?.id === thread.id);
  const [mode, setMode] = useState<'row' | 'rename' | 'delete'>('row');
  const title = thread.title || t('history.untitled');
  const back = () => setMode('row');
  const remove = async () => {
    if (await chat.threads.remove(thread.id)) forgetUnsent(chat, thread.id);
    back();
  };

  const id = useId();
  const row = useRef<HTMLLIElement>(null);
  const renameButton = useRef<HTMLButtonElement>(null);
  const deleteButton = useRef<HTMLButtonElement>(null);

  // Returns the focus to the button that opened the menu or form.
  useLayoutEffect(() => {
    const opener = { rename: renameButton, delete: deleteButton, row: null }[mode];
    return () => queueMicrotask(() => opener?.current?.focus());
  }, [mode]);
  // When this row is removed, its neighbour takes the focus.
  useLayoutEffect(() => () => focusNeighbour(row.current), []);

  if (mode === 'rename')
    return (
      <li class="history-row" ref={row}>
        <RenameForm
          title={thread.title ?? ''}
          onDone={back}
          onRename={(name) => void chat.history.rename(thread.id, name)}
        />
      </li>
    );
  if (mode === 'delete')
    return (
      <li class="history-row" ref={row}>
        <DeleteQuestion title={title} onCancel={back} onDelete={() => void remove()} />
      </li>
    );
  return (
    <li class={isCurrent ? 'history-row current' : 'history-row'} ref={row}>
      <div class="history-open" style={{ '--buttons': 1 + Number(showRename) + Number(showDelete) }}>
        <button
          type="button"
          class="history-title"
          aria-current={isCurrent ? 'true' : undefined}
          aria-describedby={id}
          onClick={() => {
            void chat.openThread(thread.id);
            // A list over the conversation closes and returns the focus itself.
            if (chat.store.get().history.isBeside) chat.returnFocus();
          }}
        >
          <span dir="auto">{marked(title, words)}</span>
        </button>
        <Detail id={id} entry={entry} words={words} now={now} />
      </div>
      <IconButton label={`${t('history.export')}: ${title}`} onClick={() => void exportThread(chat, thread.id)}>
        <Icon name="download" />
      </IconButton>
      {showRename && (
        <IconButton
          label={`${t('history.rename')}: ${title}`}
          buttonRef={renameButton}
          onClick={() => setMode('rename')}
        >
          <Icon name="rename" />
        </IconButton>
      )}
      {showDelete && (
        <IconButton
          label={`${t('history.delete')}: ${title}`}
          buttonRef={deleteButton}
          onClick={() => setMode('delete')}
        >
          <Icon name="delete" />
        </IconButton>
      )}
    </li>
  );
}

/** The last message and its time. */
function Detail({ id, entry: { message, at }, words, now }: HistoryRowProps & { id: string }) {
  const t = useText();
  const { locale } = useSelect((state) => state.language);
  const date = parseTimestamp(at);
  return (
    <span class="history-detail" id={id}>
      {date && <time dateTime={date.toISOString()}>{relativeTime(date, now, locale)}</time>}{' '}
      {message && message.text !== '' && (
        <span dir="auto">
          {message.from === 'user' && <b>{t('history.you')} </b>}
          {marked(message.text, words)}
        </span>
      )}
    </span>
  );
}

/** Marks the words that were searched for. */
const marked = (text: string, words: readonly string[]) =>
  splitAtWords(text, words).map((part, index) => (index % 2 === 0 ? part : <mark key={index}>{part}</mark>));

/** Saves a conversation as a file. Its code loads on first use. */
const exportThread = (chat: Controller, threadId: string) =>
  import('./export-thread.ts')
    .then((loaded) => loaded.exportThread(chat, threadId))
    .catch((cause: unknown) => {
      chat.context.toast('history.export.failed');
      chat.context.report(toChatKitError(cause, 'HistoryViewError', 'The conversation could not be saved'));
    });

function focusNeighbour(row: HTMLElement | null): void {
  const root = row?.getRootNode();
  if (!row || !(root instanceof ShadowRoot) || !row.contains(root.activeElement)) return;
  const list = row.closest<HTMLElement>('.history');
  const stops = [...(list?.querySelectorAll<HTMLElement>('.header button, .history-title') ?? [])].filter(
    (stop) => !row.contains(stop) && stop.getClientRects().length > 0, // the dock hides this header
  );
  const isAfter = (stop: Node) => (row.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const neighbour = stops.find(isAfter) ?? stops.at(-1) ?? list;
  queueMicrotask(() => neighbour?.isConnected && neighbour.focus());
}

function RenameForm({
  title,
  onDone,
  onRename,
}: {
  title: string;
  onDone: () => void;
  onRename: (title: string) => void;
}) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  // Takes the focus synchronously, so that the next key press goes into this field.
  useLayoutEffect(() => {
    input.current?.select();
    input.current?.focus();
  }, []);
  return (
    <form
      class="rename"
      {...formHandlers((form) => {
        const name = form.querySelector('input')?.value.trim();
        if (name && name !== title) onRename(name);
        onDone();
      })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDone();
      }}
    >
      <input ref={input} class="field" aria-label={t('history.rename.label')} defaultValue={title} maxLength={200} />
      <button type="submit" class="text-button">
        {t('history.rename.save')}
      </button>
    </form>
  );
}

function DeleteQuestion({ title, onCancel, onDelete }: { title: string; onCancel: () => void; onDelete: () => void }) {
  const t = useText();
  const cancel = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => cancel.current?.focus(), []);
  return (
    <div
      class="asking"
      role="group"
      aria-label={t('history.delete.question', { title })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onCancel();
      }}
    >
      <p>
        {t('history.delete.question', { title })} <span class="quiet">{t('history.delete.explain')}</span>
      </p>
      <button type="button" class="text-button" ref={cancel} onClick={onCancel}>
        {t('history.delete.cancel')}
      </button>
      <button type="button" class="text-button danger" onClick={onDelete}>
        {t('history.delete')}
      </button>
    </div>
  );
}
