import { describe, expect, it, vi } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import {
  ada,
  added,
  addMessage,
  asRecord,
  create,
  delta,
  done,
  gate,
  input,
  message,
  openChat,
  type Script,
  until,
} from '../../../../../test/harness/chat/chat-server.ts';

const key = (name: string) => name.padEnd(16, '-');
const keyed = <Body extends object>(body: Body, name = 'first') => ({
  ...body,
  metadata: { chatdock: { key: key(name), resume: true } },
});

/** A chat whose answer has two halves; the second comes when the test opens the gate. */
function openHalves(script: Script = {}) {
  const half = gate();
  let calls = 0;
  const chat = openChat({
    async *respond(thread) {
      calls += 1;
      const item = message(thread.id, `msg_answer_${calls}`, '');
      yield added(item);
      yield delta(item.id, 'first half, ');
      await half.opened;
      yield delta(item.id, 'second half');
      yield done(message(thread.id, item.id, 'first half, second half'));
    },
    ...script,
  });
  return { chat, half, calls: () => calls };
}

/** The frames of a stream: its ids, its events, and the comments between them. */
function toFrames(body: string) {
  const lines = body.split('\n');
  const pick = (prefix: string) =>
    lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
  const events = pick('data: ').map((json): ThreadStreamEvent => JSON.parse(json));
  return { ids: pick('id: '), events, end: pick(':end ')[0] };
}

/** Reads a stream until it holds `text`, then drops the connection. */
async function readUntil(response: Response, text: string): Promise<string> {
  let body = '';
  const decoder = new TextDecoder();
  // Leaving the loop cancels the body.
  for await (const chunk of response.body ?? []) {
    body += decoder.decode(chunk, { stream: true });
    if (body.includes(text)) break;
  }
  return body;
}

const threadOf = (events: readonly ThreadStreamEvent[]) => {
  const [event] = events;
  if (event?.type !== 'thread.created') throw new Error('The stream begins without a thread.');
  return event.thread.id;
};
const resume = (threadId: string, runId: string, after: number) => ({
  type: 'runs.resume',
  params: { thread_id: threadId, run_id: runId, after },
});
const textsOf = (items: readonly object[]) => JSON.stringify(items);

