/** Tools that are fetched when first needed, and work with them that must not hold up the page. */

import { whenIdle } from '../ui/when-idle.ts';

/** So long may work go on before the page gets its turn. */
const SLICE_MS = 8;
/** Work that waits is begun so soon, however busy the page is. */
const WAIT_MS = 250;

interface Loaded {
  tool: unknown;
}

export class LazyTools {
  private readonly onDone: () => void;
  private readonly loaded = new Map<string, Loaded>();
  private readonly loading = new Map<string, ((tool: unknown) => void)[]>();
  private queue: (() => void)[] = [];
  private stopWaiting: (() => void) | null = null;
  private sliceStart = 0;
  private stopped = false;

  /** `onDone` is called when work that had to wait is finished. */
  constructor(onDone: () => void) {
    this.onDone = onDone;
  }

  /**
   * Calls `work` with the tool: at once when it is there and this task has time left, otherwise later and in slices.
   * A tool that cannot be fetched is no error: the text stays readable as it is.
   */
  use<Tool>(name: string, load: () => Promise<Tool>, work: (tool: Tool) => void): void {
    const known = this.loaded.get(name);
    if (known) return this.run(() => work(known.tool as Tool)); // stored under the name its loader was given
    const waiting = this.loading.get(name);
    const later = (tool: unknown) => work(tool as Tool);
    if (waiting) waiting.push(later);
    else {
      this.loading.set(name, [later]);
      void this.load(name, load);
    }
  }

  stop(): void {
    this.stopped = true;
    this.queue = [];
    this.stopWaiting?.();
  }

  private async load(name: string, load: () => Promise<unknown>): Promise<void> {
    const tool = await load().catch(() => null);
    if (tool === null || this.stopped) return;
    this.loaded.set(name, { tool });
    for (const work of this.loading.get(name) ?? []) this.queue.push(() => work(tool));
    this.loading.delete(name);
    this.wait();
  }

  private run(work: () => void): void {
    const now = performance.now();
    if (now - this.sliceStart > 100) this.sliceStart = now; // another task than the last
    if (this.queue.length === 0 && now - this.sliceStart < SLICE_MS) return work();
    this.queue.push(work);
    this.wait();
  }

  /** What stands on the page already can be read without colours: they come when it is idle. */
  private wait(): void {
    this.stopWaiting ??= whenIdle(() => this.work(), WAIT_MS);
  }

  private work(): void {
    this.stopWaiting = null;
    this.sliceStart = performance.now();
    let done = 0;
    while (done < this.queue.length && performance.now() - this.sliceStart < SLICE_MS) this.queue[done++]?.();
    this.queue.splice(0, done);
    if (this.queue.length > 0) this.wait();
    else this.onDone();
  }
}
