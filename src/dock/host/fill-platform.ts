/**
 * Adds the APIs that jsdom and similar environments lack, in which sites test their own pages. Every browser that
 * ChatDock supports has all of them, so nothing is added there. Existing APIs are never replaced.
 */
export function fillPlatform(): void {
  // Old browsers lack some of these APIs too, but they get a link instead of a dock that looks broken.
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
  for (const [name, open] of Object.entries({ showModal: true, close: false }))
    fill(HTMLDialogElement.prototype, name, function setOpen(this: HTMLDialogElement) {
      this.open = open;
    });
  if (!('innerText' in HTMLElement.prototype))
    Object.defineProperty(HTMLElement.prototype, 'innerText', {
      configurable: true,
      get(this: HTMLElement) {
        return this.textContent;
      },
    });
}

/** Node 20 does not have these. */
function fillLanguage(): void {
  fill(Promise, 'withResolvers', () => {
    const parts: { resolve?: unknown; reject?: unknown } = {};
    const promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
    return { promise, ...parts };
  });
  fill(URL, 'parse', (url: string, base?: string) => (URL.canParse(url, base) ? new URL(url, base) : null));
}

function fill(owner: object, name: string, value: unknown): void {
  // Vitest defines every browser global, some of them as undefined.
  if (Reflect.get(owner, name) === undefined)
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

/** Each document and each shadow root has its own list. */
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

/** Without layout, sizes never change. */
class SilentObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