describe('a turn of a client that can resume', () => {
  it('has numbered events and a final state; other clients get the plain stream', async () => {
    const { chat, half } = openHalves();
    half.open();
    const frames = toFrames(await (await chat.post(keyed(create()))).text());
    const [runId] = frames.ids[0]?.split('/') ?? [];
    expect(frames.ids).toEqual(frames.events.map((_, index) => `${runId}/${index + 1}`));
    expect(frames.end).toBe('completed');
    const plain = await (await chat.post(create())).text();
    expect(plain).not.toMatch(/^(id: |:)/m);
  });

  it('continues after its connection is lost, and can be followed from any event', async () => {
    const { chat, half, calls } = openHalves();
    const begun = toFrames(await readUntil(await chat.post(keyed(create())), 'first half'));
    const threadId = threadOf(begun.events);
    const [runId = '', last] = begun.ids.at(-1)?.split('/') ?? [];
    const thread = await chat.ask({
      type: 'threads.get_by_id',
      params: { thread_id: threadId },
      metadata: { chatdock: { resume: true } },
    });
    expect(thread).toMatchObject({ active_run: { id: runId, after: Number(last) } });
    const following = chat.post(resume(threadId, runId, Number(last)));
    half.open();
    const rest = toFrames(await (await following).text());
    expect(rest.events.map(({ type }) => type)).toEqual(['thread.item.updated', 'thread.item.done']);
    expect(rest.ids[0]).toBe(`${runId}/${Number(last) + 1}`);
    const whole = toFrames(await (await chat.post(resume(threadId, runId, 0))).text());
    expect(whole.events).toEqual([...begun.events, ...rest.events]);
    expect([whole.end, calls()]).toEqual(['completed', 1]);
    expect(textsOf(await chat.stored(threadId))).not.toContain('sdk_hidden_context');
  });

  it('runs once per key, and sends what is stored if it ended long ago', async () => {
    const { chat, half, calls } = openHalves();
    const first = chat.post(keyed(create()));
    const second = chat.post(keyed(create()));
    half.open();
    const [one, two] = await Promise.all(
      [first, second].map(async (response) => toFrames(await (await response).text())),
    );
    expect(one).toEqual(two);
    expect(calls()).toBe(1);
    expect(await chat.stored(threadOf(one?.events ?? []))).toHaveLength(2);
  });

  it('reports to telemetry what was resumed, joined and refused', async () => {
    const reported: string[] = [];
    const { chat, half } = openHalves({ telemetry: { resumable: (event) => void reported.push(event) } });
    const begun = toFrames(await readUntil(await chat.post(keyed(create())), 'first half'));
    const threadId = threadOf(begun.events);
    const [runId = ''] = begun.ids[0]?.split('/') ?? [];
    expect(reported).toEqual([]);
    const reading = [chat.post(resume(threadId, runId, 0)), chat.post(keyed(create()))];
    await Promise.all(reading);
    expect(reported.toSorted()).toEqual(['joined', 'resumed']);
    await chat.post(keyed(addMessage(threadId), 'second'));
    await chat.post(keyed(create('another question')));
    expect(reported.slice(2)).toEqual(['refused', 'refused']);
    half.open();
    await Promise.all(reading.map(async (response) => (await response).text()));
  });

  it('refuses a key that another request has used', async () => {
    const { chat, half } = openHalves();
    half.open();
    await (await chat.post(keyed(create('one question')))).text();
    const refused = await chat.post(keyed(create('another question')));
    expect([refused.status, asRecord(await refused.json())['error']]).toEqual([
      409,
      expect.objectContaining({ code: 'key_reused' }),
    ]);
  });

  it('is stopped by a request, also by its key, which waits until all is stored', async () => {
    const { chat } = openHalves();
    const reading = chat.post(keyed(create()));
    const stopped = await chat.post({ type: 'runs.stop', params: { key: key('first') } });
    expect(stopped.status).toBe(200);
    const frames = toFrames(await (await reading).text());
    expect(frames.end).toBe('cancelled');
    expect(textsOf(await chat.stored(threadOf(frames.events)))).toContain('The user stopped this response');
  });

  it('refuses a second message, and lets a second Regenerate follow the first', async () => {
    const { chat, half, calls } = openHalves();
    const begun = toFrames(await readUntil(await chat.post(keyed(create())), 'first half'));
    const threadId = threadOf(begun.events);
    const busy = await chat.post(keyed(addMessage(threadId, 'And?'), 'second'));
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([409, '1']);
    const [question] = await chat.stored(threadId);
    const again = await chat.post(
      keyed({ type: 'threads.retry_after_item', params: { thread_id: threadId, item_id: question?.id } }, 'third'),
    );
    half.open();
    expect(toFrames(await again.text()).end).toBe('completed');
    expect(calls()).toBe(1);
    const next = toFrames(await (await chat.post(keyed(addMessage(threadId, 'And?'), 'second'))).text());
    expect([next.end, calls()]).toEqual(['completed', 2]);
  });

  it('refuses a changed message, and answers a change once per key', async () => {
    const { chat, half, calls } = openHalves();
    const begun = toFrames(await readUntil(await chat.post(keyed(create())), 'first half'));
    const threadId = threadOf(begun.events);
    const [question] = await chat.stored(threadId);
    const params = { thread_id: threadId, item_id: question?.id, input: input('Changed') };
    const edit = keyed({ type: 'threads.retry_after_item', params }, 'third');
    expect((await chat.post(edit)).status).toBe(409);
    half.open();
    await vi.waitFor(async () => expect((await chat.post(edit)).status).toBe(200));
    await vi.waitFor(() => expect(chat.server.activeRuns).toBe(0));
    expect(calls()).toBe(2);
    const again = toFrames(await (await chat.post(edit)).text());
    expect(again.events[0]).toMatchObject({ item: { id: question?.id, content: [{ text: 'Changed' }] } });
    expect(calls()).toBe(2);
  });

  it('does not exist for another user', async () => {
    const { chat } = openHalves();
    const begun = toFrames(await readUntil(await chat.post(keyed(create())), 'first half'));
    const threadId = threadOf(begun.events);
    const [runId = ''] = begun.ids[0]?.split('/') ?? [];
    const asEve = { headers: { 'x-user': 'eve' } };
    const own = await chat.thread();
    const answers = await Promise.all([
      chat.post(resume(threadId, runId, 0), asEve),
      chat.post({ type: 'runs.stop', params: { run_id: runId } }, asEve),
      chat.post({ type: 'runs.stop', params: { key: key('first') } }, asEve),
      chat.post(
        { type: 'threads.get_by_id', params: { thread_id: threadId }, metadata: { chatdock: { resume: true } } },
        asEve,
      ),
      // The right person asks with the id of another thread.
      chat.post(resume(own.id, runId, 0)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    await chat.post({ type: 'runs.stop', params: { run_id: runId } });
  });

  it('ends when its thread is deleted, informs its readers, and leaves nothing behind', async () => {
    const { chat } = openHalves();
    const response = await chat.post(keyed(create()));
    const begun = toFrames(await readUntil(response, 'first half'));
    const threadId = threadOf(begun.events);
    const [runId = ''] = begun.ids[0]?.split('/') ?? [];
    const following = await chat.post(resume(threadId, runId, 0));
    await chat.ask({ type: 'threads.delete', params: { thread_id: threadId } });
    expect(toFrames(await following.text()).end).toBe('deleted');
    expect(chat.server.activeRuns).toBe(0);
    await expect(chat.store.loadThread(threadId, ada())).rejects.toThrow('no such thread');
  });

  it('does not remember a request that was refused', async () => {
    const { chat, half } = openHalves();
    half.open();
    const missing = keyed(create('With a file', { attachments: ['atc_missing'] }));
    expect((await chat.post(missing)).status).toBe(404);
    expect((await chat.post(missing)).status).toBe(404);
  });

  it('sends a reader the text so far if the first events are no longer kept', async () => {
    const end = gate();
    let hasStreamed = false;
    const { chat } = openHalves({
      async *respond(thread) {
        const item = message(thread.id, 'msg_long', '');
        yield added(item);
        for (let count = 0; count < 6000; count += 1) yield delta(item.id, 'word ');
        hasStreamed = true;
        await end.opened;
        yield done(message(thread.id, item.id, 'word '.repeat(6000)));
      },
    });
    const response = await chat.post(keyed(create()));
    const begun = toFrames(await readUntil(response, 'word'));
    const threadId = threadOf(begun.events);
    const [runId = ''] = begun.ids[0]?.split('/') ?? [];
    await until(() => hasStreamed);
    expect((await chat.post(resume(threadId, runId, 1))).status).toBe(410);
    const joined = await chat.post(resume(threadId, runId, 0));
    end.open();
    const frames = toFrames(await joined.text());
    expect(frames.events.map(({ type }) => type)).toEqual(['thread.item.added', 'thread.item.done']);
    expect(textsOf(frames.events.slice(0, 1))).toContain('word '.repeat(6000));
  });

  it('is off unless the owner turns it on: keys have no effect, and no turn can be joined', async () => {
    const chat = openChat({
      resumable: false,
      async *respond(thread) {
        yield done(message(thread.id, 'msg_1', 'Hello'));
      },
    });
    const text = await (await chat.post(keyed(create()))).text();
    expect(text).not.toMatch(/^id:/m);
    const threadId = /"id":"(thr_\w+)"/.exec(text)?.[1];
    const loaded = await chat.post(keyed({ type: 'threads.get_by_id', params: { thread_id: threadId } }));
    expect(await loaded.json()).not.toHaveProperty('resumable');
    const stop = await chat.post({ type: 'runs.stop', params: { key: key('first') } });
    expect([stop.status, await stop.json()]).toMatchObject([400, { error: { code: 'not_configured' } }]);
  });
});
