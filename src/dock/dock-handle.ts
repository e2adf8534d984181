/** What code can do with a dock: the same commands from a script tag, from a React ref, and inside. */
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import type { DockEventName, DockEvents } from './dock-events.ts';
import type { WidgetOptions } from '../options/options.ts';
import type { ThemeName } from './theme/page-theme.ts';

/** A message: its text, or ChatKit's own parameters for one. */
export interface OutgoingMessage {
  text?: string;
  /** Starts a new thread with it. */
  newThread?: boolean;
}

export interface OpenOptions {
  /** Put into the composer. */
  text?: string;
  /** Sends `text` at once instead. @defaultValue false */
  send?: boolean;
}

/** The commands that need the panel; they open nothing by themselves unless they say so. */
export interface PanelCommands {
  open(options?: OpenOptions): void;
  close(): void;
  toggle(): void;
  /** Sends a message as the visitor. */
  sendMessage(message: string | OutgoingMessage): void;
  /** Puts text into the composer without sending it. */
  setInput(text: string): void;
  newThread(): void;
  setThread(threadId: string | null): void;
  /** The visitor's theme from now on; `null` forgets their choice and returns to the option. */
  setTheme(theme: ThemeName | null): void;
  /** Turns fullscreen on or off; without an argument, the other way round. */
  fullscreen(on?: boolean): void;
}

/** Who the visitor is. */
export interface Identity {
  /** A token your server can check; sent as `Authorization: Bearer`. */
  userToken: string;
}

/** One dock on a page. */
export interface ChatDockHandle extends PanelCommands {
  readonly name: string;
  /** The element the events are fired on. */
  readonly host: HTMLElement;
  readonly isOpen: boolean;
  /** Shows the launcher. */
  show(): void;
  /** Hides the launcher; an open panel stays open. */
  hide(): void;
  /** Changes options; what is not named stays as it is. */
  update(options: BootOptions): void;
  identify(identity: Identity): void;
  /** Forgets the visitor: token, thread, draft, choices, on this page and in storage. */
  logout(): void;
  /** Takes the dock off the page and leaves nothing behind. */
  destroy(): void;
  on<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): () => void;
  off<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): void;
  /** Settles when the dock is on the page; calls `callback` then, too. */
  ready(callback?: (dock: ChatDockHandle) => void): Promise<ChatDockHandle>;
}

/** What `boot` and `update` take: the options, and any option of ChatKit's own. */
export interface BootOptions extends WidgetOptions {
  /** Passed through to `useChatKit`, over what the dock's own options say. */
  chatkit?: ChatKitPassThrough | undefined;
}
