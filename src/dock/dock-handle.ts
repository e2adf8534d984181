/** The handles that a page controls a dock with: `DockHandle` from a React ref, `PageDockHandle` from the script tag. */
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import type { DockOptions } from '../options/options.ts';
import type { DockCommands } from './commands/dock-commands.ts';
import type { DockEventName, DockEvents } from './dock-events.ts';
import type { PageTool, PageTools, PageToolSchema } from './page-tools/page-tool.ts';

/** A dock, as a ref to `<ChatWidget>` returns it. */
export interface DockHandle extends DockCommands {
  /** Whether the panel is open. */
  readonly isOpen: boolean;
  /** The element that fires the `chat-dock:*` events; null before it is on the page. */
  readonly host: HTMLElement | null;
  /** Deletes the visitor's token, thread, draft and choices, on this page and in storage. */
  logout(): void;
  /** Shows the dock again after `hide()`. Opening the panel does so too. */
  show(): void;
  /** Closes the panel and hides everything, the launcher too. */
  hide(): void;
}

/** The argument of `identify`: the visitor's identity. */
export interface Identity {
  /** A token that your server can verify; sent as `Authorization: Bearer`. */
  userToken: string;
}

/** A dock that the script tag put on the page. */
export interface PageDockHandle extends DockHandle {
  /** The `name` option. */
  readonly name: string;
  /** The element that fires the `chat-dock:*` events. */
  readonly host: HTMLElement;
  /** Changes options. Options that are not named keep their values. */
  update(options: BootOptions): void;
  /**
   * Offers a function of the page to the assistant. Replaces an earlier one of that name; without `run`, removes it.
   * Only functions that your server's setting names reach the model.
   */
  tool(name: string, schema?: PageToolSchema, run?: PageTool['run']): void;
  /** Sends this token from now on. A token of another user starts a new chat. */
  identify(identity: Identity): void;
  /** Removes the dock from the page with everything it added. */
  destroy(): void;
  /** Calls `handler` with the detail of each event of this name. Returns a function that removes the handler. */
  on<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): () => void;
  /** Removes a handler that `on` added. */
  off<Name extends DockEventName>(name: Name, handler: (detail: DockEvents[Name]) => void): void;
  /** Resolves when the dock is on the page, and calls `callback` with its handle. */
  ready(callback?: (dock: PageDockHandle) => void): Promise<PageDockHandle>;
}

/** The argument of `boot` and `update`: the dock's options, and any ChatKit options under `chatkit`. */
export type BootOptions = DockOptions & {
  /** Options for `useChatKit`. They override the dock's own. */
  chatkit?: ChatKitPassThrough | undefined;
  /** Functions of the page that the model may call, by name. `tool()` adds one. */
  tools?: PageTools | undefined;
};
