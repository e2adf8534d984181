import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import {
  ada,
  added,
  addMessage,
  delta,
  done,
  hidden,
  message,
  openChat,
  outline,
  type Script,
  workflow,
} from '../../../../test/harness/chat/chat-server.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { CustomStreamError, StreamError } from '../errors.ts';
import { noteIssued } from './issued-ids.ts';

/** Adds a message to a new thread and returns the events after the user's own. */
async function turn(respond: NonNullable<Script['respond']>, script: Script = {}) {
  const chat = openChat({ ...script, respond });
  const { id } = await chat.thread(script.store ? {} : { metadata: { plan: 'gold' } });
  const events = (await chat.stream(addMessage(id))).slice(1);
  return { chat, id, events, stored: (await chat.stored(id)).slice(1) };
}

/** A store that logs its writes among the events sent to the client. */
function noted(log: string[]) {
  return new (class extends MemoryStore {
    override async addThreadItem(...args: Parameters<MemoryStore['addThreadItem']>) {
      await super.addThreadItem(...args);
      log.push(`add ${args[1].id}`);
    }
    override async saveItem(...args: Parameters<MemoryStore['saveItem']>) {
      await super.addThreadItem(...args);
      log.push(`save ${args[1].id}`);
    }
    override async deleteThreadItem(...args: Parameters<MemoryStore['deleteThreadItem']>) {
      await super.deleteThreadItem(...args);
      log.push(`delete ${args[1]}`);
    }
    override async saveThread(...args: Parameters<MemoryStore['saveThread']>) {
      await super.saveThread(...args);
      log.push(`thread ${args[0].title}`);
    }
  })();
}

/** Writes and events in the order they happened. */
async function trace(respond: NonNullable<Script['respond']>, script: Script = {}) {
  const log: string[] = [];
  const chat = openChat({ store: noted(log), respond, ...script });
  const { id } = await chat.thread();
  const result = await chat.server.process(addMessage(id), ada());
  if (result.kind !== 'stream') throw new Error('not a stream');
  log.length = 0;
  result.run.subscribe({ event: (json) => void log.push(`sent ${JSON.parse(json).type}`), end: () => {} });
  await result.run.start();
  return log.slice(2);
}

it('looks up every id in the store except those generated for the turn', async () => {
  const asked: string[] = [];
  const store = new (class extends MemoryStore {
    override async loadItem(...args: Parameters<MemoryStore['loadItem']>) {
      asked.push(args[1]);
      return super.loadItem(...args);
    }
  })();
  const { stored } = await turn(
    async function* (thread, _input, context) {
      noteIssued(context.signal, 'made');
      for (const id of ['made', 'made', 'given']) {
        yield added(message(thread.id, id, ''));
        yield done(message(thread.id, id, id));
      }
    },
    { store },
  );
  expect(asked).toEqual(['given']);
  expect(new Set(stored.map(({ id }) => id)).size).toBe(3);
});

