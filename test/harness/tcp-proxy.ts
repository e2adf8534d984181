/** A TCP proxy that can cut connections or swallow all data. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** From now on swallows all data silently, like an unplugged cable. */
  swallow(): void;
  /** Cuts every connection and accepts new ones. */
  cut(): void;
  /** The same with a reset (RST) instead of an orderly end (FIN). */
  reset(): void;
  /** Cuts every connection and, while true, each new one: a server that is down. */
  refuse(isRefusing: boolean): void;
  /** Cuts a connection once this many more bytes have come from this side; what comes later passes. */
  cutAfter(bytes: number, side: 'client' | 'server'): void;
  /** Each connection reads this many more bytes from its client and then pauses until `release`, like a slow line. */
  hold(afterBytes: number): void;
  release(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const held = new Map<Socket, number>();
  let allowance = Infinity;
  let isSwallowing = false;
  let isRefusing = false;
  let cutting: { bytes: number; side: 'client' | 'server' } | null = null;
  const server = createServer((client) => {
    if (isRefusing) return void client.resetAndDestroy();
    const target = connect(targetPort, '127.0.0.1');
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(from);
      from.on('data', (bytes) => {
        if (cutting && from === (cutting.side === 'client' ? client : target)) {
          if (bytes.length > cutting.bytes) {
            to.write(bytes.subarray(0, cutting.bytes));
            cutting = null;
            from.destroy();
            return;
          }
          cutting.bytes -= bytes.length;
        }
        if (!isSwallowing) to.write(bytes);
        if (from !== client || allowance === Infinity) return;
        const passed = (held.get(client) ?? 0) + bytes.length;
        held.set(client, passed);
        if (passed > allowance) client.pause();
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('This machine gave no port to listen on.');
  const cut = () => {
    isSwallowing = false;
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    swallow: () => (isSwallowing = true),
    cut,
    reset() {
      isSwallowing = false;
      for (const socket of open) socket.resetAndDestroy();
    },
    refuse(refusing) {
      isRefusing = refusing;
      cut();
    },
    cutAfter: (bytes, side) => void (cutting = { bytes, side }),
    hold(afterBytes) {
      held.clear();
      allowance = afterBytes;
    },
    release() {
      allowance = Infinity;
      for (const socket of open) socket.resume();
    },
    async close() {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
