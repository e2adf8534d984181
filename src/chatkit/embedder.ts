/**
 * The interface to the code that embeds the element, such as the dock. That code sets an object on the element before
 * it is drawn.
 */

/** `setItem` may throw if it does not store a value. The element then keeps the value in memory. */
export type ItemStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * How an answer ended. `incomplete`: the connection was lost before the server had confirmed that the answer is
 * complete.
 */
export type ResponseOutcome = 'completed' | 'failed' | 'stopped' | 'incomplete';

interface Embedder {
  /** Used like `localStorage`. */
  storage?: ItemStorage | undefined;
  /** Called just before each `chatkit.response.end`. */
  onTurnEnd?: ((outcome: ResponseOutcome) => void) | undefined;
}

/** A registered symbol, so that every copy of this module on a page uses the same one. */
const EMBEDDER = Symbol.for('chatdock.embedder');

interface Embedded {
  [EMBEDDER]?: Embedder;
}

export const embed = (element: HTMLElement & Embedded, embedder: Embedder): void => {
  element[EMBEDDER] = embedder;
};

export const embedderOf = (element: HTMLElement & Embedded): Embedder => element[EMBEDDER] ?? {};
