/** The process that `events.bench.ts` measures: `node event-server.ts ours|resumable|bare`. Its parent reads its figures over IPC. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as loopTurn } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import type { ThreadStreamEvent } from '@chatdock/protocol/events';
import type { UserMessageItem } from '@chatdock/protocol/items';
import type { ThreadMetadata } from '@chatdock/protocol/threads';
import { ChatKitServer } from '../../server/src/core/server.ts';
import { chatkitRouter } from '../../server/src/http/chatkit-router.ts';
import { MemoryStore } from '../../server/src/stores/memory.ts';

/** In its message's text: how many events, and whether each has a turn of the event loop to itself. */
export interface EventLoad {
  events: number;
  isBurst: boolean;
}

const item = (threadId: string) => ({
  type: 'assistant_message' as const,
  id: 'msg_1',
  thread_id: threadId,
  created_at: new Date().toISOString(),
  content: [],
});

async function* reply(
  threadId: string,
  { events, isBurst }: EventLoad,
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  yield { type: 'thread.item.added', item: item(threadId) };
  for (let index = 0; index < events; index += 1) {
    if (!isBurst) await loopTurn();
    yield {
      type: 'thread.item.updated',
      item_id: 'msg_1',
      update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: ` word ${index}` },
    };
  }
  const content = [{ type: 'output_text' as const, text: 'done', annotations: [] }];
  yield { type: 'thread.item.done', item: { ...item(threadId), content } };
}

class Loaded extends ChatKitServer {
  override async *respond(thread: ThreadMetadata, message: UserMessageItem | null) {
    yield* reply(thread.id, JSON.parse(message?.content[0]?.text ?? ''));
  }
}

/** What one writes without us: the same events, and `res.write`. */
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 waits for it
const bare: RequestHandler = async (req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const load: EventLoad = JSON.parse(req.body.params.input.content[0].text);
  for await (const event of reply('thr_1', load)) res.write(`data: ${JSON.stringify(event)}\n\n`);
  res.end();
};

const app = express();
if (process.argv[2] === 'ours')
  app.use(
    '/',
    chatkitRouter(new Loaded({ store: new MemoryStore() }), { authenticate: () => ({ userId: 'someone' }) }),
  );
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- as above
else app.post('/', express.json(), bare);
const http = createServer(app).listen({ port: 0, host: '127.0.0.1', backlog: 1024 });
await once(http, 'listening');
process.send?.((http.address() as AddressInfo).port);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1000);
});
process.on('disconnect', () => process.exit());
