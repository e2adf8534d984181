/** The commands of a dock. Each checks its arguments, then changes the dock's state or forwards the call to the chat. */
import type { explainMisuse as ExplainMisuse } from '../../options/diagnose.ts';
import { isRecord } from '@chatdock/protocol/kinds';
import type { ChatQueue } from '../../engine/chat-queue.ts';
import { dockOptions } from '../../options/options.ts';
import type { ComposerFocus } from './composer-focus.ts';
import type { DockCommands } from './dock-commands.ts';
import { WAKE } from '../dock-state.ts';
import type { DockStore } from '../dock-store.ts';
import type { ThemeName } from '../theme/page-theme.ts';

interface CommandDeps {
  store: DockStore;
  queue: ChatQueue;
  focus: ComposerFocus;
}

export function createCommands({ store, queue, focus }: CommandDeps): DockCommands {
  const askOpen = (isOpen: boolean) => {
    store.get().memory.write({ isOpen });
    store.askOpen(isOpen);
  };
  const commands: DockCommands = {
    open() {
      focus.opening(store.get().isOpen);
      askOpen(true);
    },
    close: () => askOpen(false),
    toggle: () => (store.get().isOpen ? commands.close() : commands.open()),
    sendUserMessage(message) {
      if (!isMessage(message)) return misuse('sendUserMessage', message);
      store.set(WAKE);
      queue.run((chat) => chat.sendUserMessage(message));
    },
    setComposerValue(value) {
      if (!isRecord(value) || !isTextOrNothing(value['text'])) return misuse('setComposerValue', value);
      queue.run((chat) => chat.setComposerValue(value));
    },
    focusComposer: () => queue.run((chat) => chat.focusComposer()),
    setThreadId(threadId) {
      if (typeof threadId !== 'string' && threadId !== null) return misuse('setThreadId', threadId);
      queue.run((chat) => chat.setThreadId(threadId));
    },
    setTheme(theme) {
      if (theme !== null && !isThemeName(theme)) return misuse('setTheme', theme);
      store.get().memory.write({ theme: theme ?? undefined });
      store.askTheme(theme);
    },
    setFullscreen(isFullscreen) {
      if (typeof isFullscreen !== 'boolean') return misuse('setFullscreen', isFullscreen);
      if (isFullscreen && !store.get().isOpen) commands.open();
      store.askFullscreen(isFullscreen);
    },
  };
  return commands;
}

export const isThemeName = (name: unknown): name is ThemeName =>
  dockOptions.theme.words?.some((word) => word === name) ?? false;

const isTextOrNothing = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';
const isListOrNothing = (value: unknown) => value === undefined || Array.isArray(value);

/** Whether a message has the right types and something to send; white space does not count. The chat checks the members of the lists. */
function isMessage(message: unknown): boolean {
  if (!isRecord(message)) return false;
  const { text, content, attachments } = message;
  return (
    isTextOrNothing(text) &&
    isListOrNothing(content) &&
    isListOrNothing(attachments) &&
    Boolean(content ?? attachments ?? text?.trim())
  );
}

/** Explains an unusable argument in the console. Only pages that make such a call load the explaining module. */
const misuse = (command: Parameters<typeof ExplainMisuse>[0], given: unknown) =>
  void import('../../options/diagnose.ts').then(
    ({ explainMisuse }) => explainMisuse(command, given),
    () => {},
  );
