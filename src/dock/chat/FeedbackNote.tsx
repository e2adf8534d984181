/** Asks for an optional comment after a thumbs-down. */
import { memo, useState } from 'react';
import { toJson } from '@chatdock/protocol/to-json';
import { formHandlers } from '../../chatkit/ui/form-handlers.ts';
import { useSetup } from '../panel/DockContext.tsx';
import type { DockEvents } from '../dock-events.ts';
import { IconButton } from '../panel/IconButton.tsx';
import { addStyles } from '../style-sheets.ts';
import { deepActiveElement } from '../composer-focus.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import css from './feedback-note.css?inline';

export interface FeedbackNoteProps {
  feedback: DockEvents['feedback'];
  fetch: typeof fetch;
  onDone(): void;
}

/** Sends the comment in the `metadata` of a second `items.feedback` request. */
export const FeedbackNote = memo(function FeedbackNote({ feedback, fetch, onDone }: FeedbackNoteProps) {
  const { shell, options, strings } = useSetup();
  useLayoutEffect(() => {
    const dropStyles = addStyles(shell.root, css);
    // The note makes the message list shorter: scroll so that the pressed thumb stays visible.
    if (shell.host === document.activeElement) deepActiveElement()?.scrollIntoView({ block: 'nearest' });
    return dropStyles;
  }, [shell]);
  const [state, setState] = useState<'writing' | 'sending' | 'failed'>('writing');
  const { kind, threadId, itemIds } = feedback;

  const send = async (comment: string) => {
    if (!comment) return onDone();
    setState('sending');
    const body = toJson({
      type: 'items.feedback',
      params: { thread_id: threadId, item_ids: itemIds, kind },
      metadata: { comment },
    });
    try {
      const { ok } = await fetch(new URL(options.apiUrl ?? '', document.baseURI), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      if (ok) onDone();
      else setState('failed');
    } catch {
      setState('failed');
    }
  };

  return (
    <form
      className="note"
      {...formHandlers((form) => void send(String(new FormData(form).get('comment') ?? '').trim()))}
    >
      <label>
        <span>{strings.feedbackQuestion}</span>
        <textarea name="comment" rows={2} maxLength={2000} />
      </label>
      {state === 'failed' && <p role="alert">{strings.feedbackFailed}</p>}
      <button type="submit" className="retry" disabled={state === 'sending'}>
        {strings.feedbackSend}
      </button>
      <IconButton label={strings.dismiss} icon="close" onPress={onDone} />
    </form>
  );
});
