/** Signals that ask the server to stop: answered from the first moment of the process on. */

type StopSignal = 'SIGTERM' | 'SIGINT';

/** While the server starts, nothing has been taken from anybody yet, so the process ends at once. */
let stop: (signal: StopSignal) => void = () => process.exit(0);

/** Call it before the server's modules load: the first process of a container ignores signals without a listener. */
export function listenForSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
}

/** What a signal does from now on. */
export function onStopSignal(next: (signal: StopSignal) => void): void {
  stop = next;
}
