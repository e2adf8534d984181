/** A TCP proxy that can cut connections or swallow all data. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * `cut`: an orderly end (FIN). `reset`: RST. `stall`: nothing moves for a while, then everything does. `swallow`: all
 * data is lost, and the connection is reset later. `delay`: from now on each packet is late.
 */
export type Break = 'cut' | 'reset' | 'stall' | 'swallow' | 'delay';

const BREAK_MS = 1500;
const DELAY_MS = 250;

export interface TcpProxy {
  readonly port: number;
  /** From now on swallows all data silently, like an unplugged cable. */
  swallow(): void;
  /** Cuts every connection and accepts new ones. */
  cut(): void;
  /** Cuts every connection with a reset (RST) instead of an orderly end (FIN). */
  reset(): void;
  /** Cuts every connection and, while true, each new one: a server that is down. */
  refuse(isRefusing: boolean): void;
  /** Breaks a connection once this many more bytes have come from this side; what comes later passes. @defaultValue cut */
  cutAfter(bytes: number, side: 'client' | 'server', how?: Break): void;
  /** Each connection reads this many more bytes from its client and then pauses until `release`, like a slow line. */
  hold(afterBytes: number): void;
  release(): void;
  close(): Promise<void>;
}

/** Connections whose data is lost, or late. */
const lost = new WeakSet<Socket>();
const late = new WeakSet<Socket>();

const later = (ms: number, then: () => void) => void setTimeout(then, ms);

function forward(from: Socket, to: Socket, bytes: Buffer): void {
  if (lost.has(from)) return;
  if (late.has(from)) later(DELAY_MS, () => to.write(bytes));
  else to.write(bytes);
}

/** `rest` came with the last bytes that passed. */
function breakOff(how: Break, from: Socket, to: Socket, rest: Buffer): void {
  switch (how) {
    case 'cut':
      return void from.destroy();
    case 'reset':
      return void from.resetAndDestroy();
    case 'stall':
      from.pause();
      return later(BREAK_MS, () => {
        to.write(rest);
        from.resume();
      });
    case 'swallow':
      lost.add(from).add(to);
      return later(BREAK_MS, () => {
        from.resetAndDestroy();
        to.resetAndDestroy();
      });
    case 'delay':
      late.add(from);
      return later(DELAY_MS, () => to.write(rest));
  }
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const held = new Map<Socket, number>();
  let allowance = Infinity;
  let isSwallowing = false;
  let isRefusing = false;
  let cutting: { bytes: number; side: 'client' | 'server'; how: Break } | null = null;
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
            const { bytes: passing, how } = cutting;
            cutting = null;
            forward(from, to, bytes.subarray(0, passing));
            breakOff(how, from, to, bytes.subarray(passing));
            return;
          }
          cutting.bytes -= bytes.length;
        }
        if (!isSwallowing) forward(from, to, bytes);
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
  if (address === null || typeof address === 'string') throw new Error('No port is available to listen on.');
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
    cutAfter: (bytes, side, how = 'cut') => void (cutting = { bytes, side, how }),
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
