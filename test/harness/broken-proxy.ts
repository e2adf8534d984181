/** A way to the server on which some files can be lost, for any browser alike. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BrokenProxy {
  /** With a trailing slash. */
  url: string;
  /** Connections that ask for a path like this are cut; null lets everything through. */
  lose(path: RegExp | null): void;
  close(): void;
}

export async function startBrokenProxy(target: string): Promise<BrokenProxy> {
  let lost: RegExp | null = null;
  const server = createServer((req, res) => {
    // As any server does: other spellings of a letter are that letter.
    if (lost?.test(decodeURI(req.url ?? ''))) return void req.socket.destroy();
    const url = new URL(req.url ?? '/', target);
    const onward = request(
      url,
      {
        method: req.method,
        headers: { ...req.headers, host: url.host, ...(req.headers.origin && { origin: url.origin }) },
      },
      (answer) => {
        // What a browser has kept from an earlier page cannot be lost.
        res.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'cache-control': 'no-store' });
        answer.pipe(res);
      },
    );
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    lose: (path) => void (lost = path),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
