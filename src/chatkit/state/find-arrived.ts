/** Looks on the server for a message whose answer never came. The search is code that is only fetched when it is needed. */
import { toMetadata } from '../../protocol/reduce.ts';
import type { UserMessageItem } from '../../protocol/items.ts';
import type { ThreadMetadata } from '../../protocol/threads.ts';
import type { OutgoingMessage } from './chat-state.ts';
import type { Context } from './context.ts';
import type { Sought } from './find-sent.ts';

const loadSearch = () => import('./find-sent.ts');

/** The thread that a first message began. */
export const findBegun = async (context: Context, message: Sought) =>
  (await loadSearch()).findBegunThread(await context.client(), message, context.signal());

/** The server's copy of the message, if there is one. The thread that a first message began becomes the one on screen. */
export async function findArrived(
  context: Context,
  message: OutgoingMessage,
  onBegun: (thread: ThreadMetadata) => void,
): Promise<UserMessageItem | null> {
  const { store } = context;
  const { thread } = store.get();
  if (thread.thread)
    return (await loadSearch()).findInThread(await context.client(), thread.thread.id, {
      message,
      shown: thread.items,
      signal: context.signal(),
    });
  const begun = await findBegun(context, message);
  if (!begun) return null;
  store.set({ thread: { ...store.get().thread, thread: toMetadata(begun.thread) } });
  onBegun(begun.thread);
  return begun.item;
}
