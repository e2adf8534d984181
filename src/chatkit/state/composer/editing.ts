/** Edits a sent message: its text is in the composer meanwhile, and the draft that was there is kept. */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import type { UserMessageInput } from '@chatdock/protocol/requests/requests';
import { dropItemsAfter } from '@chatdock/protocol/reducer/turn';
import { joinLines } from '../../composer/join-lines.ts';
import { updateComposer, type ComposerState } from '../chat-state.ts';
import type { Context } from '../context.ts';
import type { Drafts } from '../messages/drafts.ts';
import type { Turns } from '../turns/turns.ts';
import type { Uploads } from './uploads.ts';

export interface EditingDeps {
  context: Context;
  drafts: Drafts;
  turns: Turns;
  uploads: Uploads;
}

export function createEditing({ context, drafts, turns, uploads }: EditingDeps) {
  const { store } = context;
  const fill = (composer: Pick<ComposerState, 'content' | 'quote' | 'editing' | 'attachments'>) => {
    updateComposer(store, { ...composer, revision: store.get().composer.revision + 1 });
    drafts.save();
  };
  const filesOf = (itemId: string) => [`waiting:${itemId}`, `editing:${itemId}`] as const;

  /** Puts a message into the composer. Its files stay with it. */
  function start({ id: itemId, content, quoted_text: quote = '' }: UserMessageItem) {
    if (store.get().composer.editing) cancel();
    const { composer } = store.get();
    const attachments = uploads.swap(...filesOf(itemId));
    fill({ content, quote, attachments, editing: { itemId, content: composer.content, quote: composer.quote } });
  }

  /** Puts the kept draft back into the composer. */
  function finish() {
    const { editing } = store.get().composer;
    if (!editing) return;
    const [waiting, own] = filesOf(editing.itemId);
    fill({ content: editing.content, quote: editing.quote, attachments: uploads.swap(own, waiting), editing: null });
  }

  function cancel() {
    for (const { key } of store.get().composer.attachments) void uploads.remove(key);
    finish();
  }

  /** Sends the composer's content in place of the message. If the server does not accept it, nothing changes. */
  async function send(input: UserMessageInput, attachments: readonly Attachment[]): Promise<void> {
    const { composer, thread: before } = store.get();
    const { editing } = composer;
    const item = before.items.find(({ id }) => id === editing?.itemId);
    if (!editing) return;
    if (!before.thread || item?.type !== 'user_message') return keepAsDraft();
    const edited: UserMessageItem = { ...item, ...input, attachments: [...item.attachments, ...attachments] };
    finish();
    const shown = { ...before, items: before.items.map((other) => (other === item ? edited : other)) };
    store.set({ thread: dropItemsAfter({ ...shown, error: null, notices: [] }, item.id), failure: null });
    await turns.run({
      request: {
        type: 'threads.retry_after_item',
        params: {
          thread_id: before.thread.id,
          item_id: item.id,
          input: { ...input, attachments: edited.attachments.map(({ id }) => id) },
        },
      },
    });
    const { thread: after } = store.get();
    // The server's copy takes the place of this one as soon as the server has it.
    if (!after.items.includes(edited)) return;
    store.set({ thread: { ...after, items: before.items }, failure: null, stoppedAfter: null });
    const { content, quote, attachments: files } = composer;
    start(item);
    fill({ ...store.get().composer, content, quote, attachments: files });
    context.toast('thread.editing.failed');
    void context.catchUp();
  }

  /**
   * The message no longer exists, for example because another tab changed it. The edited text stays, before the draft.
   */
  function keepAsDraft() {
    const { content, quote } = store.get().composer;
    finish();
    const { composer } = store.get();
    fill({ ...composer, content: joinLines([content, composer.content]), quote: quote || composer.quote });
    context.toast('thread.editing.failed');
  }

  return { start, cancel, send };
}
