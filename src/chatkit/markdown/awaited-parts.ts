import type { LazyPart } from './lazy-part.ts';

/** The parts of the renderer that one view waits for, because its text needs them. */
export class AwaitedParts {
  /** The view of a section waits for nothing: the view that it belongs to has waited. */
  readonly #isSection: boolean;
  readonly #loading = new Set<LazyPart<unknown>>();
  /** Their syntax is shown as source text. */
  readonly #failed = new Set<LazyPart<unknown>>();
  #isStopped = false;

  constructor(isSection: boolean) {
    this.#isSection = isSection;
  }

  /** Whether a part is still being loaded. Calls `proceed` when it is there or has failed to load. */
  awaits(part: LazyPart<unknown>, proceed: () => void): boolean {
    if (this.#isSection || part.now() || this.#failed.has(part)) return false;
    if (this.#loading.has(part)) return true;
    this.#loading.add(part);
    const settle = () => {
      this.#loading.delete(part);
      if (!this.#isStopped) proceed();
    };
    part.load().then(settle, () => {
      this.#failed.add(part);
      settle();
    });
    return true;
  }

  hasFailed(part: LazyPart<unknown>): boolean {
    return this.#failed.has(part);
  }

  /** Calls no `proceed` any more. */
  stop(): void {
    this.#isStopped = true;
  }
}
