/** What a page holds of a dock: the same handle from the script tag and, in its first half, from a React ref. */
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import type { DockOptions } from '../options/options.ts';
import type { DockCommands } from './dock-commands.ts';
import type { DockEventName, DockEvents } from './dock-events.ts';

/** A dock, as a ref to `<ChatWidget>` holds it. */
export interface DockHandle extends DockCommands {
  /** Whether the panel is open. */
  readonly isOpen: boolean;
  /** The element that the `chat-dock:*` events are fired on; null before it is on the page. */
  readonly host: HTMLElement | null;
  /** Forgets the visitor: token, thread, draft and choices, on this page and in storage. */
  logout(): void;
  /** Shows the launcher. */
  show(): void;
  /** Hides the launcher; an open panel stays open. */
  hide(): void;
}

/** Who the visitor is. */
export interface Identity {
  /** A token that your server can check; sent as `Authorization: Bearer`. */
  userToken: string;
}

/** A dock that a script put on the page. */
export interface PageDockHandle extends DockHandle {
  /** The `name` option. */
  readonly name: string;
  /** The element that the `chat-dock:*` events are fired on. */
  readonly host: HTMLElement;
  /** Changes options; an option that is not named stays as it is. */
  update(options: BootOptions): void;
  /** Sends this token from now on. Another person's token begins another chat. */
  identify(identity: Identity): void;
  /** Takes the dock off the page and leaves nothing behind. */
  destroy(): void;
  /** Calls `handler` with the detail of every such event; returns a function that stops it. */
  on<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): () => void;
  /** Stops a handler that `on` started. */
  off<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): void;
  /** Resolves when the dock is on the page; calls `callback` then, too. */
  ready(callback?: (dock: PageDockHandle) => void): Promise<PageDockHandle>;
}

/** What `boot` and `update` take: the options, and any option of ChatKit's own. */
export interface BootOptions extends DockOptions {
  /** Passed through to `useChatKit`; wins over the dock's own options. */
  chatkit?: ChatKitPassThrough | undefined;
}
