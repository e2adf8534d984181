/** The note above the text field while the visitor edits a sent message: what will happen, and a Cancel button. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useStyles } from '../../ui/styles/adopt-styles.ts';
import { useChat, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { IconButton } from '../../ui/buttons/IconButton.tsx';
import css from '../extras.css?inline';

export function EditNote() {
  useStyles(css);
  const chat = useChat();
  const t = useText();
  const note = useRef<HTMLDivElement>(null);
  const cancel = () => {
    void chat.ownMessages(({ editing }) => editing.cancel()).then(chat.returnFocus);
  };
  useLayoutEffect(() => {
    const form = note.current?.closest('form');
    // An open menu of the text field takes the key first.
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    };
    form?.addEventListener('keydown', handleKey);
    return () => form?.removeEventListener('keydown', handleKey);
  }, []);
  return (
    <div class="quote" ref={note}>
      <Icon name="rename" />
      <span class="quote-text" role="status" dir="auto">
        {t('thread.editing')}
      </span>
      <IconButton class="remove" label={t('history.delete.cancel')} onClick={cancel}>
        <Icon name="close" />
      </IconButton>
    </div>
  );
}
