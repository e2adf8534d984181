/** One conversation in the list: opens it; renames and deletes it where the page allows. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ThreadMetadata } from '../../protocol/threads.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';

export function HistoryRow({ thread }: { thread: ThreadMetadata }) {
  const chat = useChat();
  const t = useText();
  const { showDelete, showRename } = useSelect((state) => state.options.history);
  const isCurrent = useSelect((state) => state.thread.thread?.id === thread.id);
  const [mode, setMode] = useState<'row' | 'rename' | 'delete'>('row');
  const title = thread.title || t('history.untitled');
  const back = () => setMode('row');

  if (mode === 'rename') return <RenameRow title={thread.title ?? ''} onDone={back} onRename={(name) => void chat.history.rename(thread.id, name)} />;
  if (mode === 'delete') return <DeleteRow title={title} onCancel={back} onDelete={() => void chat.threads.remove(thread.id).then(back)} />;
  return (
    <li class={isCurrent ? 'history-row current' : 'history-row'}>
      <button type="button" class="history-title" aria-current={isCurrent ? 'true' : undefined} onClick={() => void chat.openThread(thread.id)}>
        <span dir="auto">{title}</span>
      </button>
      {showRename && (
        <IconButton label={`${t('history.rename')}: ${title}`} onClick={() => setMode('rename')}>
          <Icon name="rename" />
        </IconButton>
      )}
      {showDelete && (
        <IconButton label={`${t('history.delete')}: ${title}`} onClick={() => setMode('delete')}>
          <Icon name="delete" />
        </IconButton>
      )}
    </li>
  );
}

function RenameRow({ title, onDone, onRename }: { title: string; onDone: () => void; onRename: (title: string) => void }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.select();
    input.current?.focus();
  }, []);
  return (
    <li class="history-row">
      <form
        class="rename"
        onSubmit={(event) => {
          event.preventDefault();
          const name = input.current?.value.trim();
          if (name && name !== title) onRename(name);
          onDone();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          onDone();
        }}
      >
        <input ref={input} class="field" aria-label={t('history.rename.label')} defaultValue={title} maxLength={200} />
        <button type="submit" class="text-button">{t('history.rename.save')}</button>
      </form>
    </li>
  );
}

function DeleteRow({ title, onCancel, onDelete }: { title: string; onCancel: () => void; onDelete: () => void }) {
  const t = useText();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <li class="history-row">
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
        <button type="button" class="text-button" ref={cancel} onClick={onCancel}>{t('history.delete.cancel')}</button>
        <button type="button" class="text-button danger" onClick={onDelete}>{t('history.delete')}</button>
      </div>
    </li>
  );
}
