/** Loads tools on first use and runs their work in slices, so that it does not block the page. */

import { whenIdle } from '../ui/loading/when-idle.ts';
import type { DrawContext } from './context.ts';

/** The maximum duration of work before it yields to the page. */
const SLICE_MS = 8;
/** Deferred work starts at the latest after this time, even on a busy page. */
const WAIT_MS = 250;

interface Loaded {
  tool: unknown;
}

/** The tools of a Markdown view. */
export const toolsOf = (context: DrawContext): LazyTools =>
  (context.tools ??= new LazyTools(() => context.options.onDraw?.()));

export class LazyTools {
  readonly #onDone: () => void;
  readonly #loaded = new Map<string, Loaded>();
  readonly #loading = new Map<string, ((tool: unknown) => void)[]>();
  #queue: (() => void)[] = [];
  #stopWaiting: (() => void) | null = null;
  #sliceStart = 0;
  #stopped = false;

  /** `onDone` is called when deferred work has finished. */
  constructor(onDone: () => void) {
    this.#onDone = onDone;
  }

  /**
   * Calls `work` with the tool: immediately if it is loaded and this task has time left, else later in slices. If a
   * tool fails to load, the source text stays readable, so nothing is reported.
   */
  use<Tool>(name: string, load: () => Promise<Tool>, work: (tool: Tool) => void): void {
    const known = this.#loaded.get(name);
    if (known) return this.#run(() => work(known.tool as Tool)); // keyed by the loader's name
    const waiting = this.#loading.get(name);
    const later = (tool: unknown) => work(tool as Tool);
    if (waiting) waiting.push(later);
    else {
      this.#loading.set(name, [later]);
      void this.#load(name, load);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#queue = [];
    this.#stopWaiting?.();
  }

  async #load(name: string, load: () => Promise<unknown>): Promise<void> {
    const tool = await load().catch(() => null);
    if (tool === null || this.#stopped) return;
    this.#loaded.set(name, { tool });
    for (const work of this.#loading.get(name) ?? []) this.#queue.push(() => work(tool));
    this.#loading.delete(name);
    this.#wait();
  }

  #run(work: () => void): void {
    const now = performance.now();
    if (now - this.#sliceStart > 100) this.#sliceStart = now; // a new task has begun
    if (this.#queue.length === 0 && now - this.#sliceStart < SLICE_MS) return work();
    this.#queue.push(work);
    this.#wait();
  }

  /** Defers the rest until the page is idle, because code is readable without colours. */
  #wait(): void {
    this.#stopWaiting ??= whenIdle(() => this.#work(), WAIT_MS);
  }

  #work(): void {
    this.#stopWaiting = null;
    this.#sliceStart = performance.now();
    let done = 0;
    while (done < this.#queue.length && performance.now() - this.#sliceStart < SLICE_MS) this.#queue[done++]?.();
    this.#queue.splice(0, done);
    if (this.#queue.length > 0) this.#wait();
    else this.#onDone();
  }
}
