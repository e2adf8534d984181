/**
 * Widgets on the wire. Only the root's type is validated: like the reference server, we pass components of any type
 * with any members, and the renderer treats each member as untrusted.
 */
import * as z from 'zod/mini';
import { isRecord, isWidgetRoot } from '../kinds.ts';

/** One node of a widget tree. `Text` and `Markdown` nodes with an `id` can be streamed into. */
export interface WidgetComponent {
  type: string;
  id?: string | undefined;
  key?: string | undefined;
  /** A list, or a single component inside `Transition`. */
  children?: WidgetComponent | WidgetComponent[] | undefined;
  [member: string]: unknown;
}

/** The outermost component of a widget: a `Card`, a `ListView` or a `Basic`. */
export interface WidgetRoot extends WidgetComponent {
  type: 'Card' | 'ListView' | 'Basic';
}

/**
 * A component from untrusted JSON, without nulls and without children that lack a type. Null if it has no type itself.
 */
export function toWidgetComponent(value: unknown): WidgetComponent | null {
  if (!isRecord(value) || typeof value['type'] !== 'string') return null;
  const { type, id, key, children, ...rest } = value;
  const component: WidgetComponent = { type, ...Object.fromEntries(withoutNullMembers(rest)) };
  if (typeof id === 'string') component.id = id;
  if (typeof key === 'string') component.key = key;
  const remaining = toChildren(children);
  if (remaining) component.children = remaining;
  return component;
}

/**
 * Validates a widget component with `toWidgetComponent`: removes nulls and children without a type, refuses a value
 * without a `type`.
 */
export const widgetComponentSchema = z.pipe(
  z.transform((value: WidgetComponent): WidgetComponent | null => toWidgetComponent(value)),
  z.custom<WidgetComponent>((value) => value !== null, { error: 'must be an object with a type' }),
);

/** Validates a whole widget: the outermost component must be a `Card`, a `ListView` or a `Basic`. */
export const widgetRootSchema = z.pipe(
  z.transform((value: WidgetRoot): WidgetComponent | null => toWidgetComponent(value)),
  z.custom<WidgetRoot>((value: WidgetComponent | null) => value !== null && isWidgetRoot(value), {
    error: 'must be a Card, a ListView or a Basic',
  }),
);

function toChildren(children: unknown): WidgetComponent | WidgetComponent[] | null {
  if (!Array.isArray(children)) return toWidgetComponent(children);
  return children.map(toWidgetComponent).filter((child) => child !== null);
}

/** Nulls have no meaning in a widget, including action payloads; the reference server drops them all. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((element) => element !== null).map(withoutNulls);
  return isRecord(value) ? Object.fromEntries(withoutNullMembers(value)) : value;
}

const withoutNullMembers = (record: Record<string, unknown>) =>
  Object.entries(record)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, withoutNulls(value)] as const);
