/**
 * What TypeScript is told of `dist/chatdock.umd.js` and `dist/chatdock.js`: the global that the script makes, and what goes in and out of it.
 *
 * @example
 * import type {} from 'chatdock/chatdock.umd.js';
 * ChatDock.on('message-sent', ({ text }) => count(text));
 */
import type { DockEventName, DockEvents } from '../dock/dock-events.ts';
import type { ChatDockGlobal } from './loader.ts';

export type { DockEventMap, DockEventName, DockEvents } from '../dock/dock-events.ts';
export type { BootOptions, DockHandle, Identity, PageDockHandle } from '../dock/dock-handle.ts';
export type { ComposerValue, DockCommands, UserMessage } from '../dock/dock-commands.ts';
export type { DockOptions } from '../options/options.ts';
export type { QueuedCommand } from './loader.ts';

/** The commands, by name. */
type Methods = Pick<ChatDockGlobal, keyof ChatDockGlobal>;
type Verb = Exclude<keyof Methods, 'q' | 'version' | 'on' | 'off'>;

/** A command as words: `ChatDock('setComposerValue', { text })`, or `ChatDock('sales.open')` for one of several docks. Works before the script has loaded, too; what it gives back then means nothing. */
export interface RunCommand {
  <Name extends DockEventName>(
    verb: 'on' | 'off' | `${string}.on` | `${string}.off`,
    name: Name,
    handler: (detail: DockEvents[Name]) => void,
  ): unknown;
  <Name extends Verb>(verb: Name | `${string}.${Name}`, ...args: Parameters<Methods[Name]>): unknown;
}

/** `window.ChatDock`. Its methods are there once the script is; calling it works before, by the two lines of docs/script-tag.md. */
export type ChatDockApi = Methods & RunCommand;

declare global {
  var ChatDock: ChatDockApi;

  interface HTMLElementTagNameMap {
    'chat-dock': HTMLElement;
  }
}
