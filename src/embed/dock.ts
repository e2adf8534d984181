/** `modules/dock.js`, which the loader imports when the panel is needed. Renders the panel into the loader's shell. */
import { options as preact, render, type ComponentChild } from 'preact';
import { createElement } from 'react';
import { loadPalette } from '../chatkit/theme/palettes.ts';
import { createDock } from '../dock/create-dock.ts';
import type { DockInput } from '../dock/dock-store.ts';
import { DockPanel } from '../dock/DockPanel.tsx';
import { wantedLocale } from '../dock/launcher/shell.ts';
import { nextTask } from '../dock/loading/next-task.ts';
import { takeTools } from '../dock/page-tools/take-tools.ts';
import { loadLayout, needsLayout } from '../dock/layout/use-layout.ts';
import { loadLater } from '../dock/loading/load-later.ts';
import { loadStrings } from '../dock/locales/load.ts';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { readOptions } from '../options/checks.ts';
import type * as Diagnosis from '../options/diagnose.ts';
import { dockOptions, type ReadOptions, resolveOptions } from '../options/options.ts';
import { ourTags } from '../options/our-tags.ts';
import type { MountDeps, MountDock, MountedDock, RawOptions } from './dock-module.ts';

/** Loads the module with the warnings, which only pages with a mistake need. */
const diagnose = (tell: (diagnosis: typeof Diagnosis) => void) =>
  import('../options/diagnose.ts').then(tell, () => undefined);

function read({ chatkit, ...rest }: RawOptions): DockInput {
  const { tools, given } = takeTools(rest);
  const { options, invalid } = readOptions(given);
  for (const [name, value] of Object.entries(given)) if (!(name in dockOptions)) invalid.push({ name, value });
  if (invalid.length > 0) void diagnose(({ explain }) => explain(invalid));
  return {
    options,
    // The ChatKit element checks these options.
    chatkit: chatkit as ChatKitPassThrough | undefined,
    tools,
  };
}

export async function prepareDock(options: RawOptions): Promise<MountDock> {
  const resolved = resolveOptions(readOptions(options).options);
  const { locale, accent, header } = resolved;
  if (ourTags().length > 1) void diagnose(({ noticeCopies }) => noticeCopies());
  await Promise.all([
    nextTask(), // that file is part of this one
    loadStrings(wantedLocale(locale)),
    // If the colours fail to load, the default ones show.
    needsLayout(resolved) && loadLayout().catch(() => undefined),
    accent && loadPalette({ color: {} }).catch(() => undefined),
    // Their icons load later.
    /theme|transcript|sound|keys/.test(header.join()) && loadLater().catch(() => undefined),
  ]);
  return mountDock;
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
 * Reads the options of a running dock. A dock is either in an element of the page or above the page, and only the start
 * can choose the place and the element. Options that ask for another place are ignored, with a warning.
 */
function readInPlace(host: Element, target: unknown): (options: RawOptions) => DockInput {
  const isInline = host.parentNode !== document.documentElement;
  let { layout }: ReadOptions = isInline ? { layout: 'inline' } : {};
  return (given) => {
    const input = read(given);
    const { options } = input;
    const isMove = (options.layout === 'inline') !== isInline;
    if (isMove || (isInline && given['target'] !== target)) void diagnose(({ noticeMove }) => noticeMove());
    if (isMove) return { ...input, options: { ...options, layout } };
    ({ layout } = options);
    return input;
  };
}

function mountDock({ name, shell, options, emit }: MountDeps): MountedDock {
  const { signal } = shell;
  signal.throwIfAborted();
  const read = readInPlace(shell.host, options['target']);
  const dock = createDock({ name, input: read(options), emit });
  dock.prepare();
  // The root of the tree, not attached to the page: a portal renders the panel into the shell.
  const root = document.createElement('div');
  // React's types, but Preact's object: in this bundle `react` is `./react.ts`.
  render(createElement(DockPanel, { dock, shell }) as unknown as ComponentChild, root);
  signal.addEventListener('abort', () => render(null, root));
  return {
    ...dock.commands,
    get isOpen() {
      return !signal.aborted && dock.get().isOpen;
    },
    update: (given) => drawAtOnce(() => signal.aborted || dock.update(read(given))),
    logout: (visitor) => drawAtOnce(() => signal.aborted || dock.logout(visitor)),
  };
}
