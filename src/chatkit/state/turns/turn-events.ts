/** The effects of a turn's events beyond the thread: on the list of conversations and on the page. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { SUGGESTED_REPLIES } from '@chatdock/protocol/thread/suggested-replies';
import type { ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import type { History } from '../threads/history.ts';

interface TurnEventDeps {
  context: Context;
  history: History;
  /** The conversation on screen has begun: the server gave it an id. */
  onBegun(thread: ThreadMetadata): void;
}

export function handleTurnEvent(
  { context, history, onBegun }: TurnEventDeps,
  event: ThreadStreamEvent,
  before: ThreadState,
): void {
  switch (event.type) {
    case 'thread.created':
      if (before.thread?.id === event.thread.id) history.put(event.thread);
      else onBegun(event.thread);
      return;
    case 'thread.updated':
      history.put(event.thread);
      return;
    case 'client_effect':
      if (event.name === SUGGESTED_REPLIES) context.store.set({ suggested: event.data });
      context.emit('chatkit.effect', { name: event.name, data: event.data });
      return;
    case 'error':
      context.report(
        new ChatKitError(
          'StreamError',
          event.message ?? `The chat server reported the error "${event.code}" while answering.`,
        ),
      );
      return;
    default:
  }
}
