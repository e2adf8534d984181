/** Diffs two states of a widget into the fewest updates that a client can apply. */
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { WidgetComponent, WidgetRoot } from '@chatdock/protocol/thread/widgets';

/**
 * The updates that turn `before` into `after`: none, text appended to `Text` and `Markdown` components that have an
 * `id`, or the whole root. Growing text in a component without an `id` or inside a `Transition` sends nothing; the
 * client gets it with the finished item.
 */
export function diffWidget(before: WidgetRoot, after: WidgetRoot): ThreadItemUpdate[] {
  if (needsReplacing(before, after)) return [{ type: 'widget.root.updated', widget: after }];
  return [...grownTexts(before, after)];
}

/** Whether anything differs except text at the end of a streaming component. */
function needsReplacing(before: WidgetComponent, after: WidgetComponent): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].some((name) => {
    if (name === 'children') return childrenNeedReplacing(before.children, after.children);
    if (name === 'value' && appendedText(before, after) !== null) return false;
    return !isSame(before[name], after[name]);
  });
}

function childrenNeedReplacing(before: WidgetComponent['children'], after: WidgetComponent['children']): boolean {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length !== after.length || before.some((child, index) => childrenNeedReplacing(child, after[index]));
  }
  if (!before || !after || Array.isArray(before) || Array.isArray(after)) return !isSame(before, after);
  return needsReplacing(before, after);
}

function* grownTexts(before: WidgetComponent, after: WidgetComponent): Generator<ThreadItemUpdate, void, undefined> {
  const delta = appendedText(before, after);
  if (delta && after.id !== undefined) {
    yield {
      type: 'widget.streaming_text.value_delta',
      component_id: after.id,
      delta,
      done: after['streaming'] !== true,
    };
  }
  if (!Array.isArray(before.children) || !Array.isArray(after.children)) return;
  for (const [index, child] of after.children.entries()) {
    const shown = before.children[index];
    if (shown) yield* grownTexts(shown, child);
  }
}

/**
 * The text appended to a streaming component, possibly empty; null if it is not streaming or changed in another way.
 */
function appendedText(before: WidgetComponent, after: WidgetComponent): string | null {
  if (after.type !== before.type || (after.type !== 'Text' && after.type !== 'Markdown')) return null;
  const [shown, next] = [before['value'], after['value']];
  return typeof shown === 'string' && typeof next === 'string' && next.startsWith(shown)
    ? next.slice(shown.length)
    : null;
}

/** Deep equality of JSON; a member that is undefined counts as missing. */
function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false;
  if (Array.isArray(before) !== Array.isArray(after)) return false;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every((name) => isSame(Reflect.get(before, name), Reflect.get(after, name)));
}
