/**
 * The identity of each child of a component. A control keeps its value, its focus and its caret while its identity and
 * that of everything around it stay the same, whatever the server inserts before it.
 */
import { isRecord } from '@chatdock/protocol/kinds';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';

/** The first field name inside each component. Components are never changed, so it is read once. */
const fieldNames = new WeakMap<WidgetComponent, string>();

function firstFieldOf(component: WidgetComponent): string {
  const known = fieldNames.get(component);
  if (known !== undefined) return known;
  const { children, editable } = component;
  const own = component['name'] ?? (isRecord(editable) ? editable['name'] : undefined);
  let found = typeof own === 'string' && component.type !== 'Icon' ? own : '';
  for (const child of Array.isArray(children) ? children : children ? [children] : []) {
    if (found !== '') break;
    found = firstFieldOf(child);
  }
  fieldNames.set(component, found);
  return found;
}

/** The children's keys: their own `key` or `id`, else the first field they hold, else their position among their type. */
export function keysOf(children: readonly WidgetComponent[]): string[] {
  const counts = new Map<string, number>();
  return children.map((child) => {
    const field = child.key === undefined && child.id === undefined ? firstFieldOf(child) : '';
    const name = child.key ?? child.id ?? (field === '' ? '' : `field ${field}`);
    const key = `${child.type} ${name}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count === 0 ? key : `${key} ${count}`;
  });
}
