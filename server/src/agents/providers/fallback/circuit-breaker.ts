/** Remembers for a short time which provider is failing, so that every visitor does not have to find out again. */
import type { FailureKind } from './failure.ts';

/** Options of `CircuitBreaker`: after how many failures a provider is skipped, and for how long. */
export interface CircuitBreakerOptions {
  /** Failures in a row after which a provider is left alone. @defaultValue 2 */
  failures?: number | undefined;
  /** How long it is left alone, in milliseconds. @defaultValue 30000 */
  restMs?: number | undefined;
  /** How long after a wrong key, an unknown model or an empty account, which only the owner can fix. @defaultValue 300000 */
  longRestMs?: number | undefined;
  /** Milliseconds since some fixed moment. @defaultValue Date.now */
  now?: (() => number) | undefined;
}

/** The memory of one provider. */
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

  /** Whether the provider is being left alone. After its rest the next visitor tries it; one more failure and it rests again. */
  get resting(): boolean {
    return this.#now() < this.#restsUntil;
  }

  succeeded() {
    this.#inARow = 0;
    this.#restsUntil = 0;
  }

  /** A refused request is not counted, because it does not show that the provider is unhealthy. */
  failed(kind: FailureKind, retryAfterMs = 0) {
    if (kind === 'refused') return;
    this.#inARow += 1;
    if (kind === 'unauthorised' || kind === 'quota' || kind === 'unknown-model')
      this.#restsUntil = this.#now() + this.#longRestMs;
    else if (this.#inARow >= this.#failures) this.#restsUntil = this.#now() + Math.max(this.#restMs, retryAfterMs);
    else if (retryAfterMs > 0) this.#restsUntil = this.#now() + retryAfterMs;
  }
}
