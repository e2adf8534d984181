/** The members of a dock's handle that act on its panel or its events. */
import { COMMAND_NAMES, type DockCommands } from '../dock/commands/dock-commands.ts';
import { createPageEvents } from './page-events.ts';
import type { PanelLoader } from './loading/panel-loader.ts';

/** The commands, called with arguments that are passed on without knowing them. */
type ForwardedCommands = Record<keyof DockCommands, (...args: never[]) => void>;

/** `on` and `off`, and the commands of the panel. `close` does not load it. A destroyed dock ignores commands. */
export function createMembers(panel: PanelLoader, host: HTMLElement, signal: AbortSignal) {
  const commands: Partial<ForwardedCommands> = {};
  for (const name of COMMAND_NAMES) {
    commands[name] = (...args) =>
      signal.aborted || panel.run((dock: ForwardedCommands) => dock[name](...args), name !== 'close');
  }
  // The loop has filled in every name.
  return { ...(commands as DockCommands), ...createPageEvents(host, signal) };
}
