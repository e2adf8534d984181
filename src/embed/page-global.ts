/**
 * The types of `dist/chatdock.umd.js` and `dist/chatdock.js`: the global `ChatDock` with its arguments and results.
 *
 * @example
 * import type {} from 'chatdock/chatdock.umd.js';
 * ChatDock.on('message-sent', ({ text }) => count(text));
 */
import type { DockEventName, DockEvents } from '../dock/dock-events.ts';
import type { ChatDockGlobal } from './loading/loader.ts';

export type { DockEventMap, DockEventName, DockEvents } from '../dock/dock-events.ts';
export type { BootOptions, DockHandle, Identity, PageDockHandle } from '../dock/dock-handle.ts';
export type { ComposerValue, DockCommands, UserMessage } from '../dock/commands/dock-commands.ts';
export type { PageTool, PageTools, PageToolSchema } from '../dock/page-tools/page-tool.ts';
export type { DockOptions } from '../options/options.ts';
export type { QueuedCommand } from './loading/loader.ts';

/** The commands, by name. */
type Methods = Pick<ChatDockGlobal, keyof ChatDockGlobal>;
type Verb = Exclude<keyof Methods, 'q' | 'version' | 'on' | 'off'>;

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
  <Name extends Verb>(verb: Name | `${string}.${Name}`, ...args: Parameters<Methods[Name]>): unknown;
}

/**
 * `window.ChatDock`. Its methods exist once the script has run. With the two-line stub of docs/script-tag.md, calling
 * it works before that.
 */
export type ChatDockApi = Methods & RunCommand;

declare global {
  var ChatDock: ChatDockApi;

  interface HTMLElementTagNameMap {
    'chat-dock': HTMLElement;
  }
}
