/** The handle of a dock: `DockHandle` for a React ref, and `PageDockHandle`, which extends it, for the script tag. */
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import type { DockOptions } from '../options/options.ts';
import type { DockCommands } from './dock-commands.ts';
import type { DockEventName, DockEvents } from './dock-events.ts';

/** The handle that a ref to `<ChatWidget>` receives. */
export interface DockHandle extends DockCommands {
  /** Whether the panel is open. */
  readonly isOpen: boolean;
  /** The element that the `chat-dock:*` events are fired on; null before it is on the page. */
  readonly host: HTMLElement | null;
  /** Forgets the visitor: removes token, thread, draft and choices from this page and from storage. */
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

/** The handle of a dock that the script tag put on the page. */
export interface PageDockHandle extends DockHandle {
  /** The `name` option. */
  readonly name: string;
  /** The element that the `chat-dock:*` events are fired on. */
  readonly host: HTMLElement;
  /** Changes options. Options that are not named keep their values. */
  update(options: BootOptions): void;
  /** Sends this user token from now on. A token of another person starts a new chat. */
  identify(identity: Identity): void;
  /** Removes the dock from the page, with its nodes, listeners and styles. */
  destroy(): void;
  /** Calls `handler` with the detail of each event of this name. Returns a function that stops it. */
  on<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): () => void;
  /** Removes a handler that `on` added. */
  off<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): void;
  /** Resolves with the dock once it is on the page, and calls `callback` with it. */
  ready(callback?: (dock: PageDockHandle) => void): Promise<PageDockHandle>;
}

/** What `boot` and `update` take: the options, and any option of ChatKit's own. */
export interface BootOptions extends DockOptions {
  /** Passed through to `useChatKit`; wins over the dock's own options. */
  chatkit?: ChatKitPassThrough | undefined;
}
