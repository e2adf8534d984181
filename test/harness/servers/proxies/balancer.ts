/** A balancer in front of several server processes, as nginx would be: it asks who is ready and passes requests on. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** The preferred process of a request, as its index in the list. */
export const PREFERRED_PROCESS = 'x-wanted-process';

export interface Balancer {
  readonly port: number;
  /** The next messages are refused: `503` with `Retry-After: 1`. */
  refuse(messages: number): void;
  /** From now on an interrupted answer ends like a complete one, as behind an HTTP/1.0 proxy. */
  hideBreaks(isHiding: boolean): void;
  close(): void;
}

const isReady = async (target: string) => (await fetch(`${target}readyz`).catch(() => null))?.ok === true;

/** @param targets The addresses of the processes, with a trailing slash. */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  let refusals = 0;
  let isHiding = false;
  /** The preferred process if it is ready, otherwise the next one that is. */
  async function choose(preferred: number): Promise<string | undefined> {
    const inOrder = targets.map((_, index) => targets[(preferred + index) % targets.length] ?? '');
    for (const target of inOrder) if (await isReady(target)) return target;
    return undefined;
  }

  async function forward(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await buffer(req);
    if (refusals > 0 && body.includes('"chatdock":{"key"')) {
      refusals -= 1;
      return void res.writeHead(503, { 'retry-after': '1' }).end();
    }
    const target = await choose(Number(req.headers[PREFERRED_PROCESS] ?? 0));
    if (target === undefined)
      return void res.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    const onward = request(new URL(req.url ?? '/', target), { method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
      answer.on('error', () => (isHiding ? res.end() : res.destroy()));
    });
    onward.on('error', () => res.destroy());
    res.on('close', () => onward.destroy());
    onward.end(body);
  }

  const server = createServer((req, res) => void forward(req, res).catch(() => res.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    refuse: (messages) => void (refusals = messages),
    hideBreaks: (hiding) => void (isHiding = hiding),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
