/** The values of a form's named controls, and how they are merged into an action's payload (reference section 13.7). */
import { isRecord } from '@chatdock/protocol/kinds';
import type { ActionConfig } from '@chatdock/protocol/actions';

export type FieldValue = string | boolean;

export interface FormScope {
  set(name: string, value: FieldValue): void;
  remove(name: string): void;
  values(): ReadonlyMap<string, FieldValue>;
  /** Shows the browser's message at the first invalid field. Returns true if all fields are valid. */
  validate(): boolean;
  /** Sets the element whose fields are checked; null when it unmounts. */
  attach(element: HTMLFormElement | null): void;
}

export function createFormScope(): FormScope {
  const values = new Map<string, FieldValue>();
  let form: HTMLFormElement | null = null;
  return {
    attach: (element) => void (form = element),
    set: (name, value) => void values.set(name, value),
    remove: (name) => void values.delete(name),
    values: () => values,
    validate: () => form?.reportValidity() ?? true,
  };
}

/**
 * Merges values into an action's payload; dots in a name create nested objects. Members of the payload itself win.
 *
 * @returns the action to send, and a sentence for each value that was left out.
 */
export function mergeFormValues(
  action: ActionConfig,
  values: ReadonlyMap<string, FieldValue>,
): { action: ActionConfig; problems: string[] } {
  if (values.size === 0) return { action, problems: [] };
  const { payload = {} } = action;
  if (!isRecord(payload)) {
    return {
      action,
      problems: [
        `The payload of the action "${action.type}" is not an object, so the form's values could not be added to it.`,
      ],
    };
  }
  const problems: string[] = [];
  let merged: Record<string, unknown> = payload;
  for (const [name, value] of values) {
    const next = withValue(merged, name.split('.'), value);
    if (next) merged = next;
    else
      problems.push(
        `The action "${action.type}" declares "${name}" itself, so the value of the field of that name was left out.`,
      );
  }
  return { action: { ...action, payload: merged }, problems };
}

/** Returns a copy that includes the value; null if the path already has another value. */
function withValue(
  record: Record<string, unknown>,
  [name = '', ...rest]: readonly string[],
  value: FieldValue,
): Record<string, unknown> | null {
  const taken = Object.hasOwn(record, name) ? record[name] : undefined;
  if (rest.length === 0) return taken === undefined ? { ...record, [name]: value } : null;
  if (taken !== undefined && !isRecord(taken)) return null;
  const inner = withValue(taken ?? {}, rest, value);
  return inner && { ...record, [name]: inner };
}
