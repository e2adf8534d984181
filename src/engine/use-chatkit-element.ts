/** Connects a ChatKit element of either engine with the control object of `useChatKit`. */
import type { ChatKitEvents, OpenAIChatKit } from '@openai/chatkit';
import type { ChatKitControl } from '@openai/chatkit-react';
import { useLayoutEffect } from 'react';

const EVENT_NAMES = [
  'chatkit.ready',
  'chatkit.error',
  'chatkit.effect',
  'chatkit.deeplink',
  'chatkit.log',
  'chatkit.response.start',
  'chatkit.response.end',
  'chatkit.history.open',
  'chatkit.history.close',
  'chatkit.thread.change',
  'chatkit.thread.load.start',
  'chatkit.thread.load.end',
  'chatkit.tool.change',
] as const satisfies (keyof ChatKitEvents)[];

/** `chatkit.thread.load.start` is handled by `onThreadLoadStart`. */
const toHandlerName = (event: string) =>
  event.replace(/^chatkit/, 'on').replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Passes commands and events on. Call it before the effect that gives the element its options, which start it. ChatKit's
 * own component listens after the next paint, which on a busy machine is later than an element's first events.
 */
export function useChatKitElement(element: OpenAIChatKit | null, { setInstance, handlers }: ChatKitControl): void {
  useLayoutEffect(() => {
    if (!element) return;
    setInstance(element);
    return () => setInstance(null);
  }, [setInstance, element]);

  useLayoutEffect(() => {
    if (!element) return;
    const listening = new AbortController();
    // Each handler takes the detail of its own event, and all of these events are custom ones.
    const named = handlers as Record<string, ((detail: unknown) => void) | undefined>;
    for (const name of EVENT_NAMES) {
      const handle = named[toHandlerName(name)];
      if (handle)
        element.addEventListener(name, (event) => handle((event as CustomEvent).detail), { signal: listening.signal });
    }
    return () => listening.abort();
  }, [element, handlers]);
}
