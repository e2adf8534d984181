/** Which servers say that they turn recordings into text. */
import { expect, it } from 'vitest';
import { createFetchHandler } from '../../core/http/fetch-handler.ts';
import { ChatKitServer } from '../../core/server.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { SiteServer } from '../configured/site-server.ts';

class Plain extends ChatKitServer {
  override async *respond() {}
}
class Own extends Plain {
  override transcribe = async () => ({ text: 'words' });
}
class Site extends SiteServer {
  override async *respond() {}
}
class OwnSite extends Site {
  override transcribe = async () => ({ text: 'words' });
}
const store = new MemoryStore();
const transcriber = async () => ({ text: 'words' });

it.each([
  ['a server without `transcribe`', new Plain({ store }), 'no'],
  ['a server with `transcribe`', new Own({ store }), 'yes'],
  ['a site without a transcriber', new Site({ store }), 'no'],
  ['a site with a transcriber', new Site({ store, transcriber }), 'yes'],
  ['a site with `transcribe`', new OwnSite({ store }), 'yes'],
])('%s says so in answers and errors', async (_, server, says) => {
  const handle = createFetchHandler(server, { authenticate: () => ({ userId: 'ada' }) });
  for (const [body, status] of [
    ['{"type":"threads.list","params":{}}', 200],
    ['{', 400],
  ] as const) {
    const answer = await handle(
      new Request('https://shop.example/chatkit', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    );
    expect([answer.status, answer.headers.get('chatdock-transcribes')]).toEqual([status, says]);
  }
});
