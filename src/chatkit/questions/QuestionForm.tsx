/**
 * The assistant's questions, one at a time. They replace the composer until the visitor answers or skips them. While
 * the visitor writes, they are above it.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ownEntry } from '@chatdock/protocol/kinds';
import type { StructuredInputItem } from '@chatdock/protocol/thread/items';
import type { StructuredInputSubmission } from '@chatdock/protocol/requests/requests';
import { isResponding } from '../state/chat-state.ts';
import { useStyles } from '../ui/styles/adopt-styles.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { formHandlers } from '../ui/form-handlers.ts';
import { EMPTY_ENTRY, toAnswer, valuesOf, type Entry } from './answers.ts';
import { Question } from './Question.tsx';
import css from './questions.css?inline';

export function QuestionForm({ item }: { item: StructuredInputItem }) {
  const t = useText();
  const isBusy = useSelect(isResponding);
  const form = useRef<HTMLFormElement>(null);
  const steps = useSteps(item, form);
  const { input, step } = steps;
  useStyles(css);
  const isAlone = useAlone(form);
  return (
    <form
      class={isAlone ? 'composer questions alone' : 'composer questions'}
      ref={form}
      aria-label={t('question.title')}
      noValidate
      {...formHandlers(() => steps.goOn())}
    >
      {input && (
        <Question
          key={input.id}
          input={input}
          entry={steps.entry}
          progress={
            item.inputs.length > 1 ? t('question.step', { number: step + 1, count: item.inputs.length }) : undefined
          }
          isMissing={steps.isMissing}
          onChange={steps.change}
        />
      )}
      <div class="composer-tools">
        {step > 0 && (
          <button type="button" class="text-button" onClick={() => steps.goTo(step - 1)}>
            {t('question.back')}
          </button>
        )}
        <span class="grow" />
        <button type="button" class="text-button" aria-disabled={isBusy} onClick={steps.skip}>
          {t('question.skip')}
        </button>
        <button type="submit" class="text-button primary" aria-disabled={isBusy && steps.isLast}>
          {t(steps.isLast ? 'question.submit' : 'question.next')}
        </button>
      </div>
    </form>
  );
}

/** The control of the question that has the answer, or the first. */
function focusFirst(form: HTMLFormElement | null): void {
  const controls = [...(form?.querySelectorAll<HTMLInputElement>('input, textarea') ?? [])];
  (controls.find(({ checked }) => checked) ?? controls[0])?.focus({ preventScroll: true });
}

/** Which question is shown, and what was entered so far. A question may stay unanswered, but not all of them. */
function useSteps({ id, inputs }: StructuredInputItem, form: { readonly current: HTMLFormElement | null }) {
  const chat = useChat();
  const t = useText();
  const [step, setStep] = useState(0);
  const [entries, setEntries] = useState<Readonly<Record<string, Entry>>>({});
  const [isMissing, setMissing] = useState(false);
  const input = inputs[step];
  const entry = (input && ownEntry(entries, input.id)) ?? EMPTY_ENTRY;
  const isLast = step >= inputs.length - 1;

  const shown = useRef(step);
  useLayoutEffect(() => {
    if (shown.current !== step) focusFirst(form.current);
    shown.current = step;
  }, [step]);
  useEffect(() => {
    // When the focus enters the form, a screen reader reads the question, so it is not announced.
    if (input && !form.current?.matches(':focus-within'))
      chat.context.announce(`${t('question.title')}: ${input.question}`);
  }, []);

  const answersOf = (given: Readonly<Record<string, Entry>>) =>
    Object.fromEntries(inputs.map((one) => [one.id, toAnswer(valuesOf(one, ownEntry(given, one.id) ?? EMPTY_ENTRY))]));
  const send = (answers: ReturnType<typeof answersOf>) => {
    if (isResponding(chat.store.get())) return;
    const isSkipped = Object.values(answers).every(({ skipped }) => skipped);
    const submission: StructuredInputSubmission = isSkipped
      ? { status: 'skipped', answers: {} }
      : { status: 'answered', answers };
    void chat.conversation.answer(id, submission).finally(() => chat.focusComposer());
  };
  const goTo = (next: number) => {
    setMissing(false);
    setStep(next);
  };
  return {
    step,
    input,
    entry,
    isLast,
    isMissing,
    goTo,
    change(next: Entry) {
      setMissing(false);
      if (input) setEntries({ ...entries, [input.id]: next });
    },
    goOn() {
      if (!isLast) return goTo(step + 1);
      const answers = answersOf(entries);
      if (Object.values(answers).some(({ skipped }) => !skipped)) return send(answers);
      setMissing(true);
      focusFirst(form.current);
    },
    /** Skips this question and those after it, and sends the answers before it. */
    skip() {
      const before = inputs.slice(0, step).map((one) => one.id);
      send(answersOf(Object.fromEntries(Object.entries(entries).filter(([key]) => before.includes(key)))));
    },
  };
}

/**
 * Hides the composer, which follows the form, and takes the focus that it has. If the visitor is writing there, the
 * composer stays and keeps the focus. Returns whether the form is alone.
 */
function useAlone(form: { readonly current: HTMLFormElement | null }): boolean {
  const chat = useChat();
  const [isAlone, setAlone] = useState(false);
  useLayoutEffect(() => {
    const root = form.current?.getRootNode();
    const focused = root instanceof ShadowRoot ? root.activeElement : null;
    const composer = form.current?.nextElementSibling;
    if (composer && isInUse(composer, focused)) return;
    if (composer?.contains(focused)) focusFirst(form.current);
    setAlone(true);
    return chat.attachComposer(() => focusFirst(form.current));
  }, [chat]);
  return isAlone;
}

/** Whether the visitor writes, dictates, adds files or chooses a tool. */
const isInUse = (composer: Element, focused: Element | null): boolean =>
  composer.querySelector('.dictating') !== null ||
  (focused !== null &&
    composer.contains(focused) &&
    (focused.getAttribute('role') !== 'textbox' ||
      focused.textContent !== '' ||
      composer.querySelector('.attachments') !== null));
