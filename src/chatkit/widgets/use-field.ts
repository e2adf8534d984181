/**
 * The value of a named control. It is local, registered with the nearest form, and kept while the control's name and
 * default stay the same.
 */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { FieldValue } from './form-scope.ts';
import { useAction } from './use-action.ts';
import { toText } from './values.ts';
import { useFormScope, useWidget } from './widget-context.ts';

/** The DOM id of the control with this name, which a Label refers to. */
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
  // A new default from the server replaces the value. A new tree with the same default keeps the visitor's input.
  const value = state.initial === initial ? state.value : initial;
  const { run, action } = useAction(onChangeAction, { auto: 'none' });

  // A layout effect, so that the form has the values before the first click.
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
