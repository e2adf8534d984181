/** Access to the chat from a view: its controller, a slice of its state, its texts. */
import { createContext } from 'preact';
import { useContext, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { createText, type Text } from '../language/text.ts';
import type { ChatState } from '../state/chat-state.ts';
import type { Controller } from '../state/controller.ts';

const ChatContext = createContext<Controller | null>(null);

export const ChatProvider = ChatContext.Provider;

export function useChat(): Controller {
  const controller = useContext(ChatContext);
  if (!controller) throw new Error('A chat view was drawn outside the chat.');
  return controller;
}

/** Renders again when the selected value changes. Select a value with a stable identity. */
export function useSelect<Value>(select: (state: ChatState) => Value): Value {
  const { store } = useChat();
  const [, redraw] = useReducer<number, null>((count) => count + 1, 0);
  const value = select(store.get());
  const latest = useRef({ select, value });
  latest.current = { select, value };
  useLayoutEffect(() => {
    const check = () => {
      if (!Object.is(latest.current.select(store.get()), latest.current.value)) redraw(null);
    };
    check(); // the state may have changed between render and effect
    return store.subscribe(check);
  }, [store]);
  return value;
}

/** The element's own texts in the visitor's language. */
export function useText(): Text {
  const language = useSelect((state) => state.language);
  return useMemo(() => createText(language), [language]);
}
