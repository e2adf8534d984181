/** `modules/dock.js`: what the loader fetches when the chat is wanted. Draws the dock into the loader's shell. */
import { render, type ComponentChild } from 'preact';
import { createElement } from 'react';
import { Dock, type DockCommands, type DockProps } from '../dock/Dock.tsx';
import { readOptions } from '../options/checks.ts';
import type * as Diagnosis from '../options/diagnose.ts';
import { loadStrings } from '../dock/locales/load.ts';
import { resolveOptions, widgetOptions } from '../options/options.ts';
import { ourTags } from '../options/our-tags.ts';
import { wantedLocale } from '../dock/launcher/shell.ts';
import type { BootOptions } from '../dock/dock-handle.ts';
import type { MountDock, MountedDock, MountParts } from './dock-module.ts';

/** Says in the console what an owner should know, by a module that only such a page fetches. */
const diagnose = (say: (diagnosis: typeof Diagnosis) => void) => import('../options/diagnose.ts').then(say, () => {});

function read({ chatkit, ...given }: BootOptions): Pick<DockProps, 'options' | 'chatkit'> {
  const { options, misread } = readOptions(given);
  for (const [name, value] of Object.entries(given)) if (!(name in widgetOptions)) misread.push({ name, value });
  if (misread.length > 0) void diagnose(({ explain }) => explain(misread));
  return { options, chatkit };
}

export async function prepareDock(options: BootOptions): Promise<MountDock> {
  const { locale } = resolveOptions(read(options).options);
  if (ourTags().length > 1) void diagnose(({ noticeCopies }) => noticeCopies());
  await loadStrings(wantedLocale(locale));
  return mountDock;
}

function mountDock({ shell, options, emit }: MountParts): MountedDock {
  let commands: DockCommands | null = null;
  // Everything is drawn through a portal into the shell; this is only where the tree begins.
  const root = document.createElement('div');
  const draw = (given: BootOptions) => {
    const tree = createElement(Dock, {
      shell,
      ...read(given),
      emit,
      ref: (current: DockCommands | null) => {
        commands = current ?? commands;
      },
    });
    // Typed by React, made by Preact: in this bundle `react` is `./react.ts`.
    render(tree as unknown as ComponentChild, root);
  };
  draw(options);
  return {
    get isOpen() {
      return commands?.isOpen ?? false;
    },
    open: (how) => commands?.open(how),
    close: () => commands?.close(),
    toggle: () => commands?.toggle(),
    sendMessage: (message) => commands?.sendMessage(message),
    setInput: (text) => commands?.setInput(text),
    newThread: () => commands?.newThread(),
    setThread: (threadId) => commands?.setThread(threadId),
    setTheme: (theme) => commands?.setTheme(theme),
    fullscreen: (on) => commands?.fullscreen(on),
    update(given) {
      if (commands) draw(given);
    },
    logout: () => commands?.logout(),
    destroy() {
      // Whoever still holds a handle speaks to nobody from now on.
      commands = null;
      render(null, root);
    },
  };
}
