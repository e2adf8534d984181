/**
 * The process that `events.bench.ts` measures: `node event-server.ts ours|bare`, or the address of another server's
 * package. Its parent reads its figures over IPC.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as loopTurn } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { ChatKitServer } from '../../../server/src/core/server.ts';
import { chatkitRouter } from '../../../server/src/http/chatkit-router.ts';
import { MemoryStore } from '../../../server/src/stores/memory.ts';

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

/** The code without our package: the same events, written with `res.write`. */
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 waits for it
const bare: RequestHandler = async (req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const load: EventLoad = JSON.parse(req.body.params.input.content[0].text);
  for await (const event of reply('thr_1', load)) res.write(`data: ${JSON.stringify(event)}\n\n`);
  res.end();
};

/** The part of `chatkit-node-backend-sdk` that the measurement uses, as its README does. */
interface OtherPackage {
  Store: new () => object;
  ChatKitServer: new (store: object) => {
    process(body: string, context: object): Promise<AsyncIterable<Uint8Array | string>>;
  };
}

/** This application on another ChatKit server, with a store in memory. */
async function otherServer(address: string): Promise<RequestHandler> {
  const { Store, ChatKitServer: OtherServer }: OtherPackage = await import(address);
  const kept = new MemoryStore();
  const context = { userId: 'someone', signal: new AbortController().signal };
  const store = Object.assign(new Store(), {
    loadThread: (threadId: string) => kept.loadThread(threadId, context),
    saveThread: (thread: ThreadMetadata) => kept.saveThread(thread, context),
    loadThreadItems: (threadId: string, after: string | null, limit: number, order: 'asc' | 'desc') =>
      kept.loadThreadItems(threadId, { after, limit, order }, context),
    addThreadItem: (threadId: string, added: ThreadItem) => kept.addThreadItem(threadId, added, context),
    saveItem: (threadId: string, saved: ThreadItem) => kept.saveItem(threadId, saved, context),
  });
  class Other extends OtherServer {
    async *respond(thread: ThreadMetadata, message: UserMessageItem | null) {
      yield* reply(thread.id, JSON.parse(message?.content[0]?.text ?? ''));
    }
  }
  const server = new Other(store);
  return async (req, res) => {
    const result = await server.process(JSON.stringify(req.body), context);
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for await (const chunk of result) res.write(chunk);
    res.end();
  };
}

const app = express();
const [, , kind = ''] = process.argv;
if (kind === 'ours')
  app.use(
    '/',
    chatkitRouter(new Loaded({ store: new MemoryStore() }), { authenticate: () => ({ userId: 'someone' }) }),
  );
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- as above
else app.post('/', express.json(), kind === 'bare' ? bare : await otherServer(kind));
const http = createServer(app).listen({ port: 0, host: '127.0.0.1', backlog: 1024 });
await once(http, 'listening');
process.send?.((http.address() as AddressInfo).port);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1000);
});
process.on('disconnect', () => process.exit());
