/** `on` and `off` of a dock's handle: add and remove event handlers of the page. */
import { domEventOf } from '../dock/dock-events.ts';
import type { PageDockHandle } from '../dock/dock-handle.ts';
import { warnOnce } from '../options/warn-once.ts';

export function createPageEvents(host: HTMLElement, signal: AbortSignal): Pick<PageDockHandle, 'on' | 'off'> {
  const listeners = new Map<unknown, (event: CustomEvent) => void>();
  const off: PageDockHandle['off'] = (name, handler) => {
    const listener = listeners.get(handler);
    if (listener) host.removeEventListener(domEventOf(name), listener);
  };
  return {
    on(name, handler) {
      const listener = listeners.get(handler) || ((event: CustomEvent) => handler(event.detail));
      listeners.set(handler, listener);
      if (typeof handler === 'function') host.addEventListener(domEventOf(name), listener, { signal });
      else warnOnce('on() needs a function.');
      return () => off(name, handler);
    },
    off,
  };
}
