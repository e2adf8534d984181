/** Handles stop signals from the very start of the process. */

type StopSignal = 'SIGTERM' | 'SIGINT';

/** While the server starts, it has not accepted any request yet, so the process ends at once. */
let stop: (signal: StopSignal) => void = () => process.exit(0);

/**
 * Call it before the server's modules load, because the first process of a container ignores signals without a
 * listener.
 */
export function listenForSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
}

/** The new reaction to a signal. */
export function onStopSignal(next: (signal: StopSignal) => void): void {
  stop = next;
}
