import {
  ChatKitServer,
  createFetchHandler,
  MemoryStore,
  streamText,
  type ThreadMetadata,
  type UserMessageItem,
} from '@chatdock/server/core';

class Echo extends ChatKitServer {
  override async *respond(thread: ThreadMetadata, message: UserMessageItem | null) {
    const said = message?.content.map(({ text }) => text).join('');
    yield* streamText(thread, `Bun heard: ${said}`);
  }
}

const server = new Echo({ store: new MemoryStore() });
const handle = createFetchHandler(server, { authenticate: () => ({ userId: 'me' }) });
Bun.serve({ port: Number(process.env['PORT'] ?? 3000), hostname: '127.0.0.1', fetch: handle });
