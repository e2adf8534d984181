/** Runs that end early: stopped by the visitor, left by the client, or ended with the server. */
import { describe, expect, it } from 'vitest';
import {
  ada,
  added,
  addMessage,
  create,
  delta,
  done,
  gate,
  message,
  openChat,
  outline,
  type Script,
  until,
  widget,
  workflow,
} from '../../../../test/harness/chat/chat-server.ts';
import { MemoryStore } from '../../stores/memory.ts';

describe('stopping', () => {
  /** Starts a turn, waits until it blocks, and disconnects like a client. */
  async function leaveDuring(respond: NonNullable<Script['respond']>, script: Script = {}) {
    const hanging = gate();
    const chat = openChat({
      ...script,
      async *respond(thread, inputUserMessage, context) {
        yield* respond(thread, inputUserMessage, context);
        hanging.open();
        await new Promise(() => {});
      },
    });
    const { id } = await chat.thread();
    const response = await chat.post(addMessage(id));
    const reader = response.body?.getReader();
    const reading = (async () => {
      for (let read = await reader?.read(); read && !read.done; read = await reader?.read());
    })();
    await hanging.opened;
    await reader?.cancel();
    await reading;
    await until(() => chat.server.activeRuns === 0);
    return { chat, id, stored: (await chat.stored(id)).slice(1) };
  }

  it('keeps the text so far and leaves one note for the model [P102 P105]', async () => {
    const { stored } = await leaveDuring(async function* ({ id }) {
      yield added(message(id, 'a', ''));
      yield delta('a', 'Half an ');
      yield delta('a', 'answer');
    });
    expect(stored).toMatchObject([
      { id: 'a', content: [{ text: 'Half an answer' }] },
      {
        type: 'sdk_hidden_context',
        id: expect.stringMatching(/^shcx_/),
        content: expect.stringMatching(/^The user stopped/),
      },
    ]);
    expect(stored).toHaveLength(2);
  });

  it.each(['', '  \n'])('drops a message that says %j [P103]', async (text) => {
    const { stored } = await leaveDuring(async function* ({ id }) {
      yield added(message(id, 'a', ''));
      yield delta('a', text);
    });
    expect(stored).toMatchObject([{ type: 'sdk_hidden_context' }]);
  });

  it('drops unfinished widgets and workflows [P104]', async () => {
    const { stored } = await leaveDuring(async function* ({ id }) {
      yield added(widget(id, 'w'));
      yield added(workflow(id, 'wf'));
    });
    expect(stored).toMatchObject([{ type: 'sdk_hidden_context' }]);
  });

  it('never shows the note to a client [P106]', async () => {
    const { chat, id } = await leaveDuring(async function* () {});
    expect(await chat.ask({ type: 'items.list', params: { thread_id: id } })).toMatchObject({
      data: [{ type: 'user_message' }],
    });
    expect(await chat.ask({ type: 'threads.get_by_id', params: { thread_id: id } })).toMatchObject({
      items: { data: [{ type: 'user_message' }] },
    });
  });

  it("aborts the application's signal, and ignores what it throws then", async () => {
    const aborted = gate();
    const { stored } = await leaveDuring(async function* ({ id }, _message, { signal }) {
      signal.addEventListener('abort', aborted.open);
      yield done(message(id, 'a', 'Hello'));
    });
    await aborted.opened;
    expect(stored).toMatchObject([{ id: 'a' }, { type: 'sdk_hidden_context' }]);
  });

  it("passes unfinished items to the application's hook", async () => {
    const pending: unknown[] = [];
    const { stored } = await leaveDuring(
      async function* ({ id }) {
        yield added(message(id, 'finished', ''));
        yield done(message(id, 'finished', 'Hello'));
        yield added(widget(id, 'open'));
      },
      {
        handleStreamCancelled: async (_thread, items, _context, reason) =>
          void pending.push(reason, ...items.map((item) => item.id)),
      },
    );
    expect(pending).toEqual(['cancelled', 'open']);
    expect(stored.map((item) => item.id)).toEqual(['finished']);
  });

  it('the hook for a stopped turn gets a signal that is not aborted, so that its store can write', async () => {
    const leaving = new AbortController();
    const aborted: boolean[] = [];
    const chat = openChat({
      async *respond({ id }) {
        yield added(message(id, 'a', ''));
        yield delta('a', 'Half an answer');
        leaving.abort();
        await new Promise(() => {});
      },
      handleStreamCancelled: async (_thread, _items, { signal }) => void aborted.push(signal.aborted),
    });
    const { id } = await chat.thread();
    const result = await chat.server.process(addMessage(id), { ...ada(), signal: leaving.signal });
    if (result.kind !== 'stream') throw new Error('not a stream');
    await result.run.start();
    expect(aborted).toEqual([false]);
  });

  it('stores before a new message right after Stop, however slow the write', async () => {
    const leaving = new AbortController();
    const writing = gate();
    const seen: string[][] = [];
    const chat = openChat({
      async *respond({ id }) {
        seen.push((await chat.stored(id)).map((item) => item.type));
        if (seen.length > 1) return;
        yield added(message(id, 'a', ''));
        yield delta('a', 'Half an answer');
        leaving.abort();
        await new Promise(() => {});
      },
      async handleStreamCancelled(thread, [item]) {
        await writing.opened;
        if (item) await chat.store.addThreadItem(thread.id, item, ada());
      },
    });
    const { id } = await chat.thread();
    const stopped = await chat.server.process(addMessage(id), { ...ada(), signal: leaving.signal });
    if (stopped.kind === 'stream') void stopped.run.start();
    await until(() => leaving.signal.aborted);
    const next = chat.stream(addMessage(id, 'something else'));
    setTimeout(writing.open, 20);
    await next;
    expect(seen).toEqual([['user_message'], ['user_message', 'assistant_message', 'user_message']]);
  });

  it('treats a client that leaves before its turn begins as a stop', async () => {
    const leaving = new AbortController();
    const chat = openChat();
    leaving.abort();
    const { id } = await chat.thread();
    const result = await chat.server.process(addMessage(id), { ...ada(), signal: leaving.signal });
    if (result.kind === 'stream') await result.run.start();
    expect(await chat.stored(id)).toMatchObject([{ type: 'user_message' }, { type: 'sdk_hidden_context' }]);
  });
});

