/** The items a running turn has announced and not finished: what cancellation looks at. */
import type { ThreadItemUpdate } from '../../../src/protocol/events.ts';
import type { AssistantMessageContent, AssistantMessageItem, ThreadItem, WorkflowItem } from '../../../src/protocol/items.ts';

/** Items are replaced, never edited: a form handed out stays as it was. */
export class PendingItems {
  readonly #items = new Map<string, ThreadItem>();

  announce(item: ThreadItem): void {
    this.#items.set(item.id, structuredClone(item));
  }

  /** Applies an update to its item and gives the new form; null when the item is not pending or the update does not fit. */
  update(itemId: string, update: ThreadItemUpdate): ThreadItem | null {
    const item = this.#items.get(itemId);
    const next = item ? applyUpdate(item, update) : null;
    if (next) this.#items.set(itemId, next);
    return next;
  }

  settle(itemId: string): void {
    this.#items.delete(itemId);
  }

  list(): ThreadItem[] {
    return [...this.#items.values()];
  }
}

function applyUpdate(item: ThreadItem, update: ThreadItemUpdate): ThreadItem | null {
  if (item.type === 'assistant_message') return applyToMessage(item, update);
  return item.type === 'workflow' ? applyToWorkflow(item, update) : null;
}

function applyToMessage(item: AssistantMessageItem, update: ThreadItemUpdate): AssistantMessageItem | null {
  switch (update.type) {
    case 'assistant_message.content_part.added':
    case 'assistant_message.content_part.done':
      return withPart(item, update.content_index, () => update.content);
    case 'assistant_message.content_part.text_delta':
      return withPart(item, update.content_index, (part) => ({ ...part, text: part.text + update.delta }));
    case 'assistant_message.content_part.annotation_added':
      return withPart(item, update.content_index, (part) => ({
        ...part,
        annotations: part.annotations.toSpliced(update.annotation_index, 0, update.annotation),
      }));
    default:
      return null;
  }
}

function withPart(item: AssistantMessageItem, index: number, change: (part: AssistantMessageContent) => AssistantMessageContent): AssistantMessageItem {
  const content = [...item.content];
  while (content.length <= index) content.push({ type: 'output_text', text: '', annotations: [] });
  const part = content[index];
  if (part) content[index] = change(part);
  return { ...item, content };
}

function applyToWorkflow(item: WorkflowItem, update: ThreadItemUpdate): WorkflowItem | null {
  if (update.type !== 'workflow.task.added' && update.type !== 'workflow.task.updated') return null;
  const tasks = [...item.workflow.tasks];
  tasks[Math.min(update.task_index, tasks.length)] = update.task;
  return { ...item, workflow: { ...item.workflow, tasks } };
}
