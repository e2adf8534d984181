/** A proxy to the server that can drop files, for any browser. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BrokenProxy {
  /** With a trailing slash. */
  url: string;
  /** Cuts connections whose path matches; null lets everything through. */
  lose(path: RegExp | null): void;
  /** How many connections it has cut so far. */
  losses(): number;
  close(): void;
}

export async function startBrokenProxy(target: string): Promise<BrokenProxy> {
  let lost: RegExp | null = null;
  let losses = 0;
  const server = createServer((req, res) => {
    // Decode escapes, as any server does.
    if (lost?.test(decodeURI(req.url ?? ''))) {
      losses += 1;
      return void req.socket.destroy();
    }
    const url = new URL(req.url ?? '/', target);
    const onward = request(
      url,
      {
        method: req.method,
        headers: { ...req.headers, host: url.host, ...(req.headers.origin && { origin: url.origin }) },
      },
      (answer) => {
        // Nothing is cached, because a cached file could not be lost.
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
    losses: () => losses,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
