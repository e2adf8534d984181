/** `modules/dock.js`: what the loader fetches when the chat is wanted. Draws the dock into the loader's shell. */
import { render, type ComponentChild } from 'preact';
import { createElement } from 'react';
import { Dock, type DockCommands } from '../widget/Dock.tsx';
import { chatOptions } from '../widget/chat-options.ts';
import { readWith, type Misread } from '../widget/option-kinds.ts';
import { widgetOptions } from '../widget/options.ts';
import { warnOnce } from '../widget/warn-once.ts';
import type { BootOptions } from '../widget/dock-handle.ts';
import type { MountedDock, MountParts } from './dock-module.ts';

// The chat's own code is on its way while the dock is drawn.
void import('../chatkit/view.tsx');

const explain = async (misread: Misread[]) => (await import('./diagnose.ts')).diagnose(misread).forEach(warnOnce);

export function mountDock({ shell, options, emit }: MountParts): MountedDock {
  let commands: DockCommands | null = null;
  // Everything is drawn through a portal into the shell; this is only where the tree begins.
  const root = document.createElement('div');
  const draw = (given: BootOptions) => {
    const { chatkit, ...named } = given;
    const { misread } = readWith(chatOptions, named);
    if (misread.length > 0) void explain(misread);
    const read = { ...readWith(widgetOptions, named).options, chatkit };
    const tree = createElement(Dock, {
      shell,
      options: read,
      emit,
      ref: (current: DockCommands | null) => {
        commands = current ?? commands;
      },
    });
    // Typed by React, made by Preact: in this bundle `react` is `./react.ts`.
    render(tree as unknown as ComponentChild, root);
  };
  draw(options);
  const dock = () => {
    if (!commands) throw new Error('The dock was not drawn.');
    return commands;
  };
  return {
    get isOpen() {
      return dock().isOpen;
    },
    open: (how) => dock().open(how),
    close: () => dock().close(),
    toggle: () => dock().toggle(),
    sendMessage: (message) => dock().sendMessage(message),
    setInput: (text) => dock().setInput(text),
    newThread: () => dock().newThread(),
    setThread: (threadId) => dock().setThread(threadId),
    setTheme: (theme) => dock().setTheme(theme),
    fullscreen: (on) => dock().fullscreen(on),
    update: draw,
    logout: () => dock().logout(),
    destroy: () => render(null, root),
  };
}