describe('the pipeline', () => {
  it('begins with the stream options, which the server may choose per thread [P058 P059]', async () => {
    const { events } = await turn(async function* () {});
    expect(events).toEqual([{ type: 'stream_options', stream_options: { allow_cancel: true } }]);
    const chat = openChat({ getStreamOptions: (thread) => ({ allow_cancel: thread.title !== 'final' }) });
    const { id } = await chat.thread({ title: 'final' });
    expect((await chat.stream(addMessage(id)))[1]).toEqual({
      type: 'stream_options',
      stream_options: { allow_cancel: false },
    });
  });

  it('done, replaced and removed items are stored before the client gets the event [P061 P062 P063]', async () => {
    const log = await trace(async function* ({ id }) {
      yield done(message(id, 'a', 'Hello'));
      yield { type: 'thread.item.replaced', item: message(id, 'a', 'Hello!') };
      yield { type: 'thread.item.replaced', item: message(id, 'new', 'Hi') };
      yield { type: 'thread.item.removed', item_id: 'a' };
    });
    expect(log).toEqual([
      'add a',
      'sent thread.item.done',
      'save a',
      'sent thread.item.replaced',
      'save new',
      'sent thread.item.replaced',
      'delete a',
      'sent thread.item.removed',
    ]);
  });

  it('added and updated events store nothing; only long open text is stored early [P060]', async () => {
    const log = await trace(
      async function* ({ id }) {
        yield added(message(id, 'a', ''));
        yield delta('a', 'Hel');
        yield delta('a', 'lo');
        yield done(message(id, 'a', 'Hello'));
      },
      { partialTextMs: 60_000 },
    );
    expect(log).toEqual([
      'sent thread.item.added',
      'sent thread.item.updated',
      'sent thread.item.updated',
      'add a',
      'sent thread.item.done',
    ]);
  });

  it('an item done twice is stored once, in its last form and first position [P064]', async () => {
    const { stored } = await turn(async function* ({ id }) {
      yield done(workflow(id, 'wf'));
      yield done(message(id, 'a', 'Hello'));
      yield done({ ...workflow(id, 'wf'), workflow: { type: 'custom', tasks: [], expanded: true } });
    });
    expect(stored).toMatchObject([{ id: 'wf', workflow: { expanded: true } }, { id: 'a' }]);
  });

  it('hidden items are stored and not sent [P065]', async () => {
    const { events, stored } = await turn(async function* ({ id }) {
      yield done(hidden(id, 'h'));
      yield done(message(id, 'a', 'Hello'));
    });
    expect(outline(events)).toEqual(['stream_options', 'thread.item.done assistant_message']);
    expect(stored.map((item) => item.id)).toEqual(['h', 'a']);
  });

  it('a new title is stored, and announced after the next event [P042 P045]', async () => {
    const log = await trace(async function* (thread) {
      thread.title = 'Parcel';
      yield done(message(thread.id, 'a', 'Hello'));
      yield { type: 'progress_update', text: 'Thinking' };
    });
    expect(log).toEqual([
      'add a',
      'sent thread.item.done',
      'thread Parcel',
      'sent thread.updated',
      'sent progress_update',
    ]);
  });

  it('changes inside the metadata are stored once for a burst of updates, a new title at once', async () => {
    const log = await trace(async function* (thread) {
      yield added(message(thread.id, 'a', ''));
      for (let count = 0; count < 500; count += 1) {
        thread.metadata['count'] = count;
        if (count === 400) thread.title = 'Parcel';
        yield delta('a', 'x');
      }
      yield done(message(thread.id, 'a', 'x'.repeat(500)));
    });
    const writes = log.flatMap((entry, index) => (entry.startsWith('thread ') ? [{ entry, index }] : []));
    expect(writes.length).toBeLessThan(20);
    const updates = log.slice(0, writes.find(({ entry }) => entry === 'thread Parcel')?.index);
    expect(updates.filter((entry) => entry === 'sent thread.item.updated')).toHaveLength(401);
  });

  it('a change after the last event is announced at the end, without metadata [P043 P012]', async () => {
    const { events, chat, id } = await turn(async function* (thread) {
      yield done(message(thread.id, 'a', 'Hello'));
      thread.metadata = { plan: 'silver' };
    });
    expect(events.at(-1)).toEqual({
      type: 'thread.updated',
      thread: { ...(await chat.store.loadThread(id, ada())), metadata: {}, items: { data: [], has_more: false } },
    });
    expect(await chat.store.loadThread(id, ada())).toMatchObject({ metadata: { plan: 'silver' } });
  });

  it('any thrown error becomes a retryable error event, then thread changes and a clean end [P044 P066]', async () => {
    const { events } = await turn(async function* (thread) {
      yield done(message(thread.id, 'a', 'Hello'));
      thread.title = 'Oops';
      throw new Error('database password: hunter2');
    });
    expect(events.slice(2)).toMatchObject([
      { type: 'error', code: 'stream.error', allow_retry: true },
      { type: 'thread.updated', thread: { title: 'Oops' } },
    ]);
    expect(JSON.stringify(events)).not.toContain('hunter2');
  });

  it('metadata set by a failed turn is stored before the next request', async () => {
    const log = await trace(async function* (thread) {
      yield done(message(thread.id, 'a', 'Hello'));
      thread.title = 'Oops';
      throw new Error('no more');
    });
    expect(log.slice(2)).toEqual(['thread Oops', 'sent error', 'sent thread.updated']);
  });

  it.each<[string, Error, object]>([
    [
      'P067',
      new CustomStreamError('Quota used up.'),
      { code: 'custom', message: 'Quota used up.', allow_retry: false },
    ],
    [
      'P067',
      new CustomStreamError('Busy.', { allowRetry: true }),
      { code: 'custom', message: 'Busy.', allow_retry: true },
    ],
    ['P068', new StreamError(), { code: 'stream.error', allow_retry: true }],
    ['P068', new StreamError('rate_limit'), { code: 'rate_limit', allow_retry: false }],
    ['P068', new StreamError('rate_limit', { allowRetry: true }), { code: 'rate_limit', allow_retry: true }],
  ])('%s: %s becomes an error event', async (_row, error, expected) => {
    const { events } = await turn(async function* ({ id }) {
      yield done(message(id, 'a', 'Hello'));
      throw error;
    });
    expect(events.at(-1)).toEqual({ type: 'error', ...expected });
  });

  it('a yielded error event gets defaults and does not end the stream [P069 P070]', async () => {
    const { events } = await turn(async function* ({ id }) {
      // An error without members, as a JavaScript application may yield it.
      yield { type: 'error' } as ThreadStreamEvent;
      yield done(message(id, 'a', 'Hello'));
    });
    expect(events.slice(1)).toMatchObject([
      { type: 'error', code: 'custom', allow_retry: false },
      { type: 'thread.item.done' },
    ]);
    expect(events[1]).not.toHaveProperty('message');
  });

  it('an invalid event becomes an error and is not stored', async () => {
    const { events, stored } = await turn(async function* ({ id }) {
      yield done({ ...message(id, 'a', 'Hello'), content: 'Hello' } as unknown as ReturnType<typeof message>);
    });
    expect(events.at(-1)).toMatchObject({ type: 'error', code: 'stream.error' });
    expect(stored).toEqual([]);
  });

  it('a store failure becomes an error event, and the unsaved event is not sent', async () => {
    class Full extends MemoryStore {
      override async saveItem() {
        throw new Error('disk full');
      }
    }
    const { events } = await turn(
      async function* ({ id }) {
        yield { type: 'thread.item.replaced', item: message(id, 'a', 'Hello') };
      },
      { store: new Full() },
    );
    expect(outline(events)).toEqual(['stream_options', 'error']);
  });

  it('an item is sent as it was when yielded', async () => {
    const { events } = await turn(async function* ({ id }) {
      const item = workflow(id, 'wf');
      yield added(item);
      Object.assign(item.workflow, { expanded: true });
      yield done(item);
    });
    expect(events.slice(1)).toMatchObject([
      { item: { workflow: { expanded: false } } },
      { item: { workflow: { expanded: true } } },
    ]);
  });
});
