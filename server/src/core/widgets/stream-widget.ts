/** Sends a widget, complete or as a series of states. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { WidgetItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { type WidgetComponent, type WidgetRoot, widgetRootSchema } from '@chatdock/protocol/thread/widgets';
import { diffWidget } from './diff-widget.ts';
import { generateId } from '../ids.ts';

/** Options of `streamWidget`: the item's id and the text of its copy button. */
export interface StreamWidgetOptions {
  /** The item's id. @defaultValue a new `msg_` id */
  readonly id?: string | undefined;
  /** The text that the client's copy button copies. */
  readonly copyText?: string | undefined;
}

/** A widget in application code. */
export type WidgetInput = WidgetComponent;

/**
 * The events of a widget. For one state: a single `thread.item.done`. For an async iterable of states, such as a
 * generator that fills a `Text` word by word: `added`, an update per difference, and `done` with the last state.
 *
 * Errors: throws if a root is not a Card, a ListView or a Basic, and if the iterable yields no state.
 *
 * @example
 * yield* streamWidget(thread, { type: 'Card', children: [{ type: 'Text', value: 'Shipped' }] });
 */
export async function* streamWidget(
  thread: ThreadMetadata,
  widget: WidgetInput | AsyncIterable<WidgetInput>,
  { id = generateId('message'), copyText }: StreamWidgetOptions = {},
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  const toItem = (root: WidgetRoot): WidgetItem => ({
    type: 'widget',
    id,
    thread_id: thread.id,
    created_at: createdAt,
    widget: root,
    copy_text: copyText,
  });
  const createdAt = new Date().toISOString();
  if (!isAsyncIterable(widget)) {
    yield { type: 'thread.item.done', item: toItem(toRoot(widget)) };
    return;
  }
  let shown: WidgetRoot | undefined;
  for await (const state of widget) {
    const next = toRoot(state);
    if (shown)
      yield* diffWidget(shown, next).map((update): ThreadStreamEvent => ({
        type: 'thread.item.updated',
        item_id: id,
        update,
      }));
    else yield { type: 'thread.item.added', item: toItem(next) };
    shown = next;
  }
  if (!shown) throw new Error('The widget generator ended without yielding a state.');
  yield { type: 'thread.item.done', item: toItem(shown) };
}

/**
 * Copies the tree as it is sent: dates become text, nulls are dropped. Application code may mutate its own tree
 * afterwards.
 */
function toRoot(widget: WidgetInput): WidgetRoot {
  const result = widgetRootSchema.safeParse(JSON.parse(JSON.stringify(widget)));
  if (!result.success)
    throw new Error(`A widget's root must be a Card, a ListView or a Basic; this one is "${widget.type}".`);
  return result.data;
}

const isAsyncIterable = (widget: WidgetInput | AsyncIterable<WidgetInput>): widget is AsyncIterable<WidgetInput> =>
  Symbol.asyncIterator in widget;
