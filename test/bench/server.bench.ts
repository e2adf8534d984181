/** How much the server adds to what Express does by itself. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { ChatKitServer } from '../../server/src/core/server.ts';
import { chatkitRouter } from '../../server/src/http/chatkit-router.ts';
import { MemoryStore } from '../../server/src/stores/memory.ts';
import type { AssistantMessageItem, ThreadMetadata, ThreadStreamEvent } from '../../src/protocol.ts';
import { type Benchmark, inTurns, median, timed } from './benchmark.ts';

const deltas = 5000;
const body = JSON.stringify({
  type: 'threads.create',
  params: {
    input: { content: [{ type: 'input_text', text: 'go' }], quoted_text: '', attachments: [], inference_options: {} },
  },
});

function* reply(item: AssistantMessageItem): Generator<ThreadStreamEvent> {
  yield { type: 'thread.item.added', item };
  for (let index = 0; index < deltas; index++) {
    yield {
      type: 'thread.item.updated',
      item_id: item.id,
      update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: ` word ${index}` },
    };
  }
  yield { type: 'thread.item.done', item };
}

const messageIn = (threadId: string): AssistantMessageItem => ({
  id: 'msg_1',
  thread_id: threadId,
  created_at: new Date().toISOString(),
  type: 'assistant_message',
  content: [],
});

/** Both handlers in one app: ours with a store, and the shortest one that writes the same frames. */
async function startApp() {
  class Replying extends ChatKitServer {
    override async *respond(thread: ThreadMetadata) {
      yield* reply(messageIn(thread.id));
    }
  }
  const app = express();
  app.use(
    '/ours',
    chatkitRouter(new Replying({ store: new MemoryStore() }), { authenticate: () => ({ userId: 'someone' }) }),
  );
  app.post('/bare', (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of reply(messageIn('thr_1'))) res.write(`data: ${JSON.stringify(event)}\n\n`);
    res.end();
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Reads a whole reply as bytes: the reader's work is the same on both sides and as small as it can be. */
async function read(url: string): Promise<void> {
  const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } });
  sent.end(body);
  const [response] = await once(sent, 'response');
  response.resume();
  await once(response, 'end');
}

export const benchmark: Benchmark = {
  question:
    'How many events a second does the server stream, stores and pipeline included, against a bare Express handler?',
  async run() {
    const { server, origin } = await startApp();
    const figures = await inTurns(
      7,
      () => timed(() => read(`${origin}/ours`)),
      () => timed(() => read(`${origin}/bare`)),
    );
    server.close();
    const perSecond = (ms: number[]) => deltas / (median(ms) / 1000);
    return [
      {
        what: `one reply of ${deltas} events`,
        unit: 'events/s',
        ours: perSecond(figures.ours),
        other: { name: 'bare Express handler', value: perSecond(figures.other) },
      },
    ];
  },
};
