import { expect, it } from 'vitest';
import {
  added,
  addMessage,
  ADDRESS,
  create,
  delta,
  message,
  openChat,
  toEvents,
  until,
} from '../../../../test/harness/chat/chat-server.ts';

/** An endless reply that counts its pieces. */
function endless(endpoint: object = {}) {
  const made = { chars: 0 };
  const chat = openChat({
    endpoint,
    async *respond({ id }) {
      yield added(message(id, 'a', ''));
      for (;;) {
        made.chars += 1000;
        yield delta('a', 'x'.repeat(1000));
      }
    },
  });
  return { chat, made };
}

it('a response nobody reads pauses the run, is closed in the end, and is stored', async () => {
  const { chat, made } = endless({ heartbeatMs: 20, stalledAfterMs: 40 });
  const { id } = await chat.thread();
  const response = await chat.post(addMessage(id));
  await until(() => chat.server.activeRuns === 0);
  expect(made.chars).toBeLessThan(100_000);
  await expect(response.text()).rejects.toThrow('stopped reading');
  expect((await chat.stored(id)).map((item) => item.type)).toEqual([
    'user_message',
    'assistant_message',
    'sdk_hidden_context',
  ]);
});

it('pauses when exactly the allowed bytes are buffered, and not one byte earlier', async () => {
  /** Whether the reply continued after its first text of `chars` letters, although no client reads it. */
  async function goesOn(chars: number) {
    let isPast = false;
    let isWritten = false;
    const chat = openChat({
      async *respond({ id }) {
        yield added(message(id, 'a', ''));
        isWritten = true;
        yield delta('a', 'x'.repeat(chars));
        isPast = true;
      },
    });
    const { id } = await chat.thread();
    const response = await chat.post(addMessage(id));
    await until(() => isWritten);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const wentOn = isPast;
    const before = (await response.text()).split('data: ').slice(0, 5).join('data: ');
    return { wentOn, bytes: Buffer.byteLength(before) };
  }
  // The frames around the letters are as long in every run: ids and dates have fixed lengths.
  const around = (await goesOn(1)).bytes - 1;
  expect(await goesOn(65_536 - around)).toEqual({ wentOn: false, bytes: 65_536 });
  expect(await goesOn(65_535 - around)).toEqual({ wentOn: true, bytes: 65_535 });
});

it('a slow reader gets everything, in order', async () => {
  const chat = openChat({
    async *respond({ id }) {
      yield added(message(id, 'a', ''));
      for (let index = 0; index < 300; index += 1) yield delta('a', `${index} `.padEnd(1000, '.'));
    },
  });
  const { id } = await chat.thread();
  const response = await chat.post(addMessage(id));
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const deltas = toEvents(text).flatMap((event) =>
    event.type === 'thread.item.updated' && 'delta' in event.update ? [Number.parseInt(event.update.delta, 10)] : [],
  );
  expect(deltas).toEqual(Array.from({ length: 300 }, (_, index) => index));
});

it('an abort by the platform stops the turn', async () => {
  const { chat } = endless();
  const leaving = new AbortController();
  const { id } = await chat.thread();
  const response = await chat.post(addMessage(id), { signal: leaving.signal });
  await response.body?.getReader().read();
  leaving.abort();
  await until(() => chat.server.activeRuns === 0);
  expect((await chat.stored(id)).at(-1)?.type).toBe('sdk_hidden_context');
});

it('a body that is too large is refused early, without reading it to the end', async () => {
  let asked = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      asked += 1;
      controller.enqueue(new Uint8Array(65_536).fill(32));
    },
  });
  // Node requires `duplex` for a streaming body; the type lacks the member.
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    duplex: 'half',
  };
  expect((await openChat().handle(new Request(ADDRESS, init))).status).toBe(413);
  expect(asked).toBeLessThan(20);
});

it('parallel requests do not mix', async () => {
  const chat = openChat({
    async *respond({ id }, said) {
      yield added(message(id, `a_${id}`, ''));
      yield delta(`a_${id}`, said?.content[0]?.text ?? '');
    },
  });
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => ({
      index,
      text: await (await chat.post(create(`message ${index}.`))).text(),
    })),
  );
  for (const { index, text } of answers)
    expect([...new Set(text.match(/message \d+\./g))]).toEqual([`message ${index}.`]);
});
