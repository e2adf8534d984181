import { ChatKitServer, createFetchHandler, MemoryStore, streamText } from '@chatdock/server/core';

class Echo extends ChatKitServer {
  async *respond(thread, message) {
    const said = message?.content.map(({ text }) => text).join('');
    yield* streamText(thread, `Next.js heard: ${said}`);
  }
}

const server = new Echo({ store: new MemoryStore() });

export const dynamic = 'force-dynamic';
export const POST = createFetchHandler(server, { authenticate: () => ({ userId: 'me' }) });
