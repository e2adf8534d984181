/** Telling kinds apart without the schemas: the reducer runs in pages that have not fetched those yet. */
import type { HiddenContextItem, SDKHiddenContextItem, ThreadItem } from './items.ts';
import type { WidgetComponent, WidgetRoot } from './widgets.ts';

/** Whether an item is for the model only. A client that receives one shows nothing. */
export const isHiddenItem = (item: ThreadItem): item is HiddenContextItem | SDKHiddenContextItem =>
  item.type === 'hidden_context_item' || item.type === 'sdk_hidden_context';

const widgetRootTypes: ReadonlySet<string> = new Set<WidgetRoot['type']>(['Card', 'ListView', 'Basic']);

/** Whether a component may stand at the top of a widget. */
export const isWidgetRoot = (component: WidgetComponent): component is WidgetRoot =>
  widgetRootTypes.has(component.type);

/** Whether a value is a JSON object: no list, no null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
