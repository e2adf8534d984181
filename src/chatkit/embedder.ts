/** What the code around the element does for it. That code puts an object on the element before it is drawn. */

/** `setItem` throws where a value is not kept; the element then keeps it for as long as it lives. */
export type KeptItems = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** How an answer ended. `incomplete`: the connection was lost before the server had said that the answer is whole. */
export type ResponseOutcome = 'completed' | 'failed' | 'stopped' | 'incomplete';

interface Embedder {
  /** Used like `localStorage`. */
  storage?: KeptItems | undefined;
  /** Called just before each `chatkit.response.end`. */
  onTurnEnd?: ((outcome: ResponseOutcome) => void) | undefined;
}

/** Known to every copy of this module on a page. */
const EMBEDDER = Symbol.for('chatdock.embedder');

interface Embedded {
  [EMBEDDER]?: Embedder;
}

export const embed = (element: HTMLElement & Embedded, embedder: Embedder): void => {
  element[EMBEDDER] = embedder;
};

export const embedderOf = (element: HTMLElement & Embedded): Embedder => element[EMBEDDER] ?? {};
