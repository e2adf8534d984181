/** A form's fields: their values, their validation, and how the values are merged into an action's payload. */
import { isRecord } from '@chatdock/protocol/kinds';
import type { ActionConfig } from '@chatdock/protocol/requests/actions';

export type FieldValue = string | boolean;

/** A named control as its form sees it. */
export interface FormField {
  name: string;
  value: FieldValue;
  /** Passwords. They are cleared once they have been sent. */
  isSecret: boolean;
  /** Shows what is wrong beside the control. Returns the element to focus, or null if nothing is wrong. */
  validate(): HTMLElement | null;
  /** Empties the control. */
  clear(): void;
}

export interface FormScope {
  /** Distinguishes fields of the same name in two forms of one widget. */
  id: string;
  /** Returns a function that removes the field. */
  add(field: FormField): () => void;
  values(): ReadonlyMap<string, FieldValue>;
  /** Shows the problem of every invalid field and focuses the first of them. Returns true if all fields are valid. */
  validate(): boolean;
  clearSecrets(): void;
}

export function createFormScope(id: string): FormScope {
  const fields = new Set<FormField>();
  return {
    id,
    add(field) {
      fields.add(field);
      return () => fields.delete(field);
    },
    values: () => new Map([...fields].map(({ name, value }) => [name, value])),
    validate() {
      const wrong = [...fields].map((field) => field.validate()).filter((element) => element !== null);
      wrong.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      wrong[0]?.focus();
      return wrong.length === 0;
    },
    clearSecrets() {
      for (const field of fields) if (field.isSecret) field.clear();
    },
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
    const path = name.split('.');
    // A server that copies the payload member by member would change the prototype of all its objects.
    const next = path.includes('__proto__') ? null : withValue(merged, path, value);
    if (next) merged = next;
    else
      problems.push(
        path.includes('__proto__')
          ? `The field "${name}" has a name that cannot be a member of a payload, so its value was left out of the action "${action.type}".`
          : `The action "${action.type}" declares "${name}" itself, so the value of the field of that name was left out.`,
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
  const existing = Object.hasOwn(record, name) ? record[name] : undefined;
  if (rest.length === 0) return existing === undefined ? { ...record, [name]: value } : null;
  if (existing !== undefined && !isRecord(existing)) return null;
  const inner = withValue(existing ?? {}, rest, value);
  return inner && { ...record, [name]: inner };
}
