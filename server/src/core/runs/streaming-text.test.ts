import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import {
  ada,
  added,
  addMessage,
  delta,
  done,
  gate,
  message,
  openChat,
  until,
} from '../../../../test/harness/chat/chat-server.ts';
import { MemoryStore } from '../../stores/memory.ts';

/** Begins an answer and finishes it with `end` once half of it is stored. Returns what is stored after the question then. */
async function storedAfter(end: (threadId: string) => Iterable<ThreadStreamEvent>) {
  const halfway = gate();
  const chat = openChat({
    partialTextMs: 5,
    async *respond({ id }) {
      yield added(message(id, 'a', ''));
      yield delta('a', 'Half an answer');
      await halfway.opened;
      yield* end(id);
    },
  });
  const { id } = await chat.thread();
  const events = chat.stream(addMessage(id));
  await until(async () => JSON.stringify(await chat.stored(id)).includes('Half an answer'));
  halfway.open();
  await events;
  return (await chat.stored(id)).slice(1);
}

describe('streaming text', () => {
  it('is stored during the reply, and replaced by the final form', async () => {
    const stored = await storedAfter((id) => [done(message(id, 'a', 'A whole answer'))]);
    expect(stored).toMatchObject([{ id: 'a', content: [{ text: 'A whole answer' }] }]);
  });

  it('is removed when the turn ends without finishing it', async () => {
    const stored = await storedAfter(() => {
      throw new Error('the model failed');
    });
    expect(stored).toEqual([]);
  });

  it('is kept when the turn is stopped after it was stored', async () => {
    const leaving = new AbortController();
    const chat = openChat({
      partialTextMs: 1,
      async *respond({ id }) {
        yield added(message(id, 'blank', ''));
        yield delta('blank', ' \n');
        yield added(message(id, 'a', ''));
        yield delta('a', 'Half an answer');
        await new Promise(() => {});
      },
    });
    const { id } = await chat.thread();
    const result = await chat.server.process(addMessage(id), { ...ada(), signal: leaving.signal });
    const ended = result.kind === 'stream' ? result.run.start() : undefined;
    await until(async () => (await chat.stored(id)).length > 1);
    // An item without content was not stored.
    expect((await chat.stored(id)).map((item) => item.id)).toEqual([expect.any(String), 'a']);
    leaving.abort();
    await ended;
    expect((await chat.stored(id)).slice(1)).toMatchObject([
      { id: 'a', content: [{ text: 'Half an answer' }] },
      { type: 'sdk_hidden_context' },
    ]);
  });

  it('never overwrites the final form, however slow the store', async () => {
    const slow = gate();
    let isSaving = false;
    class Slow extends MemoryStore {
      override async saveItem(...args: Parameters<MemoryStore['saveItem']>) {
        isSaving = true;
        await slow.opened;
        await super.saveItem(...args);
      }
    }
    const saving = gate();
    const chat = openChat({
      partialTextMs: 1,
      store: new Slow(),
      async *respond({ id }) {
        yield added(message(id, 'a', ''));
        yield delta('a', 'Half');
        await saving.opened;
        yield done(message(id, 'a', 'Whole'));
      },
    });
    const { id } = await chat.thread();
    const events = chat.stream(addMessage(id));
    await until(() => isSaving);
    saving.open();
    // Long enough for the final form to be stored if it did not wait.
    setTimeout(slow.open, 50);
    await events;
    expect((await chat.stored(id)).at(-1)).toMatchObject({ id: 'a', content: [{ text: 'Whole' }] });
  });
});
