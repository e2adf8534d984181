/** Remembers for a short time which provider is failing, so that not every visitor has to wait for it. */
import type { FailureKind } from './failure.ts';

/** Options of `CircuitBreaker`: after how many failures a provider is skipped, and for how long. */
export interface CircuitBreakerOptions {
  /** Consecutive failures after which a provider is skipped. @defaultValue 2 */
  failures?: number | undefined;
  /** How long it is skipped, in milliseconds. @defaultValue 30000 */
  restMs?: number | undefined;
  /** How long after a wrong key, an unknown model or an empty account, which only the owner can fix. @defaultValue 300000 */
  longRestMs?: number | undefined;
  /** Milliseconds since some fixed moment. @defaultValue Date.now */
  now?: (() => number) | undefined;
}

/** The state of one provider. */
export class CircuitBreaker {
  readonly #failures: number;
  readonly #restMs: number;
  readonly #longRestMs: number;
  readonly #now: () => number;
  #inARow = 0;
  #restsUntil = 0;

  constructor({ failures = 2, restMs = 30_000, longRestMs = 300_000, now = Date.now }: CircuitBreakerOptions = {}) {
    this.#failures = failures;
    this.#restMs = restMs;
    this.#longRestMs = longRestMs;
    this.#now = now;
  }

  /**
   * Whether the provider is being skipped. After that time the next request tries it; one more failure and it is
   * skipped again.
   */
  get resting(): boolean {
    return this.#now() < this.#restsUntil;
  }

  succeeded() {
    this.#inARow = 0;
    this.#restsUntil = 0;
  }

  /** A refused request does not count, because it does not mean that the provider is failing. */
  failed(kind: FailureKind, retryAfterMs = 0) {
    if (kind === 'refused') return;
    this.#inARow += 1;
    if (kind === 'unauthorised' || kind === 'quota' || kind === 'unknown-model')
      this.#restsUntil = this.#now() + this.#longRestMs;
    else if (this.#inARow >= this.#failures) this.#restsUntil = this.#now() + Math.max(this.#restMs, retryAfterMs);
    else if (retryAfterMs > 0) this.#restsUntil = this.#now() + retryAfterMs;
  }
}
