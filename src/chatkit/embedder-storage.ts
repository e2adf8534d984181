/**
 * Lets a host replace the element's storage: it sets an object like `localStorage` on the element before it renders.
 */

/** If `setItem` throws, the element keeps the value in memory for its own lifetime. */
export type KeptItems = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A registered symbol, so that every copy of this module on a page uses the same one. */
const STORAGE = Symbol.for('chatdock.storage');

interface Embedded {
  [STORAGE]?: KeptItems;
}

export const rememberFor = (element: HTMLElement & Embedded, storage: KeptItems): void => {
  element[STORAGE] = storage;
};

export const storageOfEmbedder = (element: HTMLElement & Embedded): KeptItems | undefined => element[STORAGE];