describe('shutting down', () => {
  it('acknowledges a message that is being stored, and offers a retry', async () => {
    const [storing, stored] = [gate(), gate()];
    const store = new MemoryStore();
    const addThreadItem = store.addThreadItem.bind(store);
    store.addThreadItem = async (...args) => {
      storing.open();
      await stored.opened;
      await addThreadItem(...args);
    };
    const chat = openChat({ store });
    const { id } = await chat.thread();
    const events = chat.stream(addMessage(id, 'Just in time'));
    await storing.opened;
    let isClosed = false;
    const closed = chat.server.close({ graceMs: 1 }).then(() => (isClosed = true));
    // Much longer than the time limit of turns here.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isClosed).toBe(false);
    stored.open();
    await closed;
    expect(outline(await events)).toEqual(['thread.item.done user_message', 'stream_options', 'error']);
    expect(await chat.stored(id)).toMatchObject([
      { content: [{ text: 'Just in time' }] },
      { type: 'sdk_hidden_context' },
    ]);
  });

  it('lets turns finish, refuses new ones, then ends the rest with stored text and a retry', async () => {
    const hanging = gate();
    const chat = openChat({
      async *respond({ id }) {
        yield added(message(id, 'a', ''));
        yield delta('a', 'Half an answer');
        hanging.open();
        await new Promise(() => {});
      },
    });
    const { id } = await chat.thread();
    const events = chat.stream(addMessage(id));
    await hanging.opened;
    const closed = chat.server.close({ graceMs: 1 });
    const refused = await chat.post(create());
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    await closed;
    expect((await events).at(-1)).toEqual({ type: 'error', code: 'stream.error', allow_retry: true });
    const stored = (await chat.stored(id)).slice(1);
    expect(stored).toMatchObject([
      { id: 'a', content: [{ text: 'Half an answer' }] },
      { type: 'sdk_hidden_context', content: expect.stringContaining('the user did not stop it') },
    ]);
    expect(stored).toHaveLength(2);
  });
});
