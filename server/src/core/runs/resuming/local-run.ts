/** A turn in the memory of this process: while it runs, and for a while after its end. */
import type { RunBuffer } from './run-buffer.ts';
import type { StopReason } from '../../telemetry/telemetry.ts';

export interface LocalRun {
  readonly runId: string;
  readonly threadId: string;
  readonly fence: string;
  readonly buffer: RunBuffer;
  run?: ControlledRun | undefined;
  readers: number;
  /** Its thread is being deleted. */
  isDeleted?: boolean | undefined;
  detached?: ReturnType<typeof setTimeout> | undefined;
  /** The number of the last event in the shared log; undefined while no other process reads the turn. */
  logged?: number | undefined;
  logging?: Promise<void> | undefined;
  nextLogging?: ReturnType<typeof setTimeout> | undefined;
  /** Its end is being recorded. */
  isEnding?: boolean | undefined;
}

/** The part of a run that its keeper controls. */
interface ControlledRun {
  start(): Promise<void>;
  stop(reason?: StopReason): void;
  lose(): void;
}

const DETACHED_MS = 10 * 60_000;

/** Ends the turn when it had no reader for ten minutes. */
export function watchDetached(local: LocalRun): void {
  clearTimeout(local.detached);
  if (local.readers === 0 && local.buffer.outcome === undefined)
    local.detached = setTimeout(() => local.run?.stop('interrupted'), DETACHED_MS);
}
