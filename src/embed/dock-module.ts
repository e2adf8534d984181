/** What the loader and the panel's module agree on: the module is fetched later and must fit the loader it meets. */
import type { Emit } from '../dock/dock-events.ts';
import type { BootOptions, PanelCommands } from '../dock/dock-handle.ts';
import type { Shell } from '../dock/launcher/shell.ts';

export interface MountParts {
  shell: Shell;
  options: BootOptions;
  emit: Emit;
}

export interface MountedDock extends PanelCommands {
  readonly isOpen: boolean;
  /** Draws everything anew from the full set of options. */
  update(options: BootOptions): void;
  logout(): void;
  destroy(): void;
}

/** Draws the dock into the loader's shell. */
export type MountDock = (parts: MountParts) => MountedDock;

export interface DockModule {
  /** Names the slips in an owner's options, and gives the way to mount a dock when its words are there: it speaks the visitor's language from its first frame. */
  prepareDock(options: BootOptions): Promise<MountDock>;
}
