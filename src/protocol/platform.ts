/**
 * Functions for features that the oldest browsers of docs/browsers.md lack. They are not polyfills, because a script
 * must not change the globals of its page. `npm run build` finds uses of the newer names.
 */

/** Like `URL.parse`. */
export function parseUrl(url: string, base?: string): URL | null {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
}

/** Like `Promise.withResolvers`. */
export function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let parts: Pick<PromiseWithResolvers<Value>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<Value>((resolve, reject) => (parts = { resolve, reject }));
  // The executor above has run by now.
  return { promise, ...(parts as unknown as Pick<PromiseWithResolvers<Value>, 'resolve' | 'reject'>) };
}

/** Like `Map.groupBy`. */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Like `AbortSignal.any`, which it uses where it exists, because the browser then releases unused signals. */
export function anySignal(signals: readonly AbortSignal[]): AbortSignal {
  if ('any' in AbortSignal) return AbortSignal.any([...signals]);
  const controller = new AbortController();
  const { signal } = controller;
  for (const source of signals) {
    const abort = () => controller.abort(source.reason);
    if (source.aborted) abort();
    else source.addEventListener('abort', abort, { once: true, signal });
  }
  return signal;
}
