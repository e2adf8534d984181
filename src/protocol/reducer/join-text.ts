/** Joins text deltas, so that the reader of a fast reply handles one change instead of hundreds. */
import type { AssistantMessageContentPartTextDelta, ThreadStreamEvent } from '../thread/events.ts';

interface Run {
  item_id: string;
  update: AssistantMessageContentPartTextDelta;
}

/**
 * Joins adjacent deltas of one text. Everything else and the order stay the same, including an error that ends
 * `events`.
 */
export function* joinText(events: Iterable<ThreadStreamEvent>): Generator<ThreadStreamEvent, void, undefined> {
  let run: Run | null = null;
  try {
    for (const event of events) {
      const next: Run | null = toRun(event);
      if (run && next && run.item_id === next.item_id && run.update.content_index === next.update.content_index) {
        run.update.delta += next.update.delta;
        continue;
      }
      if (run) yield toEvent(run);
      run = next;
      if (!next) yield event;
    }
  } catch (cause) {
    if (run) yield toEvent(run);
    throw cause;
  }
  if (run) yield toEvent(run);
}

function toRun(event: ThreadStreamEvent): Run | null {
  if (event.type !== 'thread.item.updated' || event.update.type !== 'assistant_message.content_part.text_delta')
    return null;
  return { item_id: event.item_id, update: { ...event.update } };
}

const toEvent = ({ item_id, update }: Run): ThreadStreamEvent => ({ type: 'thread.item.updated', item_id, update });
