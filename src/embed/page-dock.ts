/** One dock on a page: shows the launcher and forwards commands to the panel, which loads when it is needed. */
import { addLabels, labelIn } from '../dock/launcher/launcher-labels.ts';
import { createShell, HOST_TAG, wantedLocale } from '../dock/launcher/shell.ts';
import { createEmit } from '../dock/dock-events.ts';
import { forget, readRemembered } from '../dock/persistence.ts';
import type { AddedTools } from '../dock/page-tools/page-tool.ts';
import { readValue, resolveWith } from '../options/kinds.ts';
import { launcherOptions } from '../options/launcher-options.ts';
import type { PageDock, PageModules, RawOptions } from './dock-module.ts';
import { createMembers } from './dock-members.ts';
import { keepInDocument } from './keep-in-document.ts';
import { createPanelLoader } from './loading/panel-loader.ts';

/**
 * Matches a part of the name of each option that `modules/page.js` applies by itself, and no other name: in this order
 * config, consent, hideOn and openOn, openAfter, layout, draggable, pageContext. Whole names would make the launcher
 * heavier. rule-names.test.ts compares them with the options.
 */
const PARTS_OF_RULE_NAMES = /nf|nse|O|nA|ay|dr|eC/;

/**
 * @param isFirst Whether this is the page's first dock, which handles shortcuts and elements that name no dock.
 * @returns the handle; the launcher shows once the document has a body and the `config` option has been read.
 */
export function createPageDock(name: string, options: RawOptions, modules: PageModules, isFirst: () => boolean) {
  const look = () => resolveWith(launcherOptions, (name, option) => readValue(option, options[name]));
  const host = document.createElement(HOST_TAG);
  const emit = createEmit(host);
  const tools: AddedTools = new Map();
  const shell = createShell(host, look(), {
    emit,
    isFirst,
    prepare: () => panel.prepare(),
    dock: () => handle,
  });
  const { signal, show, hide } = shell;
  const panel = createPanelLoader(
    shell.launcher,
    () => placed.then(modules.dock).then(({ prepareDock }) => prepareDock(options)),
    (mountDock) => mountDock({ name, shell, options, tools, emit }),
    (error) => signal.aborted || emit('error', { error }),
  );
  const remembered = () => readRemembered(look().persist, name);

  const loadLabels = () => modules.load('labels').then(addLabels);
  let labels: Promise<unknown> | undefined;
  /** Draws the launcher, in English until its label has loaded. */
  function draw() {
    // The panel draws the launcher itself.
    if (signal.aborted || panel.dock) return;
    shell.draw(look());
    // If that file fails to load, the label stays English.
    if (!labelIn(wantedLocale(look().locale))) labels ||= loadLabels().then(draw, () => {});
  }

  async function place() {
    // The dock waits for the rules of its page, so that it is drawn only once. If they fail to load, no dock is shown,
    // because it could appear or store something where the rules forbid it. The browser's console names the file.
    if (PARTS_OF_RULE_NAMES.test(Object.keys(options).join()))
      options = await modules.load('page').then(
        ({ preparePage }) => preparePage(() => options, { shell, panel, handle, signal }),
        // A promise that waits for itself never resolves.
        () => placed as Promise<never>,
      );
    if (!document.body) await new Promise((resolve) => addEventListener('DOMContentLoaded', resolve, shell));
    if (signal.aborted) return;
    const { isOpen } = remembered();
    draw();
    // Outside the body, so that the dock survives pages that replace the body (Turbo, Astro) or transform it.
    document.documentElement.append(host);
    keepInDocument(host, signal);
    // Fire "ready" in a later task, so that a script further down the page can listen for it.
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    shell.start();
    if (isOpen ?? look().open) panel.run(() => {});
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
    show,
    hide,
    update(changes) {
      options = { ...options, ...changes, name };
      if (panel.dock) panel.dock.update(options);
      else if (host.isConnected) draw();
    },
    tool(name, ...tool) {
      tools.set(name, tool);
      handle.update({});
    },
    identify: (identity) => handle.update(identity),
    logout() {
      const { visitor } = remembered();
      forget(look().persist, name);
      // The panel’s code ends the session at the server.
      panel.run((dock) => dock.logout(visitor), !!visitor);
      handle.update({ userToken: undefined });
    },
    // The callback is the page's own; what it throws rejects the promise.
    // oxlint-disable-next-line promise/no-callback-in-promise
    ready: (callback) => placed.then(() => (callback && callback(handle), handle)),
    destroy() {
      if (signal.aborted) return;
      shell.destroy();
      host.remove();
    },
  };
  const placed: Promise<void> = place();
  return handle;
}
