/** Asks under the thumbs what was wrong with an answer, and thanks the visitor for the reply. */
import { memo, useRef, useState } from 'react';
import { toJson } from '@chatdock/protocol/to-json';
import { formHandlers } from '../../../chatkit/ui/form-handlers.ts';
import { useSetup } from '../../panel/DockContext.tsx';
import type { DockEvents } from '../../dock-events.ts';
import { IconButton } from '../../panel/IconButton.tsx';
import { addStyles } from '../../style-sheets.ts';
import { useLayoutEffect } from '../../hooks/use-layout-effect.ts';
import css from './feedback-note.css?inline';

interface FeedbackNoteProps {
  feedback: DockEvents['feedback'];
  fetch: typeof fetch;
  /** The server has the comment. */
  onThanked(): void;
  onDone(): void;
}

/** The tag at the start of the comment, the same in every language, and its label. */
const REASONS = [
  ['#incorrect', 'feedbackIncorrect'],
  ['#incomplete', 'feedbackIncomplete'],
  ['#unclear', 'feedbackUnclear'],
  ['#off-topic', 'feedbackOffTopic'],
] as const;

/** Sends reasons and comment in the `metadata` of a second `items.feedback` request. */
export const FeedbackNote = memo(function FeedbackNote({ feedback, fetch, onThanked, onDone }: FeedbackNoteProps) {
  const { shell, options, strings } = useSetup();
  const form = useRef<HTMLFormElement>(null);
  const [state, setState] = useState<'writing' | 'sending' | 'failed' | 'thanked'>('writing');
  const { kind, threadId, itemIds } = feedback;

  useLayoutEffect(() => {
    const dropStyles = addStyles(shell.root, css);
    // Do not move the focus if the visitor has moved on to something else on the page.
    if (shell.host === document.activeElement || document.activeElement === document.body)
      form.current?.querySelector('input')?.focus();
    form.current?.scrollIntoView({ block: 'nearest' });
    return dropStyles;
  }, [shell]);

  const send = async (comment: string) => {
    if (state === 'sending') return;
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
      if (ok) onThanked();
      setState(ok ? 'thanked' : 'failed');
    } catch {
      setState('failed');
    }
  };

  return (
    <form
      className={state === 'thanked' ? 'note thanked' : 'note'}
      slot="feedback"
      ref={form}
      {...formHandlers((sent) => void send(commentIn(sent)))}
    >
      {/* The live region must exist before its text; otherwise screen readers would not read it. */}
      <output>{state === 'thanked' && strings.feedbackThanks}</output>
      {state !== 'thanked' && (
        <>
          <fieldset>
            <legend>{strings.feedbackQuestion}</legend>
            {REASONS.map(([tag, text]) => (
              <label key={tag}>
                <input type="checkbox" name="reason" value={tag} />
                <span>{strings[text]}</span>
              </label>
            ))}
          </fieldset>
          <textarea
            name="comment"
            rows={2}
            maxLength={2000}
            autoComplete="off"
            aria-label={strings.feedbackComment}
            placeholder={strings.feedbackComment}
          />
          {state === 'failed' && <p role="alert">{strings.feedbackFailed}</p>}
          {/* Not `disabled`, which would take the focus away. */}
          <button type="submit" className="retry" aria-disabled={state === 'sending'}>
            {strings.feedbackSend}
          </button>
          <IconButton label={strings.dismiss} icon="close" onPress={onDone} />
        </>
      )}
    </form>
  );
});

/** The comment to send: the chosen tags and the written text, such as `#unclear #incomplete It ends too early.` */
function commentIn(form: HTMLFormElement): string {
  const given = new FormData(form);
  return [...given.getAll('reason'), String(given.get('comment') ?? '').trim()].filter(Boolean).join(' ');
}
