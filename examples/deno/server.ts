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
    yield* streamText(thread, `Deno heard: ${said}`);
  }
}

const server = new Echo({ store: new MemoryStore() });
const handle = createFetchHandler(server, { authenticate: () => ({ userId: 'me' }) });
Deno.serve({ port: Number(Deno.env.get('PORT') ?? 3000), hostname: '127.0.0.1' }, handle);
