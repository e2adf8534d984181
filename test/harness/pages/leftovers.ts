/** Counts everything that a script can leave on a page, because the browser keeps a reference to it. */
import type { Page } from 'playwright-core';

/** Counts by kind. They are equal before and after if nothing was left behind. */
export interface Leftovers {
  /** Elements outside of shadow roots, and the document's adopted style sheets. */
  elements: number;
  sheets: number;
  fonts: number;
  /**
   * Listeners on objects that outlive a widget, such as `window keydown`. Listeners on its own nodes are collected with
   * it.
   */
  listeners: string[];
  /** Pending timeouts, intervals, animation frames and idle callbacks. */
  timers: string[];
  /** Observers that observe something. */
  observers: string[];
  /** Open channels, sockets, workers, audio contexts, object URLs and microphones. */
  open: string[];
  globals: string[];
}

type Where = (what: string) => string;

export const leftoversOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { leftovers(): Leftovers }).leftovers());

// The functions below run in the page and are sent there as text, so each contains all it needs or gets it as an
// argument.
/* oxlint-disable unicorn/consistent-function-scoping */

/** The place where a task was started: its name and three stack frames. */
function where(what: string): string {
  const stack = new Error(what).stack
    ?.split('\n')
    .slice(3, 6)
    .map((line) => line.trim().replace(/\(?https?:.*\/(\w[^/]*)\)?$/, '$1'));
  return `${what} ${stack?.join(' < ') ?? ''}`;
}

/** Timeouts, intervals, animation frames and idle callbacks. */
function watchTimers(where: Where): () => string[] {
  const timers = new Map<string, string>();
  type Start = (run: (...args: unknown[]) => void, ...rest: unknown[]) => unknown;
  const scope = window as unknown as Record<string, Start & ((id: unknown) => void)>;
  for (const [start, stop, repeats] of [
    ['setTimeout', 'clearTimeout', false],
    ['setInterval', 'clearInterval', true],
    ['requestAnimationFrame', 'cancelAnimationFrame', false],
    ['requestIdleCallback', 'cancelIdleCallback', false],
  ] as const) {
    const [begin, end] = [scope[start], scope[stop]];
    if (!begin || !end) continue;
    const kind = start.includes('Frame') || start.includes('Idle') ? start : 'timer';
    const started: Start = (run, ...rest) => {
      const runOnce = (...args: unknown[]) => {
        if (!repeats) timers.delete(`${kind} ${String(id)}`);
        run(...args);
      };
      const id: unknown = Reflect.apply(begin, window, [runOnce, ...rest]);
      timers.set(`${kind} ${String(id)}`, where(start));
      return id;
    };
    Object.assign(window, {
      [start]: started,
      [stop]: (id: unknown) => (timers.delete(`${kind} ${String(id)}`), end.call(window, id)),
    });
  }
  return () => [...timers.values()];
}

function watchObservers(where: Where): () => string[] {
  const observers = new Map<object, string>();
  for (const name of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver', 'PerformanceObserver'] as const) {
    const Native = window[name] as unknown as new (...args: unknown[]) => {
      observe(...args: unknown[]): void;
      disconnect(): void;
    };
    class Watched extends Native {
      override observe(...args: unknown[]) {
        observers.set(this, where(name));
        super.observe(...args);
      }
      override disconnect() {
        observers.delete(this);
        super.disconnect();
      }
    }
    Object.assign(window, { [name]: Watched });
  }
  return () => [...observers.values()];
}

