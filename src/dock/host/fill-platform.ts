/**
 * Stands in for what a document without layout lacks: jsdom and its like, in which sites test their own pages. Every browser
 * that ChatDock supports has all of this, so there it does nothing. Nothing that exists is replaced.
 */
export function fillPlatform(): void {
  // An old browser lacks some of this, too; it gets a link instead of a dock that looks broken.
  if (!/jsdom|happydom/i.test(navigator.userAgent)) return;
  fillLanguage();
  fill(globalThis, 'CSS', { supports: () => false, escape: (text: string) => text.replaceAll(/[^\w-]/g, '\\$&') });
  fill(globalThis, 'matchMedia', toMediaQuery);
  fill(globalThis, 'ResizeObserver', SilentObserver);
  fill(CSSStyleSheet.prototype, 'replaceSync', () => {});
  for (const { prototype } of [Document, ShadowRoot]) fillSheets(prototype);
  for (const { prototype } of [Document]) fill(prototype, 'fonts', new EventTarget());
  fill(Element.prototype, 'animate', () => ({ cancel() {}, finish() {}, finished: Promise.resolve() }));
  fill(Element.prototype, 'checkVisibility', () => true);
  for (const name of ['scrollIntoView', 'scrollTo', 'scrollBy']) fill(Element.prototype, name, () => {});
  for (const name of ['showPopover', 'hidePopover']) fill(HTMLElement.prototype, name, () => {});
  if (!('innerText' in HTMLElement.prototype))
    Object.defineProperty(HTMLElement.prototype, 'innerText', {
      configurable: true,
      get(this: HTMLElement) {
        return this.textContent;
      },
    });
}

/** Node 20 has these not yet. */
function fillLanguage(): void {
  fill(Promise, 'withResolvers', () => {
    const parts: { resolve?: unknown; reject?: unknown } = {};
    const promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
    return { promise, ...parts };
  });
  fill(URL, 'parse', (url: string, base?: string) => (URL.canParse(url, base) ? new URL(url, base) : null));
}

function fill(owner: object, name: string, value: unknown): void {
  // Vitest puts every name of a browser on its global object, some of them without a value.
  if (Reflect.get(owner, name) === undefined)
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

/** Each document and each shadow root has a list of its own. */
function fillSheets(prototype: object): void {
  if ('adoptedStyleSheets' in prototype) return;
  const lists = new WeakMap<object, unknown>();
  Object.defineProperty(prototype, 'adoptedStyleSheets', {
    configurable: true,
    get(this: object) {
      if (!lists.has(this)) lists.set(this, []);
      return lists.get(this);
    },
    set(this: object, list: unknown) {
      lists.set(this, list);
    },
  });
}

/** No query matches, and none ever changes. */
const toMediaQuery = (media: string) => Object.assign(new EventTarget(), { media, matches: false, onchange: null });

/** Without layout, nothing changes its size. */
class SilentObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
