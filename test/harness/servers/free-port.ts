/** Ports for servers that tests start as separate processes. */
import { randomInt } from 'node:crypto';
import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Below the ports that systems assign to connections and to servers on port 0, so that neither uses one of these. */
const FIRST = 20_000;
const COUNT = 12_000;
/** No server takes longer to start. */
const CLAIM_MS = 5 * 60_000;

/**
 * A TCP port on the loopback interface that is free, and that no other test process is given: between this call and the
 * start of the server, another process would find the same port free.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + randomInt(COUNT);
    if (claim(port) && (await canListen(port))) return port;
  }
}

function claim(port: number): boolean {
  const folder = join(tmpdir(), 'chatdock-ports');
  const file = join(folder, String(port));
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return true;
  } catch {
    if (Date.now() - statSync(file).mtimeMs < CLAIM_MS) return false;
    utimesSync(file, new Date(), new Date());
    return true;
  }
}

const canListen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
