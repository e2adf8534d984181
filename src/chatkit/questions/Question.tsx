/** One question: its options as rows, or a text field. */
import { useEffect, useId, useRef } from 'preact/hooks';
import type { StructuredInput } from '@chatdock/protocol/thread/items';
import { useText } from '../ui/chat.ts';
import { withOption, type Entry } from './answers.ts';

interface QuestionProps {
  input: StructuredInput;
  entry: Entry;
  /** "1 of 3", if there are several questions. */
  progress: string | undefined;
  /** Whether the visitor tried to go on without an answer. */
  isMissing: boolean;
  onChange: (entry: Entry) => void;
}

export function Question({ input, entry, progress, isMissing, onChange }: QuestionProps) {
  const t = useText();
  const id = useId();
  const note = isMissing && (
    <p class="question-missing" id={`${id}-missing`} role="alert">
      {t('question.missing')}
    </p>
  );
  const described = [progress !== undefined && `${id}-step`, isMissing && `${id}-missing`].filter(Boolean).join(' ');
  const state = { 'aria-invalid': isMissing, 'aria-describedby': described || undefined };
  const count = progress !== undefined && (
    <p class="question-step" id={`${id}-step`}>
      {progress}
    </p>
  );
  if (input.type === 'freeform') {
    return (
      <div class="question">
        {count}
        <label class="question-text" for={`${id}-text`} dir="auto">
          {input.question}
        </label>
        {input.description && (
          <small class="quiet" dir="auto">
            {input.description}
          </small>
        )}
        <textarea
          class="field"
          id={`${id}-text`}
          rows={2}
          dir="auto"
          placeholder=" "
          autocomplete="off"
          value={entry.own}
          {...state}
          onInput={({ currentTarget }) => onChange({ ...entry, own: currentTarget.value })}
        />
        {note}
      </div>
    );
  }
  return (
    <fieldset class="question" {...state}>
      <legend class="question-text" dir="auto">
        {input.question}
      </legend>
      {count}
      {input.options.map(({ value }, index) => (
        <label class="choice" key={value}>
          <input
            type={input.multiple ? 'checkbox' : 'radio'}
            name={id}
            checked={entry.chosen.includes(index)}
            onChange={() => onChange(withOption(entry, index, input.multiple))}
          />
          <span dir="auto">{value}</span>
        </label>
      ))}
      <OwnAnswer name={id} isMultiple={input.multiple} entry={entry} onChange={onChange} />
      {note}
    </fieldset>
  );
}

interface OwnAnswerProps {
  name: string;
  isMultiple: boolean;
  entry: Entry;
  onChange: (entry: Entry) => void;
}

/** "Something else": an option that opens a text field. */
function OwnAnswer({ name, isMultiple, entry, onChange }: OwnAnswerProps) {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  const wasChosen = useRef(entry.isOwn);
  useEffect(() => {
    // Only for a choice made now: going back to the question leaves the focus on the option.
    if (entry.isOwn && !wasChosen.current) field.current?.focus();
    wasChosen.current = entry.isOwn;
  }, [entry.isOwn]);
  return (
    <>
      <label class="choice">
        <input
          type={isMultiple ? 'checkbox' : 'radio'}
          name={name}
          checked={entry.isOwn}
          onChange={() =>
            onChange(isMultiple ? { ...entry, isOwn: !entry.isOwn } : { ...entry, isOwn: true, chosen: [] })
          }
        />
        <span>{t('question.custom')}</span>
      </label>
      {entry.isOwn && (
        <input
          ref={field}
          class="field"
          dir="auto"
          aria-label={t('question.custom.label')}
          placeholder={t('question.custom.label')}
          autocomplete="off"
          value={entry.own}
          onInput={({ currentTarget }) => onChange({ ...entry, own: currentTarget.value })}
        />
      )}
    </>
  );
}
