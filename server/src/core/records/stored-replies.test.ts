import { expect, it } from 'vitest';
import {
  ada,
  addMessage,
  done,
  hidden,
  message,
  openChat,
  outline,
  userMessage,
} from '../../../../test/harness/chat/chat-server.ts';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { MemoryStore } from '../../stores/memory.ts';

const suggest = (...replies: unknown[]): ThreadStreamEvent => ({
  type: 'client_effect',
  name: 'chatdock.suggested_replies',
  data: { replies },
});

/** A thread with an answer that suggests replies. */
async function answered(replies: unknown[] = ['To Lyon', 'To Paris'], store = new MemoryStore()) {
  let after: (threadId: string) => ThreadStreamEvent[] = () => [];
  const chat = openChat({
    store,
    async *respond(thread) {
      yield suggest('An earlier one');
      yield done(message(thread.id, `answer-${(await chat.stored(thread.id)).length}`, 'Where to?'));
      yield suggest(...replies);
      yield* after(thread.id);
    },
  });
  const { id } = await chat.thread({ metadata: { plan: 'gold' } });
  const read = async (own = true) =>
    (
      await chat.ask({
        type: 'threads.get_by_id',
        params: { thread_id: id },
        metadata: own ? { chatdock: { resume: true } } : {},
      })
    )['suggested_replies'];
  const say = () => chat.stream(addMessage(id));
  return { chat, id, read, say, endWith: (events: typeof after) => (after = events) };
}

it('sends the replies of the last answer with the thread, to our own element only', async () => {
  const { chat, id, read, say } = await answered();
  expect(await read()).toBeUndefined();
  expect(outline(await say())).not.toContain('thread.updated');
  expect(await read()).toEqual(['To Lyon', 'To Paris']);
  expect(await read(false)).toBeUndefined();
  const { metadata } = await chat.store.loadThread(id, ada());
  expect(metadata).toMatchObject({ plan: 'gold' });
});

it('sends none after a later message; hidden notes do not count', async () => {
  const { chat, id, read, say } = await answered();
  await say();
  await chat.store.addThreadItem(id, hidden(id, 'note'), ada());
  expect(await read()).toEqual(['To Lyon', 'To Paris']);
  await chat.store.addThreadItem(id, userMessage(id, 'next'), ada());
  expect(await read()).toBeUndefined();
});

it('sends the new ones after an edit, and none while the edit is answered', async () => {
  const { chat, id, read, say } = await answered();
  await say();
  const [question] = await chat.stored(id);
  await chat.stream({ type: 'threads.retry_after_item', params: { thread_id: id, item_id: question?.id } });
  expect(await read()).toEqual(['To Lyon', 'To Paris']);
});

it('stores none of an answer that fails, is empty, or has no valid replies', async () => {
  const failing = await answered();
  failing.endWith(() => {
    throw new Error('The model is down.');
  });
  await failing.say();
  expect(await failing.read()).toBeUndefined();
  const odd = await answered(['x'.repeat(81), 7, '']);
  await odd.say();
  expect(await odd.read()).toBeUndefined();
});

it('ends the answer as usual when they cannot be stored', async () => {
  class Full extends MemoryStore {
    isFull = false;
    override async saveThread(...args: Parameters<MemoryStore['saveThread']>) {
      if (this.isFull) throw new Error('The disk is full.');
      await super.saveThread(...args);
    }
  }
  const store = new Full();
  const { say, read } = await answered(['To Lyon'], store);
  store.isFull = true;
  expect(outline(await say())).not.toContain('error');
  expect(await read()).toBeUndefined();
});
