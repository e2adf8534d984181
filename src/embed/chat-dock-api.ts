/** The type of `window.ChatDock`. */
import type { DockEventName, DockEvents } from '../dock/dock-events.ts';
import type { BootOptions, PageDockHandle } from '../dock/dock-handle.ts';

/** A command in the stub's queue: a verb, or `name.verb` for one of several docks, and its arguments. */
export type QueuedCommand = readonly [verb: string, ...args: unknown[]];

/** The members of the global. Its commands control the first dock of the page; `get(name)` returns another one. */
export interface ChatDockMembers extends Omit<PageDockHandle, 'name' | 'host' | 'isOpen'> {
  /** Puts a dock on the page. If a dock of that name exists, updates it. */
  boot(options?: BootOptions): PageDockHandle;
  /** Returns the dock of that name, or the first one. */
  get(name?: string): PageDockHandle | undefined;
  /** Runs commands in the form that the stub queues them. */
  q: { push(command: QueuedCommand): unknown };
  readonly version: string;
}

type Verb = Exclude<keyof ChatDockMembers, 'q' | 'version' | 'on' | 'off'>;

/**
 * A command by name: `ChatDock('setComposerValue', { text })`, or `ChatDock('sales.open')` for one of several docks.
 * Works before the script has loaded; its result has no meaning then.
 */
export interface RunCommand {
  <Name extends DockEventName>(
    verb: 'on' | 'off' | `${string}.on` | `${string}.off`,
    name: Name,
    handler: (detail: DockEvents[Name]) => void,
  ): unknown;
  <Name extends Verb>(verb: Name | `${string}.${Name}`, ...args: Parameters<ChatDockMembers[Name]>): unknown;
}

/**
 * `window.ChatDock`. Its methods exist once the script has run. With the two-line stub of docs/script-tag.md, calling
 * it works before that.
 */
export type ChatDockApi = ChatDockMembers & RunCommand;
