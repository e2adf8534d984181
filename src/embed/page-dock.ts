/** One dock on a page: shows the launcher, and passes commands on to the panel, which is fetched when it is wanted. */
import { createShell, hostTag } from '../dock/launcher/shell.ts';
import { commandNames, type DockCommands } from '../dock/dock-commands.ts';
import { createEmit } from '../dock/dock-events.ts';
import type { BootOptions, PageDockHandle } from '../dock/dock-handle.ts';
import { forget, readRemembered } from '../dock/persistence.ts';
import { readValue, resolveWith } from '../options/kinds.ts';
import { launcherOptions } from '../options/launcher-options.ts';
import type { DockModule, RawOptions } from './dock-module.ts';
import { createPageEvents } from './page-events.ts';
import { readConfig } from './read-config.ts';
import { createPanelLoader, type PanelLoader } from './panel-loader.ts';

type LoadModule = () => Promise<DockModule>;

/**
 * @param isFirst Whether the dock is meant by a key or an element of the page that names none.
 * @returns the handle; the launcher shows once the document has a body and the `config` option has been read.
 */
export function createPageDock(name: string, given: BootOptions, loadModule: LoadModule, isFirst: () => boolean) {
  const { config, ...first } = given;
  let options: RawOptions = first;
  let look = readLook(options);
  const host = document.createElement(hostTag);
  const emit = createEmit(host);
  const living = new AbortController();
  const { signal } = living;
  const shell = createShell(host, look, {
    isFirst,
    signal,
    prepare: () => panel.prepare(),
    open: () => handle.open(),
    toggle: () => handle.toggle(),
  });
  const panel = createPanelLoader(
    shell.launcher,
    () => placed.then(loadModule).then(({ prepareDock }) => prepareDock(options)),
    (mountDock) => mountDock({ name, shell, options, emit, signal }),
    (error) => signal.aborted || emit('error', { error }),
  );
  const draw = () => shell.draw(look, readRemembered(look.persist, name).theme ?? look.theme);

  async function place() {
    // These options come later and count for less. The dock waits for them, so that it is drawn once.
    if (config) options = { ...(await readConfig(config)), ...options };
    if (!document.body) await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, { signal }));
    if (signal.aborted) return;
    look = readLook(options);
    const { isOpen } = readRemembered(look.persist, name);
    shell.launcher.set({ isGreeted: isOpen !== undefined });
    draw();
    // Beside the body, not in it: pages that swap their body (Turbo, Astro) or transform it leave the dock alone.
    document.documentElement.append(host);
    // A script further down may hear "ready", and may open at once; opening waits for this promise.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    emit('ready', { name });
    shell.prefetch();
    if (isOpen ?? look.open) panel.run(() => {});
  }

  const handle: PageDockHandle = {
    ...createPanelCommands(panel, signal),
    ...createPageEvents(host, signal),
    // A panel that is still on its way opens.
    toggle: () => (handle.isOpen ? handle.close() : handle.open()),
    name,
    host,
    get isOpen() {
      return panel.dock?.isOpen ?? false;
    },
    show: () => shell.launcher.set({ isVisible: true }),
    hide: () => shell.launcher.set({ isVisible: false }),
    update(changes) {
      options = { ...options, ...changes, name };
      look = readLook(options);
      if (panel.dock) panel.dock.update(options);
      else if (host.isConnected) draw();
    },
    identify: (identity) => handle.update(identity),
    logout() {
      forget(look.persist, name);
      panel.dock?.logout();
      handle.update({ userToken: undefined });
    },
    async ready(callback) {
      await placed;
      callback?.(handle);
      return handle;
    },
    destroy() {
      if (signal.aborted) return;
      emit('destroy');
      living.abort();
      panel.dock?.destroy();
      shell.destroy();
      host.remove();
    },
  };
  const placed = place();
  return handle;
}

const readLook = (options: RawOptions) =>
  resolveWith(launcherOptions, (name, option) => readValue(option, options[name]));

/** The commands of the panel. Closing does not fetch it: a panel that is not there is closed. A destroyed dock takes no commands. */
function createPanelCommands(panel: PanelLoader, signal: AbortSignal) {
  const commands: Partial<Record<keyof DockCommands, (...args: never[]) => void>> = {};
  for (const name of commandNames) {
    commands[name] = (...args) =>
      signal.aborted || panel.run((dock) => (dock[name] as (...args: never[]) => void)(...args), name !== 'close');
  }
  // Each command hands its own arguments on, which a list of names cannot tell the compiler.
  return commands as unknown as DockCommands;
}
