import { ChatKitServer, createFetchHandler, MemoryStore, streamText } from '@chatdock/server/core';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

class Echo extends ChatKitServer {
  async *respond(thread, message) {
    const said = message?.content.map(({ text }) => text).join('');
    yield* streamText(thread, `Hono heard: ${said}`);
  }
}

const server = new Echo({ store: new MemoryStore() });
const handle = createFetchHandler(server, { authenticate: () => ({ userId: 'me' }) });
const app = new Hono();
app.all('/chatkit', ({ req }) => handle(req.raw));
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' });
