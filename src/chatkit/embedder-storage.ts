/** Whoever embeds the element may remember for it: they put an object like `localStorage` on it before it is drawn. */

/** `setItem` throws where a value is not kept; the element then keeps it for as long as it lives. */
export type KeptItems = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Known to every copy of this module on a page. */
const STORAGE = Symbol.for('chatdock.storage');

interface Embedded {
  [STORAGE]?: KeptItems;
}

export const rememberFor = (element: HTMLElement & Embedded, storage: KeptItems): void => {
  element[STORAGE] = storage;
};

export const storageOfEmbedder = (element: HTMLElement & Embedded): KeptItems | undefined => element[STORAGE];
