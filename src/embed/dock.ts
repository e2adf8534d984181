/** `modules/dock.js`: what the loader fetches when the chat is wanted. Draws the panel into the loader's shell. */
import { options as preact, render, type ComponentChild } from 'preact';
import { createElement } from 'react';
import { createDock } from '../dock/create-dock.ts';
import type { DockInput } from '../dock/dock-store.ts';
import { DockPanel } from '../dock/DockPanel.tsx';
import { wantedLocale } from '../dock/launcher/shell.ts';
import { loadStrings } from '../dock/locales/load.ts';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import { readOptions } from '../options/checks.ts';
import type * as Diagnosis from '../options/diagnose.ts';
import { dockOptions, resolveOptions } from '../options/options.ts';
import { ourTags } from '../options/our-tags.ts';
import type { MountDeps, MountDock, MountedDock, RawOptions } from './dock-module.ts';

/** Tells the owner what they should know, in the console, by a module that only such a page fetches. */
const diagnose = (tell: (diagnosis: typeof Diagnosis) => void) =>
  import('../options/diagnose.ts').then(tell, () => undefined);

function read({ chatkit, ...given }: RawOptions): DockInput {
  const { options, misread } = readOptions(given);
  for (const [name, value] of Object.entries(given)) if (!(name in dockOptions)) misread.push({ name, value });
  if (misread.length > 0) void diagnose(({ explain }) => explain(misread));
  // ChatKit's own element checks what is in it.
  return { options, chatkit: chatkit as ChatKitPassThrough | undefined };
}

export async function prepareDock(options: RawOptions): Promise<MountDock> {
  const { locale } = resolveOptions(readOptions(options).options);
  if (ourTags().length > 1) void diagnose(({ noticeCopies }) => noticeCopies());
  await loadStrings(wantedLocale(locale));
  return mountDock;
}

/** Preact draws a moment after a change. What another person must not see is off the screen when the command returns. */
function drawAtOnce(change: () => unknown) {
  preact.debounceRendering = (draw) => draw();
  try {
    change();
  } finally {
    delete preact.debounceRendering;
  }
}

function mountDock({ name, shell, options, emit, signal }: MountDeps): MountedDock {
  signal.throwIfAborted();
  const dock = createDock({ name, input: read(options), emit });
  let isMounted = true;
  dock.prepare();
  // Everything is drawn through a portal into the shell; this is only where the tree begins.
  const root = document.createElement('div');
  // Typed by React, made by Preact: in this bundle `react` is `./react.ts`.
  render(createElement(DockPanel, { dock, shell }) as unknown as ComponentChild, root);
  return {
    ...dock.commands,
    get isOpen() {
      return isMounted && dock.get().isOpen;
    },
    update: (given) => drawAtOnce(() => isMounted && dock.update(read(given))),
    logout: () => drawAtOnce(() => isMounted && dock.logout()),
    destroy() {
      isMounted = false;
      render(null, root);
    },
  };
}
