/** Type checks without the schemas, because the reducer runs in pages that have not loaded those yet. */
import type { HiddenContextItem, SDKHiddenContextItem, ThreadItem } from './thread/items.ts';
import type { WidgetComponent, WidgetRoot } from './thread/widgets.ts';

/** Whether an item is for the model only. A client does not show it. */
export const isHiddenItem = (item: ThreadItem): item is HiddenContextItem | SDKHiddenContextItem =>
  item.type === 'hidden_context_item' || item.type === 'sdk_hidden_context';

const WIDGET_ROOT_TYPES: ReadonlySet<string> = new Set<WidgetRoot['type']>(['Card', 'ListView', 'Basic']);

/** Whether a component can be the root of a widget. */
export const isWidgetRoot = (component: WidgetComponent): component is WidgetRoot =>
  WIDGET_ROOT_TYPES.has(component.type);

/** Whether a value is a JSON object: not an array, not null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The entry of a record whose keys come from a server, a model or a visitor. A name such as `constructor` is no entry,
 * though every object has such a member.
 */
export const ownEntry = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
