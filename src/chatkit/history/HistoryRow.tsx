/** A thread in the list: opens it, and renames or deletes it if the page allows. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { formHandlers } from '../ui/form-handlers.ts';
import { forgetUnsent } from './forget-unsent.ts';

export function HistoryRow({ thread }: { thread: ThreadMetadata }) {
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
      <button
        type="button"
        class="history-title"
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => void chat.openThread(thread.id)}
      >
        <span dir="auto">{title}</span>
      </button>
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

function focusNeighbour(row: HTMLElement | null): void {
  const root = row?.getRootNode();
  if (!row || !(root instanceof ShadowRoot) || !row.contains(root.activeElement)) return;
  const stops = [
    ...(row.closest('.history')?.querySelectorAll<HTMLElement>('.header button, .history-title') ?? []),
  ].filter((stop) => !row.contains(stop));
  const isAfter = (stop: Node) => (row.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const neighbour = stops.find(isAfter) ?? stops.at(-1);
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
