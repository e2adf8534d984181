/** Limits the bytes of visitors' files that are in memory for models, in one turn and in all turns of the process. */
import { CustomStreamError } from '../../../core/errors.ts';

/** Limits for the bytes of attached files in memory, and for the time that a turn waits for room. */
export interface ReadLimits {
  /** The maximum bytes of files in one turn. @defaultValue 8388608 */
  readonly turnBytes: number;
  /** The maximum bytes of files in all turns together. @defaultValue 16777216 */
  readonly processBytes: number;
  /** How long a turn waits for others to end, in milliseconds. @defaultValue 15000 */
  readonly waitMs: number;
  /** The maximum number of waiting turns. @defaultValue 100 */
  readonly maxWaiting: number;
}

const DEFAULTS: ReadLimits = {
  turnBytes: 8_388_608,
  processBytes: 16_777_216,
  waitMs: 15_000,
  maxWaiting: 100,
};

/** A number of bytes that several turns share, first come, first served. */
export class ByteBudget {
  readonly limits: ReadLimits;
  #free: number;
  readonly #waiting: { bytes: number; serve: () => void }[] = [];

  constructor(limits: Partial<ReadLimits> = {}) {
    const { turnBytes, processBytes, ...rest } = { ...DEFAULTS, ...limits };
    this.limits = { ...rest, processBytes, turnBytes: Math.min(turnBytes, processBytes) };
    this.#free = processBytes;
  }

  /**
   * Waits until `bytes` are free. @throws the signal's reason; CustomStreamError if too many turns wait, or for too
   * long
   */
  async acquire(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting.length === 0 && bytes <= this.#free) {
      this.#free -= bytes;
      return;
    }
    if (this.#waiting.length >= this.limits.maxWaiting) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const turn = { bytes, serve: resolve };
    this.#waiting.push(turn);
    const leave = (cause: unknown) => {
      const place = this.#waiting.indexOf(turn);
      if (place < 0) return;
      this.#waiting.splice(place, 1);
      reject(cause);
      // A smaller request further back may fit now.
      this.#serve();
    };
    const onAbort = () => leave(signal.reason);
    const timer = setTimeout(() => leave(busy()), this.limits.waitMs);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  release(bytes: number): void {
    this.#free += bytes;
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next && next.bytes <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.bytes;
      next.serve();
    }
  }
}

const busy = () =>
  new CustomStreamError('Too many files are being read right now. Try again in a few seconds.', {
    allowRetry: true,
  });

/**
 * The file reads of one turn. It reserves the maximum of a turn before the first read, so that two turns never wait for
 * each other. `settle` releases the unused part, `end` the rest.
 */
export class AttachmentReads {
  /** Aborts when the visitor leaves. Pass it to everything that reads. */
  readonly signal: AbortSignal;
  readonly #budget: ByteBudget;
  readonly #seen = new Set<string>();
  #reserved = 0;
  #used = 0;

  constructor(budget = new ByteBudget(), signal: AbortSignal = new AbortController().signal) {
    this.#budget = budget;
    this.signal = signal;
  }

  /** True the first time that a file occurs in this turn, because a file is read only once. */
  isFirst(attachmentId: string): boolean {
    if (this.#seen.has(attachmentId)) return false;
    this.#seen.add(attachmentId);
    return true;
  }

  hasSeen(attachmentId: string): boolean {
    return this.#seen.has(attachmentId);
  }

  /** Call it before opening a file. @throws the signal's reason; CustomStreamError if other turns use too much */
  async reserve(): Promise<void> {
    this.signal.throwIfAborted();
    if (this.#reserved > 0) return;
    const { turnBytes } = this.#budget.limits;
    await this.#budget.acquire(turnBytes, this.signal);
    this.#reserved = turnBytes;
  }

  /** Whether `bytes` more fit into the turn. If so, they are counted. Reserve first. */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.#reserved) return false;
    this.#used += bytes;
    return true;
  }

  /** Call when all files are read. Releases the unused part of the reservation. */
  settle(): void {
    this.#budget.release(this.#reserved - this.#used);
    this.#reserved = this.#used;
  }

  /** The turn no longer needs its files: releases their bytes. */
  end(): void {
    this.#budget.release(this.#reserved);
    this.#reserved = 0;
    this.#used = 0;
  }
}
