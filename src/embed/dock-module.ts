/** The interface between the loader and the panel's module, which loads later. */
import type { DockCommands } from '../dock/commands/dock-commands.ts';
import type { BootOptions, PageDockHandle } from '../dock/dock-handle.ts';
import type { Emit } from '../dock/dock-events.ts';
import type { Shell } from '../dock/launcher/shell.ts';
import type { AddedTools } from '../dock/page-tools/page-tool.ts';
import type { PanelLoader } from './loading/panel-loader.ts';

/** Options as the page gives them: texts from attributes, or JavaScript values. They are read and checked where they are used. */
export type RawOptions = { readonly [Name in keyof BootOptions]: BootOptions[Name] | string };

/** A dock on the page. Its options may come from a file or an attribute, so `update` also takes values that are not checked yet. */
export interface PageDock extends PageDockHandle {
  update(options: RawOptions): void;
}

export interface MountDeps {
  /** The `name` option. */
  name: string;
  shell: Shell;
  options: RawOptions;
  /** What `tool()` was called with, by name. */
  tools: AddedTools;
  emit: Emit;
}

export interface MountedDock extends DockCommands {
  readonly isOpen: boolean;
  /** Applies a full set of options. */
  update(options: RawOptions): void;
  logout(visitor?: string): void;
}

/** Renders the panel into the loader's shell, and removes it with the shell. @throws AbortError if the dock has been removed from the page meanwhile. */
export type MountDock = (deps: MountDeps) => MountedDock;

interface DockModule {
  /** Reads the options, loads the texts in the visitor's language, and resolves with a function that mounts the dock. */
  prepareDock(options: RawOptions): Promise<MountDock>;
}

/** The dock that the page's rules act on. */
export interface PageDeps {
  shell: Shell;
  panel: PanelLoader;
  handle: PageDock;
  signal: AbortSignal;
}

interface PageModule {
  /**
   * Resolves with the options to start with, once the page may have a dock.
   *
   * @param given Returns the page's options, which may change meanwhile.
   */
  preparePage(given: () => RawOptions, deps: PageDeps): Promise<RawOptions>;
}

/** The modules that only some pages load, by file name. */
export interface SomePagesModules {
  /** For options that act on the page before the panel is needed. */
  page: PageModule;
  /** The launcher's label in the languages that the loader does not contain. */
  labels: { labels: Record<string, string> };
}

/** The modules that a page loads in addition to the loader. */
export interface PageModules {
  /** The panel's module. It is called again after a failure. */
  dock(): Promise<DockModule>;
  /** Shows the link of the `fallbackUrl` option, in a browser that the dock does not work in. */
  plain(options: RawOptions): Promise<unknown>;
  load<Name extends keyof SomePagesModules>(name: Name): Promise<SomePagesModules[Name]>;
}
