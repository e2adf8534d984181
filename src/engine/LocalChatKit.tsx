/** Renders the self-hosted element. It uses the same control object from `useChatKit` as the official one. */
import type { OpenAIChatKit } from '@openai/chatkit';
import type { ChatKitControl } from '@openai/chatkit-react';
import { createElement, useLayoutEffect, useState, type ReactNode } from 'react';
import { defineChatKit } from '../chatkit/define.ts';
import { embed, type ItemStorage, type ResponseOutcome } from '../chatkit/embedder.ts';
import { loadView } from './load-view.ts';
import { useChatKitElement } from './use-chatkit-element.ts';

interface LocalChatKitProps {
  control: ChatKitControl;
  /** The storage of the element's drafts. */
  storage: ItemStorage;
  /** Called when an answer ends, just before `chatkit.response.end`. Must not change. */
  onTurnEnd(outcome: ResponseOutcome): void;
  /** The message actions that visitors have, as words. */
  messageActions: string;
  /** The content of the element's slots: `composer-tools`, `start-logo`, `start-introduction` and `feedback`. */
  children?: ReactNode;
}

/** The element's name inside the dock, because `openai-chatkit` may already be defined by the official script. */
export const LOCAL_TAG = 'chatdock-chatkit';

/** The dock stores the state and draws the header, so the element does neither. */
export function LocalChatKit({ control, storage, onTurnEnd, messageActions, children }: LocalChatKitProps) {
  const [element, setElement] = useState<OpenAIChatKit | null>(null);

  useChatKitElement(element, control);
  useLayoutEffect(() => {
    if (!element) return;
    element.setAttribute('data-message-actions', messageActions);
    embed(element, { storage, onTurnEnd });
    defineChatKit(LOCAL_TAG, { loadView });
    // Defining the element upgrades only elements in the document, and this one may not be in it yet.
    customElements.upgrade(element);
    element.setOptions(control.options);
  }, [element, storage, onTurnEnd, control.options, messageActions]);

  return createElement(LOCAL_TAG, { ref: setElement, 'data-storage': 'none', 'data-framed': '' }, children);
}
