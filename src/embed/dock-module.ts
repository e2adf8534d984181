/** What the loader and the panel's module agree on: the module is fetched later and must fit the loader that it meets. */
import type { DockCommands } from '../dock/dock-commands.ts';
import type { Emit } from '../dock/dock-events.ts';
import type { Shell } from '../dock/launcher/shell.ts';

/** Options as a page gives them: texts from attributes, or JavaScript values. Read once they are used. */
export type RawOptions = Readonly<Record<string, unknown>>;

export interface MountDeps {
  /** The `name` option. */
  name: string;
  shell: Shell;
  options: RawOptions;
  emit: Emit;
  /** Aborted when the dock has left the page. */
  signal: AbortSignal;
}

export interface MountedDock extends DockCommands {
  readonly isOpen: boolean;
  /** Takes the full set of options. */
  update(options: RawOptions): void;
  logout(): void;
  destroy(): void;
}

/** Draws the panel into the loader's shell. @throws AbortError when the dock has left the page meanwhile. */
export type MountDock = (deps: MountDeps) => MountedDock;

export interface DockModule {
  /** Explains slips in an owner's options, and resolves with a function that mounts a dock once its texts are there: the panel speaks the visitor's language from its first frame. */
  prepareDock(options: RawOptions): Promise<MountDock>;
}