/** Listeners on objects that outlive a widget. */
function watchListeners(where: Where): () => string[] {
  // Objects that the page itself keeps alive while they have listeners.
  const outlives = (target: unknown) =>
    [
      window,
      document,
      document.documentElement,
      document.body,
      document.head,
      window.visualViewport,
      (window as { navigation?: unknown }).navigation,
      screen.orientation,
      navigator.mediaDevices,
    ].includes(target as never) ||
    target instanceof MediaQueryList ||
    target instanceof BroadcastChannel ||
    target instanceof FontFaceSet;
  const listening = new Map<unknown, Map<string, Map<unknown, string>>>();
  const nativeAdd = EventTarget.prototype.addEventListener;
  const nativeRemove = EventTarget.prototype.removeEventListener;
  const keyOf = (type: string, options: unknown) =>
    `${type} ${typeof options === 'object' && options !== null ? Boolean((options as AddEventListenerOptions).capture) : Boolean(options)}`;
  const forget = (target: unknown, type: string, listener: unknown, options: unknown) => {
    const byKey = listening.get(target);
    byKey?.get(keyOf(type, options))?.delete(listener);
    // Tracking must not keep the target alive.
    if (byKey && [...byKey.values()].every(({ size }) => size === 0)) listening.delete(target);
  };
  EventTarget.prototype.addEventListener = function (
    this: EventTarget,
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ) {
    const target = this ?? window;
    const { signal, once } = typeof options === 'object' && options !== null ? options : {};
    if (listener && outlives(target) && !signal?.aborted) {
      const byKey = listening.get(target) ?? new Map<string, Map<unknown, string>>();
      listening.set(target, byKey);
      const known = byKey.get(keyOf(type, options)) ?? new Map<unknown, string>();
      byKey.set(keyOf(type, options), known);
      known.set(listener, where(`${target.constructor.name} ${type}`));
      if (signal) nativeAdd.call(signal, 'abort', () => forget(target, type, listener, options), { once: true });
      if (once) nativeAdd.call(target, type, () => forget(target, type, listener, options), options);
    }
    nativeAdd.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget,
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: EventListenerOptions | boolean,
  ) {
    forget(this ?? window, type, listener, options);
    nativeRemove.call(this ?? window, type, listener, options);
  };
  return () => [...listening.values()].flatMap((byKey) => [...byKey.values()].flatMap((known) => [...known.values()]));
}

/** Channels, sockets, workers and audio contexts. */
function watchChannels(where: Where): () => string[] {
  const open = new Map<unknown, string>();
  const closing = {
    BroadcastChannel: 'close',
    WebSocket: 'close',
    EventSource: 'close',
    Worker: 'terminate',
    AudioContext: 'close',
  } as const;
  for (const [name, close] of Object.entries(closing)) {
    const Native = (
      window as unknown as Record<string, new (...args: unknown[]) => Record<string, (...args: unknown[]) => unknown>>
    )[name];
    if (!Native) continue;
    const Watched = class extends Native {
      constructor(...args: unknown[]) {
        super(...args);
        open.set(this, where(name));
      }
    };
    Object.defineProperty(Watched.prototype, close, {
      value(...args: unknown[]) {
        open.delete(this);
        return Native.prototype[close]?.apply(this, args);
      },
    });
    Object.assign(window, { [name]: Watched });
  }
  return () => [...open.values()];
}

function watchUrls(where: Where): () => string[] {
  const open = new Map<string, string>();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (source) => {
    const url = createObjectURL(source);
    open.set(url, where('createObjectURL'));
    return url;
  };
  URL.revokeObjectURL = (url) => (open.delete(url), revokeObjectURL(url));
  return () => [...open.values()];
}

function watchMicrophones(): () => string[] {
  const microphones = new Set<MediaStreamTrack>();
  const media = navigator.mediaDevices as MediaDevices | undefined;
  const getUserMedia = media?.getUserMedia.bind(media);
  if (media && getUserMedia) {
    media.getUserMedia = async (wanted) => {
      const stream = await getUserMedia(wanted);
      stream.getTracks().forEach((track) => microphones.add(track));
      return stream;
    };
  }
  return () => [...microphones].filter(({ readyState }) => readyState === 'live').map(() => 'microphone');
}

function offerCount(watched: Record<'timers' | 'observers' | 'listeners' | 'open', () => string[]>): void {
  Object.assign(window, {
    leftovers: (): Leftovers => ({
      elements: document.querySelectorAll('*').length,
      sheets: document.adoptedStyleSheets.length,
      fonts: document.fonts.size,
      listeners: watched.listeners(),
      timers: watched.timers(),
      observers: watched.observers(),
      open: watched.open(),
      globals: Object.getOwnPropertyNames(window).filter((name) => !/^\d+$/.test(name)),
    }),
  });
}
/* oxlint-enable unicorn/consistent-function-scoping */

/** Runs before any script of the page; `window.leftovers()` returns the counts. */
export const watchLeftovers = `(() => {
  const where = ${where.toString()};
  const opened = [${[watchChannels, watchUrls, watchMicrophones].map((watch) => `(${watch.toString()})(where)`).join()}];
  (${offerCount.toString()})({
    timers: (${watchTimers.toString()})(where),
    observers: (${watchObservers.toString()})(where),
    listeners: (${watchListeners.toString()})(where),
    open: () => opened.flatMap((list) => list()),
  });
})();`;
