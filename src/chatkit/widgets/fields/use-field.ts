/**
 * The value of a named control. It is local, registered with the nearest form, and kept while the control's name and
 * default stay the same.
 */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TextKey } from '../../locales/en.ts';
import { useAction } from '../use-action.ts';
import { toText } from '../values.ts';
import { useFormScope, useWidget } from '../widget-context.ts';
import { useFacts } from './form/field-facts.ts';
import type { FieldValue, FormField } from './form/form-scope.ts';

/** The DOM id of the control with this name, which a Label refers to. */
export function useFieldId(name: string): string {
  const { itemId } = useWidget();
  const form = useFormScope();
  const own = useId();
  const parts = [itemId, form?.id ?? '', name === '' ? own : name];
  // Characters that are not valid in a selector or in `aria-labelledby` are replaced by their code.
  return `w-${parts.join('-').replaceAll(/[^\w-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`)}`;
}

interface FieldOptions<Value extends FieldValue> {
  name: unknown;
  initial: Value;
  /** The value of an emptied control. */
  empty: Value;
  onChangeAction?: unknown;
  isSecret?: boolean;
  /** The element that takes the focus. */
  element: () => HTMLElement | null;
  /** The error in the value, if any. */
  check: (value: Value) => TextKey | undefined;
}

/** The accessible name of a control and of the popup that it opens. */
export interface FieldNaming {
  'aria-labelledby'?: string;
  'aria-label'?: string | undefined;
}

export function useField<Value extends FieldValue>(options: FieldOptions<Value>) {
  const { initial, onChangeAction } = options;
  const name = toText(options.name) ?? '';
  const id = useFieldId(name);
  const form = useFormScope();
  const { labelled } = useFacts();
  const [state, setState] = useState({ initial, value: initial });
  const [problem, setProblem] = useState<TextKey>();
  // A new default from the server replaces the value. A new tree with the same default keeps the visitor's input.
  const value = state.initial === initial ? state.value : initial;
  const { run, action } = useAction(onChangeAction, { auto: 'none' });

  const set = (next: Value) => {
    setState({ initial, value: next });
    setProblem(undefined);
    field.value = next;
    if (action) void run(name === '' ? undefined : { name, value: next });
  };

  // One object for the life of the control, so that the form always reads the latest value.
  const { current: field } = useRef<FormField>({ name, value, isSecret: false, validate: () => null, clear() {} });
  Object.assign(field, {
    name,
    value,
    isSecret: options.isSecret === true,
    validate: () => {
      const found = options.check(value);
      setProblem(found);
      return found === undefined ? null : options.element();
    },
    clear: () => set(options.empty),
  } satisfies FormField);

  // A layout effect, so that the form has the field before the first click.
  useLayoutEffect(() => (form && name !== '' ? form.add(field) : undefined), [form, name, field]);

  const isLabelled = labelled.has(name);
  return {
    id,
    name,
    value,
    set,
    problem,
    isLabelled,
    /** The attributes that name the control: its Label, or `fallback`. */
    naming: (fallback: string | undefined): FieldNaming =>
      isLabelled ? { 'aria-labelledby': `${id}-label` } : { 'aria-label': fallback || name || undefined },
    /** The attributes that name a button whose text is its value: the value is part of the name. */
    pickerNaming: (fallback: string, shown: string | undefined) =>
      isLabelled
        ? { 'aria-labelledby': `${id}-label ${id}-value` }
        : { 'aria-label': shown === undefined ? fallback : `${fallback} ${shown}` },
    /** The attributes that describe a control's problem. */
    state: {
      'aria-invalid': problem !== undefined,
      'aria-describedby': problem === undefined ? undefined : `${id}-problem`,
    },
  };
}

/** Maps the validity of a native control to one of our texts. */
export function nativeProblem(element: HTMLInputElement | HTMLTextAreaElement | null): TextKey | undefined {
  if (!element?.willValidate) return undefined;
  const { valid, badInput, valueMissing, typeMismatch } = element.validity;
  if (valid) return undefined;
  if (badInput) return 'widget.number';
  if (valueMissing)
    return element.type === 'checkbox'
      ? 'widget.required.check'
      : element.type === 'radio'
        ? 'widget.required.choice'
        : 'widget.required';
  if (typeMismatch) return element.type === 'url' ? 'widget.url' : 'widget.email';
  return 'widget.pattern';
}
