/** One dock on a page: shows the launcher and forwards commands to the panel, which loads when it is needed. */
import { createShell, HOST_TAG } from '../dock/launcher/shell.ts';
import { COMMAND_NAMES, type DockCommands } from '../dock/commands/dock-commands.ts';
import { createEmit } from '../dock/dock-events.ts';
import { forget, readRemembered } from '../dock/persistence.ts';
import { readValue, resolveWith } from '../options/kinds.ts';
import { launcherOptions } from '../options/launcher-options.ts';
import type { PageDock, PageModules, RawOptions } from './dock-module.ts';
import { createPageEvents } from './page-events.ts';
import { createPanelLoader, type PanelLoader } from './loading/panel-loader.ts';

/**
 * @param isFirst Whether this is the page's first dock, which handles shortcuts and elements that name no dock.
 * @returns the handle; the launcher shows once the document has a body and the `config` option has been read.
 */
export function createPageDock(name: string, options: RawOptions, modules: PageModules, isFirst: () => boolean) {
  let look = readLook(options);
  const host = document.createElement(HOST_TAG);
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
    () => placed.then(modules.dock).then(({ prepareDock }) => prepareDock(options)),
    (mountDock) => mountDock({ name, shell, options, emit, signal }),
    (error) => signal.aborted || emit('error', { error }),
  );
  const remembered = () => readRemembered(look.persist, name);
  const draw = () => shell.draw(look, remembered().theme || look.theme);

  async function place() {
    // The dock waits for the rules of its page, so that it is drawn only once. If they fail to load, no dock is shown,
    // because it could appear or store something where the rules forbid it. The browser's console names the file. The
    // pattern matches parts of the names of rule options, which are shorter than the names, and no other option.
    if (/nf|nse|O|nA|ay|dr|eC/.test(Object.keys(options).join()))
      options = await modules.page().then(
        ({ preparePage }) => preparePage(() => options, { shell, panel, handle, signal }),
        // A promise that waits for itself never resolves.
        () => placed as Promise<never>,
      );
    if (!document.body) await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, living));
    if (signal.aborted) return;
    look = readLook(options);
    const { isOpen } = remembered();
    shell.launcher.set({ isGreeted: isOpen !== undefined });
    draw();
    // Outside the body, so that the dock survives pages that replace the body (Turbo, Astro) or transform it.
    document.documentElement.append(host);
    keepInDocument(host, signal);
    // Fire "ready" in a later task, so that a script further down the page can listen for it.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    emit('ready', { name });
    shell.prefetch();
    if (isOpen ?? look.open) panel.run(() => {});
  }

  const handle: PageDock = {
    ...createMembers(panel, host, signal),
    // If the panel is still loading, open it.
    toggle: () => (handle.isOpen ? handle.close() : handle.open()),
    name,
    host,
    get isOpen() {
      return !!panel.dock && panel.dock.isOpen;
    },
    show: () => (shell.frame.hidden = false),
    hide: () => (handle.close(), (shell.frame.hidden = true)),
    update(changes) {
      options = { ...options, ...changes, name };
      look = readLook(options);
      if (panel.dock) panel.dock.update(options);
      else if (host.isConnected) draw();
    },
    tool: (name, ...tool) => handle.update({ [`tool ${name}`]: tool }),
    identify: (identity) => handle.update(identity),
    logout() {
      const { visitor } = remembered();
      forget(look.persist, name);
      // The panel’s code ends the session at the server.
      panel.run((dock) => dock.logout(visitor), !!visitor);
      handle.update({ userToken: undefined });
    },
    // The callback is the page's own; what it throws rejects the promise.
    // oxlint-disable-next-line promise/no-callback-in-promise
    ready: (callback) => placed.then(() => (callback && callback(handle), handle)),
    destroy() {
      if (signal.aborted) return;
      emit('destroy');
      living.abort();
      if (panel.dock) panel.dock.destroy();
      shell.destroy();
      host.remove();
    },
  };
  const placed: Promise<void> = place();
  return handle;
}

/**
 * React 18 replaces the document when it hydrates one that has more elements than React has rendered. Move the dock to
 * the new one.
 */
function keepInDocument(host: HTMLElement, signal: AbortSignal) {
  const keeper = new MutationObserver(() => {
    for (const root of document.children) root.append(host);
  });
  keeper.observe(document, { childList: true });
  // Shorter than a listener, because the size of this file is limited. Nothing else uses the property.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener
  signal.onabort = () => keeper.disconnect();
}

const readLook = (options: RawOptions) =>
  resolveWith(launcherOptions, (name, option) => readValue(option, options[name]));

/** The commands, called with arguments that are passed on without knowing them. */
type ForwardedCommands = Record<keyof DockCommands, (...args: never[]) => void>;

/** `on` and `off`, and the commands of the panel. `close` does not load it. A destroyed dock ignores commands. */
function createMembers(panel: PanelLoader, host: HTMLElement, signal: AbortSignal) {
  const commands: Partial<ForwardedCommands> = {};
  for (const name of COMMAND_NAMES) {
    commands[name] = (...args) =>
      signal.aborted || panel.run((dock: ForwardedCommands) => dock[name](...args), name !== 'close');
  }
  // The loop has filled in every name.
  return { ...(commands as DockCommands), ...createPageEvents(host, signal) };
}
