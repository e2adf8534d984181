/** The processor time of other processes, as Linux reports it. */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, on every machine that Node runs on. */
const TICK_MS = 10;

/** User and system time so far in milliseconds, with the children that have ended, and with `children` those that run. */
export function cpuMs(pid: number, children = false): number {
  const own = timesOf(pid);
  const running = children ? childrenOf(pid).reduce((sum, child) => sum + timesOf(child), 0) : 0;
  return (own + running) * TICK_MS;
}

function timesOf(pid: number): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // A child that has just ended; its time counts for its parent now.
    return 0;
  }
  // The name of the process, in brackets, may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
