/**
 * The types of `dist/chatdock.umd.js` and `dist/chatdock.js`: the global `ChatDock` with its arguments and results.
 *
 * @example
 * import type {} from 'chatdock/chatdock.umd.js';
 * ChatDock.on('message-sent', ({ text }) => count(text));
 */
import type { ChatDockApi, QueuedCommand } from './chat-dock-api.ts';

export type { DockEventMap, DockEventName, DockEvents } from '../dock/dock-events.ts';
export type { BootOptions, DockHandle, Identity, PageDockHandle } from '../dock/dock-handle.ts';
export type { ComposerValue, DockCommands, UserMessage } from '../dock/commands/dock-commands.ts';
export type { PageTool, PageTools, PageToolSchema } from '../dock/page-tools/page-tool.ts';
export type { DockOptions } from '../options/options.ts';
export type { ChatDockApi, QueuedCommand, RunCommand } from './chat-dock-api.ts';

declare global {
  var ChatDock: ChatDockApi;

  interface Window {
    ChatDock?: ChatDockApi | { q?: QueuedCommand[]; version?: undefined };
  }

  interface HTMLElementTagNameMap {
    'chat-dock': HTMLElement;
  }
}
