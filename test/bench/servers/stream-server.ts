/** The process that `streams.bench.ts` measures: `node stream-server.ts ours|bare`. Its parent reads its figures over IPC. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../../../server/src/core/context.ts';
import { ChatKitServer } from '../../../server/src/core/server.ts';
import { chatkitRouter } from '../../../server/src/http/chatkit-router.ts';
import { MemoryStore } from '../../../server/src/stores/memory.ts';

/**
 * The stream to send, as the message's text: how many events, how far apart, how large. Then silence until the reader
 * leaves.
 */
export interface Load {
  events: number;
  everyMs: number;
  chars: number;
}

export interface Figures {
  cpuMicros: number;
  rssBytes: number;
  /** The memory that stays in use after a garbage collection, on the heap and outside of it. */
  usedBytes: number;
  open: number;
}

const delta = (index: number, chars: number): ThreadStreamEvent => ({
  type: 'thread.item.updated',
  item_id: 'msg_1',
  update: {
    type: 'assistant_message.content_part.text_delta',
    content_index: 0,
    delta: `#${index} `.padEnd(chars, 'x'),
  },
});

const added = (threadId: string): ThreadStreamEvent => ({
  type: 'thread.item.added',
  item: {
    type: 'assistant_message',
    id: 'msg_1',
    thread_id: threadId,
    created_at: new Date().toISOString(),
    content: [],
  },
});

const silence = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** The source of the events, for both servers. */
async function* reply(
  threadId: string,
  { events, everyMs, chars }: Load,
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  yield added(threadId);
  for (let index = 0; index < events; index += 1) {
    if (everyMs > 0) await sleep(everyMs);
    yield chars > LARGE ? { type: 'progress_update', text: 'x'.repeat(chars) } : delta(index, chars);
  }
}

/** From here on events are not part of the reply, whose text the server has to keep. */
const LARGE = 10_000;

class Loaded extends ChatKitServer {
  override async *respond(thread: ThreadMetadata, message: UserMessageItem | null, { signal }: RequestContext) {
    const load: Load = JSON.parse(message?.content[0]?.text ?? '');
    yield* reply(thread.id, load);
    if (load.everyMs === 0) await silence(signal);
  }
}

/** The code without our package: the same events, written with `res.write`. */
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 waits for it
const bare: RequestHandler = async (req, res) => {
  const load: Load = JSON.parse(req.body.params.input.content[0].text);
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  for await (const event of reply('thr_1', load)) res.write(`data: ${JSON.stringify(event)}\n\n`);
  if (load.everyMs > 0) res.end();
};

const app = express();
if (process.argv[2] === 'ours')
  app.use(
    '/',
    chatkitRouter(new Loaded({ store: new MemoryStore() }), { authenticate: () => ({ userId: 'someone' }) }),
  );
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- as above
else app.post('/', express.json(), bare);
const http = createServer(app).listen({ port: 0, host: '127.0.0.1', backlog: 8192 });
await once(http, 'listening');
process.send?.((http.address() as AddressInfo).port);
process.on('message', () => {
  global.gc?.();
  http.getConnections((_error, open) => {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send?.({ cpuMicros: user + system, rssBytes: rss, usedBytes: heapUsed + external, open } satisfies Figures);
  });
});
process.on('disconnect', () => process.exit());
