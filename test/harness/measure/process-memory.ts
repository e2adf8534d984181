/** The memory of another process, as Linux reports it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { ServerProcess } from '../servers/server-process.ts';

/** Environment of a server whose garbage collector can be run from outside. */
export const collectable = {
  NODE_OPTIONS: `--expose-gc --import ${pathToFileURL('test/harness/measure/collect-garbage.mjs').href}`,
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
    const late = AbortSignal.timeout(30_000);
    while (count(server.output()) === before) await setTimeout(20, undefined, { signal: late });
  }
  return memoryOf(server, 'VmRSS');
}

const count = (output: string) => output.split('collected\n').length;
