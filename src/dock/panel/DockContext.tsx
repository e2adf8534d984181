/** What the parts of a dock share, and what a page's own components may ask for. */
import { createContext, useContext } from 'react';
import type { ChatDockHandle } from '../dock-handle.ts';
import type { Memory } from '../persistence.ts';
import type { ResolvedOptions } from '../../options/options.ts';
import type { Shell } from '../launcher/shell.ts';
import type { ShellStrings } from '../../options/strings.ts';

/** The widget around a component: its state, and the commands to change it. */
export interface ChatWidgetValue extends Pick<
  ChatDockHandle,
  'open' | 'close' | 'toggle' | 'sendMessage' | 'setInput' | 'newThread' | 'setThread' | 'fullscreen'
> {
  readonly isOpen: boolean;
  readonly isFullscreen: boolean;
  /** Answers that came while the panel was closed. */
  readonly unread: number;
  readonly threadId: string | null;
}

export const WidgetContext = createContext<ChatWidgetValue | null>(null);

/** The widget around this component. @throws Error outside of a `<ChatWidget>`. */
export function useChatWidget(): ChatWidgetValue {
  const value = useContext(WidgetContext);
  if (!value)
    throw new Error(
      'useChatWidget() works inside <ChatWidget> … </ChatWidget> only: put the component that calls it between the two.',
    );
  return value;
}

/** What does not change while a visitor chats. */
export interface DockSetup {
  shell: Shell;
  options: ResolvedOptions;
  strings: ShellStrings;
  memory: Memory;
}

export const SetupContext = createContext<DockSetup | null>(null);

export function useSetup(): DockSetup {
  const value = useContext(SetupContext);
  if (!value) throw new Error('This component belongs inside a dock.');
  return value;
}
