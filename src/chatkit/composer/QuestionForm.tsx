/** The assistant's questions. They replace the composer until the visitor answers or skips them. */
import { useEffect, useRef } from 'preact/hooks';
import type { StructuredInput, StructuredInputItem } from '@chatdock/protocol/items';
import type { StructuredInputSubmission } from '@chatdock/protocol/requests';
import { isResponding } from '../state/chat-state.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { formHandlers } from '../ui/form-handlers.ts';
import css from './extras.css?inline';

/**
 * The value of the radio or checkbox for a free-text answer. It cannot clash with an option, because options use their
 * index.
 */
const OWN = 'own';

export function QuestionForm({ item }: { item: StructuredInputItem }) {
  const chat = useChat();
  const t = useText();
  const isBusy = useSelect(isResponding);
  const form = useRef<HTMLFormElement>(null);
  useStyles(css);

  // Takes the focus only if the question arrives during the visitor's own turn, not when they open an old thread.
  const isAskedNow = useRef(isBusy);
  useEffect(() => {
    if (isAskedNow.current) form.current?.querySelector<HTMLElement>('input, textarea')?.focus({ preventScroll: true });
  }, []);

  const answer = (input: StructuredInputSubmission) => {
    void chat.conversation.answer(item.id, input).finally(() => chat.focusComposer());
  };

  return (
    <form
      class="composer questions"
      ref={form}
      aria-label={t('question.title')}
      {...formHandlers((form) => {
        const data = new FormData(form);
        answer({
          status: 'answered',
          answers: Object.fromEntries(item.inputs.map((input) => [input.id, readAnswer(input, data)])),
        });
      })}
    >
      {item.inputs.map((input) => (
        <Question key={input.id} input={input} />
      ))}
      <div class="composer-tools">
        <span class="grow" />
        <button
          type="button"
          class="text-button"
          disabled={isBusy}
          onClick={() => answer({ status: 'skipped', answers: {} })}
        >
          {t('question.skip')}
        </button>
        <button type="submit" class="text-button primary" disabled={isBusy}>
          {t('question.submit')}
        </button>
      </div>
    </form>
  );
}

function Question({ input }: { input: StructuredInput }) {
  const t = useText();
  if (input.type === 'freeform') {
    return (
      <label class="question">
        <span class="question-text" dir="auto">
          {input.question}
        </span>
        {input.description && (
          <small class="quiet" dir="auto">
            {input.description}
          </small>
        )}
        <textarea class="field" name={input.id} rows={2} dir="auto" placeholder=" " aria-label={input.question} />
      </label>
    );
  }
  const type = input.multiple ? 'checkbox' : 'radio';
  return (
    <fieldset class="question">
      <legend class="question-text" dir="auto">
        {input.question}
      </legend>
      {input.options.map(({ value }, index) => (
        <label class="choice" key={value}>
          <input type={type} name={input.id} value={String(index)} />
          <span dir="auto">{value}</span>
        </label>
      ))}
      <label class="choice">
        <input type={type} name={input.id} value={OWN} aria-label={t('question.custom')} />
        <input
          class="field"
          name={`${input.id}:${OWN}`}
          placeholder={t('question.custom')}
          aria-label={t('question.custom.label')}
          dir="auto"
          onInput={({ currentTarget }) => {
            // Typing a free-text answer also selects it.
            const box = currentTarget.previousElementSibling;
            if (box instanceof HTMLInputElement) box.checked = currentTarget.value !== '';
          }}
        />
      </label>
    </fieldset>
  );
}

/** A question without a chosen answer counts as skipped. */
function readAnswer(input: StructuredInput, data: FormData): { values: string[]; skipped: boolean } {
  const values = data.getAll(input.id).map(String);
  const chosen =
    input.type === 'freeform'
      ? values
      : values.map((value) =>
          value === OWN ? String(data.get(`${input.id}:${OWN}`) ?? '') : (input.options[Number(value)]?.value ?? ''),
        );
  const given = chosen.map((value) => value.trim()).filter((value) => value !== '');
  return { values: given, skipped: given.length === 0 };
}
