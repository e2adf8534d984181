/** A named control's value: local, known to the nearest form, kept while the control's name and default stay. */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { FieldValue } from './form-scope.ts';
import { useAction } from './use-action.ts';
import { toText } from './values.ts';
import { useFormScope, useWidget } from './widget-context.ts';

/** The id of the control of that name: what a Label points at. */
export const fieldId = (itemId: string, name: string) => `w-${itemId}-${name}`.replaceAll(/[^\w-]/g, '_');

export interface FieldOptions<Value extends FieldValue> {
  name: unknown;
  initial: Value;
  onChangeAction?: unknown;
}

export function useField<Value extends FieldValue>({ name: givenName, initial, onChangeAction }: FieldOptions<Value>) {
  const name = toText(givenName) ?? '';
  const { itemId } = useWidget();
  const form = useFormScope();
  const [state, setState] = useState({ initial, value: initial });
  // A new default from the server is a new value; a new tree with the same default keeps what was typed.
  const value = state.initial === initial ? state.value : initial;
  const { run, action } = useAction(onChangeAction, { auto: 'none' });

  // Before anybody can press a button: a first click must find the values.
  useLayoutEffect(() => {
    if (!form || name === '') return;
    form.set(name, value);
    return () => form.remove(name);
  }, [form, name, value]);

  return {
    id: fieldId(itemId, name),
    name,
    value,
    set(next: Value) {
      setState({ initial, value: next });
      if (name !== '') form?.set(name, next);
      if (action) void run(name === '' ? undefined : { name, value: next });
    },
  };
}
