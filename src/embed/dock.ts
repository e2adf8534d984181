/** `modules/dock.js`, which the loader imports when the panel is needed. Renders the panel into the loader's shell. */
import { options as preact, render, type ComponentChild } from 'preact';
import { createElement } from 'react';
import { loadPalette } from '../chatkit/theme/palettes.ts';
import { nextTask } from '../chatkit/ui/loading/next-task.ts';
import { createDock } from '../dock/create-dock.ts';
import type { DockInput } from '../dock/dock-store.ts';
import { DockPanel } from '../dock/DockPanel.tsx';
import { wantedLocale } from '../dock/launcher/shell.ts';
import { areTools, joinTools } from '../dock/page-tools/join-tools.ts';
import type { AddedTools } from '../dock/page-tools/page-tool.ts';
import { loadLayout, needsLayout } from '../dock/layout/use-layout.ts';
import { loadLater } from '../dock/loading/load-later.ts';
import { loadStrings } from '../dock/loading/load-strings.ts';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { readOptions } from '../options/checks.ts';
import type { InvalidValue } from '../options/kinds.ts';
import type * as Diagnosis from '../options/diagnose.ts';
import { dockOptions, type ReadOptions, resolveOptions } from '../options/options.ts';
import { ourTags } from '../options/our-tags.ts';
import type { MountDeps, MountDock, MountedDock, RawOptions } from './dock-module.ts';

/** Loads the module with the warnings, which only pages with a mistake need. */
const diagnose = (use: (diagnosis: typeof Diagnosis) => void) =>
  import('../options/diagnose.ts').then(use, () => undefined);

/** The buttons of the header whose icons load later. */
const LATER_BUTTONS: readonly string[] = ['theme', 'transcript', 'sound', 'keys'];

/** Options of the page, and what was read from them. */
interface Reading extends ReturnType<typeof readOptions> {
  given: RawOptions;
}

const read = (given: RawOptions): Reading => ({ given, ...readOptions(given) });

/** The dock's input from the options. Explains unusable and unknown ones in the console. */
function toInput({ given: { chatkit, tools, ...given }, options, invalid }: Reading, added: AddedTools): DockInput {
  const unknown: InvalidValue[] = Object.entries(given).map(([name, value]) => ({ name, value }));
  if (tools !== undefined && !areTools(tools)) unknown.unshift({ name: 'tools', value: tools });
  const slips = [...invalid, ...unknown.filter(({ name }) => !(name in dockOptions))];
  if (slips.length > 0) void diagnose(({ explain }) => explain(slips));
  return {
    options,
    // The ChatKit element checks these options.
    chatkit: chatkit as ChatKitPassThrough | undefined,
    tools: joinTools(tools, added),
  };
}

export async function prepareDock(given: RawOptions): Promise<MountDock> {
  const reading = read(given);
  const resolved = resolveOptions(reading.options);
  const { locale, accent, header } = resolved;
  if (ourTags().length > 1) void diagnose(({ noticeCopies }) => noticeCopies());
  await Promise.all([
    nextTask(), // that file is part of this one
    loadStrings(wantedLocale(locale)),
    // If the colours fail to load, the default ones show.
    needsLayout(resolved) && loadLayout().catch(() => undefined),
    accent && loadPalette({ color: {} }).catch(() => undefined),
    header.some((button) => LATER_BUTTONS.includes(button)) && loadLater().catch(() => undefined),
  ]);
  return (deps) => {
    try {
      return mountDock(deps, reading);
    } catch (cause) {
      // The launcher tells the visitor that it failed. The owner needs the reason.
      if (!deps.shell.signal.aborted) reportError(cause);
      throw cause;
    }
  };
}

/** Renders synchronously, where Preact would wait for a microtask. After `logout()` returns, nothing of the previous user is on screen. */
function drawAtOnce(change: () => unknown) {
  preact.debounceRendering = (draw) => draw();
  try {
    change();
  } finally {
    delete preact.debounceRendering;
  }
}

/**
 * The input of a dock at its place. A dock is either in an element of the page or above the page, and only the start
 * can choose the place and the element. Options that ask for another place are ignored, with a warning.
 */
function inputInPlace(host: Element, target: RawOptions['target'], added: AddedTools): (reading: Reading) => DockInput {
  const isInline = host.parentNode !== document.documentElement;
  let { layout }: ReadOptions = isInline ? { layout: 'inline' } : {};
  return (reading) => {
    const input = toInput(reading, added);
    const { options } = input;
    const isMove = (options.layout === 'inline') !== isInline;
    if (isMove || (isInline && reading.given.target !== target)) void diagnose(({ noticeMove }) => noticeMove());
    if (isMove) return { ...input, options: { ...options, layout } };
    ({ layout } = options);
    return input;
  };
}

/** @param prepared The options as they were when the panel began to load. The page may have changed them since. */
function mountDock({ name, shell, options, tools, emit }: MountDeps, prepared: Reading): MountedDock {
  const { signal } = shell;
  signal.throwIfAborted();
  const inputFrom = inputInPlace(shell.host, options.target, tools);
  const input = inputFrom(prepared.given === options ? prepared : read(options));
  const dock = createDock({ name, input, emit });
  dock.prepare();
  // The root of the tree, not attached to the page: a portal renders the panel into the shell.
  const root = document.createElement('div');
  signal.addEventListener('abort', () => render(null, root));
  // In another task, when a command has changed the dock's state: on a slow phone, both together would be a long task.
  setTimeout(() => {
    if (signal.aborted) return;
    // React's types, but Preact's object: in this bundle `react` is `./react.ts`.
    render(createElement(DockPanel, { dock, shell }) as unknown as ComponentChild, root);
  });
  return {
    ...dock.commands,
    get isOpen() {
      return !signal.aborted && dock.get().isOpen;
    },
    update: (given) => drawAtOnce(() => signal.aborted || dock.update(inputFrom(read(given)))),
    logout: (visitor) => drawAtOnce(() => signal.aborted || dock.logout(visitor)),
  };
}
