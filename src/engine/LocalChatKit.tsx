/** Our element, driven by the same control object that `useChatKit` gives the official one. */
import type { ChatKitEvents, OpenAIChatKit } from '@openai/chatkit';
import type { ChatKitControl } from '@openai/chatkit-react';
import { createElement, useLayoutEffect, useState, type ReactNode } from 'react';
import { defineChatKit } from '../chatkit/define.ts';
import { embed, type KeptItems } from '../chatkit/embedder.ts';

export interface LocalChatKitProps {
  control: ChatKitControl;
  /** Where the element's drafts are kept. */
  storage: KeptItems;
  /** Buttons for the composer, in the slot `composer-tools`. */
  children?: ReactNode;
}

/** Our element's name inside the dock: `openai-chatkit` may already belong to the official one. */
export const localTag = 'chatdock-chatkit';

const eventNames = [
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

/** The module that draws the chat; asked for as soon as this one runs, so that both are on their way together. */
const loadView = () => import('../chatkit/view.tsx');

/** The dock remembers, as its `persist` option says, and has the header; the element keeps nothing of its own and draws none. */
export function LocalChatKit({ control, storage, children }: LocalChatKitProps) {
  const { setInstance } = control;
  const [element, setElement] = useState<OpenAIChatKit | null>(null);

  useLayoutEffect(() => {
    if (!element) return;
    setInstance(element);
    return () => setInstance(null);
  }, [setInstance, element]);

  useLayoutEffect(() => {
    if (!element) return;
    const listening = new AbortController();
    const handlers = control.handlers as Record<string, ((detail: unknown) => void) | undefined>;
    for (const name of eventNames) {
      const handle = handlers[toHandlerName(name)];
      if (handle)
        element.addEventListener(name, (event) => handle((event as CustomEvent).detail), { signal: listening.signal });
    }
    return () => listening.abort();
  }, [element, control.handlers]);

  useLayoutEffect(() => {
    if (!element) return;
    embed(element, { storage });
    defineChatKit(localTag, { loadView });
    // Naming it makes one of every such element of the page's; this one may not be on it yet, or not at the moment.
    customElements.upgrade(element);
    element.setOptions(control.options);
  }, [element, storage, control.options]);

  return createElement(localTag, { ref: setElement, 'data-storage': 'none', 'data-framed': '' }, children);
}
