import { ChatKitServer, chatkitRouter, MemoryStore, streamText } from '@chatdock/server';
import express from 'express';

class Echo extends ChatKitServer {
  async *respond(thread, message) {
    const said = message?.content.map(({ text }) => text).join('');
    yield* streamText(thread, `Express heard: ${said}`);
  }
}

const server = new Echo({ store: new MemoryStore() });
const app = express();
app.use('/chatkit', chatkitRouter(server, { authenticate: () => ({ userId: 'me' }) }));
app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
