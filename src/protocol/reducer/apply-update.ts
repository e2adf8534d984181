/** Applies one update to one item. Pure; everything that the update does not touch is shared. */
import type { ThreadItemUpdate } from '../thread/events.ts';
import type { AssistantMessageContent, ThreadItem } from '../thread/items.ts';
import type { Task } from '../thread/tasks.ts';
import { isWidgetRoot } from '../kinds.ts';
import type { WidgetComponent } from '../thread/widgets.ts';

/**
 * The item after the update. Returns the same object if the update does not fit the item's type or changes nothing.
 *
 * The rules for padding and inserting are the reference server's, so that client and server agree on a streaming reply.
 */
export function applyUpdate(item: ThreadItem, update: ThreadItemUpdate): ThreadItem {
  switch (update.type) {
    case 'assistant_message.content_part.added':
      return withPart(item, update.content_index, () => update.content);
    case 'assistant_message.content_part.text_delta':
      return withPart(item, update.content_index, (part) => ({ ...part, text: part.text + update.delta }));
    case 'assistant_message.content_part.annotation_added':
      return withPart(item, update.content_index, (part) => ({
        ...part,
        annotations: part.annotations.toSpliced(update.annotation_index, 0, update.annotation),
      }));
    case 'assistant_message.content_part.done':
      return withPart(item, update.content_index, (part) => finishPart(part, update.content));
    case 'widget.streaming_text.value_delta':
      return withComponent(item, update.component_id, (component) => appendText(component, update.delta, update.done));
    case 'widget.component.updated':
      return withComponent(item, update.component_id, () => update.component);
    case 'widget.root.updated':
      return item.type === 'widget' ? { ...item, widget: update.widget } : item;
    case 'workflow.task.added':
    case 'workflow.task.updated':
      // "Added" may name an existing task: the list is addressed by index, never pushed to.
      return withTask(item, update.task_index, update.task);
    case 'generated_image.updated':
      return item.type === 'generated_image' ? { ...item, image: update.image } : item;
    default:
      return update satisfies never;
  }
}

// Assistant messages

const EMPTY_PART: AssistantMessageContent = { type: 'output_text', text: '', annotations: [] };

function withPart(
  item: ThreadItem,
  index: number,
  change: (part: AssistantMessageContent) => AssistantMessageContent,
): ThreadItem {
  if (item.type !== 'assistant_message') return item;
  const content = padded(item.content, index, EMPTY_PART);
  return { ...item, content: content.with(index, change(content[index] ?? EMPTY_PART)) };
}

/** A model run finishes its parts without citations, which arrive with the item. Keep those already shown. */
function finishPart(shown: AssistantMessageContent, final: AssistantMessageContent): AssistantMessageContent {
  const keepsAnnotations = final.annotations.length === 0 && final.text.startsWith(shown.text);
  return keepsAnnotations ? { ...final, annotations: shown.annotations } : final;
}

// Workflows

const EMPTY_TASK: Task = { type: 'custom', status_indicator: 'none' };

function withTask(item: ThreadItem, index: number, task: Task): ThreadItem {
  if (item.type !== 'workflow') return item;
  const tasks = padded(item.workflow.tasks, index, EMPTY_TASK).with(index, task);
  return { ...item, workflow: { ...item.workflow, tasks } };
}

function padded<T>(list: T[], index: number, filler: T): T[] {
  const missing = index + 1 - list.length;
  return missing > 0 ? [...list, ...Array.from({ length: missing }, () => filler)] : list;
}

// Widgets

type Change = (component: WidgetComponent) => WidgetComponent;

function withComponent(item: ThreadItem, id: string, change: Change): ThreadItem {
  if (item.type !== 'widget') return item;
  const root = replaceComponent(item.widget, id, change);
  return root === item.widget || !isWidgetRoot(root) ? item : { ...item, widget: root };
}

/** The tree with its first component of that id changed; the same tree if there is none. */
function replaceComponent(component: WidgetComponent, id: string, change: Change): WidgetComponent {
  if (component.id === id) return change(component);
  const { children } = component;
  if (!children) return component;
  if (!Array.isArray(children)) {
    const child = replaceComponent(children, id, change);
    return child === children ? component : { ...component, children: child };
  }
  const changed = children.map((child) => replaceComponent(child, id, change));
  return changed.some((child, index) => child !== children[index]) ? { ...component, children: changed } : component;
}

function appendText(component: WidgetComponent, delta: string, done: boolean): WidgetComponent {
  if (component.type !== 'Text' && component.type !== 'Markdown') return component;
  const value = (typeof component['value'] === 'string' ? component['value'] : '') + delta;
  // Every delta of a component without `streaming` says `done`, and such a component has no end to mark.
  return done && component['streaming'] === true ? { ...component, value, streaming: false } : { ...component, value };
}
