/** The memory of another process, as Linux reports it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { ServerProcess } from './server-process.ts';

/** Environment of a server whose garbage collector can be run from outside. */
export const collectable = {
  NODE_OPTIONS: `--expose-gc --import ${pathToFileURL('test/harness/collect-garbage.mjs').href}`,
};

const MB = 1_048_576;

/** `VmRSS` is the current resident size, `VmHWM` its peak. */
export function memoryOf(server: ServerProcess, line: 'VmRSS' | 'VmHWM'): number {
  const found = new RegExp(String.raw`^${line}:\s+(\d+) kB`, 'm').exec(
    readFileSync(`/proc/${server.pid()}/status`, 'utf8'),
  );
  return Math.round((Number(found?.[1]) * 1024) / MB);
}

/** Resets the peak to the current size. */
export const forgetPeak = (server: ServerProcess): void => writeFileSync(`/proc/${server.pid()}/clear_refs`, '5');

/** Resident megabytes after a garbage collection. */
export async function collected(server: ServerProcess): Promise<number> {
  // Twice, because finalizers of the first run produce more garbage.
  for (let round = 0; round < 2; round += 1) {
    const before = count(server.output());
    process.kill(server.pid(), 'SIGUSR2');
    await expect.poll(() => count(server.output()), { timeout: 10_000 }).toBeGreaterThan(before);
  }
  return memoryOf(server, 'VmRSS');
}

const count = (output: string) => output.split('collected\n').length;
