/** A third-party site of several pages with our tag, really served, with the chat server behind it. */
import { createServer, request } from 'node:http';
import { freePort } from '../servers/free-port.ts';
import type { ServerProcess } from '../servers/server-process.ts';

export interface Shop {
  /** With a trailing slash. */
  url: string;
  /** Cuts all open connections. */
  cut(): void;
  close(): Promise<void>;
}

/** A page, or a script if its path ends in `.js`. */
export type ShopFile = string | { html: string; headers: Record<string, string> };

/** Serves `files` by path. A form posted to `/buy` redirects to `/thanks`; everything else goes to the chat server. */
export async function openShop(server: ServerProcess, files: Record<string, ShopFile>): Promise<Shop> {
  const port = await freePort();
  const shop = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', server.url);
    const file = files[pathname];
    if (pathname === '/buy') return void outgoing.writeHead(303, { location: '/thanks' }).end();
    if (file !== undefined) {
      const { html, headers } = typeof file === 'string' ? { html: file, headers: {} } : file;
      return void outgoing
        .writeHead(200, {
          'content-type': pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
          ...headers,
        })
        .end(html);
    }
    const { method, headers } = incoming;
    const passed = request(new URL(incoming.url ?? '/', server.url), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => shop.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/`,
    cut: () => shop.closeAllConnections(),
    async close() {
      shop.closeAllConnections();
      await new Promise((resolve) => shop.close(resolve));
    },
  };
}
