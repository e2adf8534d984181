import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Chat, createChatQueue } from '../../engine/chat-queue.ts';
import { createDockStore } from '../dock-store.ts';
import { createCommands } from './create-commands.ts';
import type { DockCommands } from './dock-commands.ts';

afterEach(() => vi.restoreAllMocks());

/** The commands of a dock, with a chat that records its calls. */
function open() {
  const store = createDockStore('test', { options: { persist: 'memory' } });
  const queue = createChatQueue((error) => {
    throw error;
  });
  const noted: unknown[] = [];
  const note = (name: string) => async (value: unknown) => void noted.push([name, value]);
  // Only these methods are called here.
  queue.attach({
    sendUserMessage: note('sendUserMessage'),
    setComposerValue: note('setComposerValue'),
    setThreadId: note('setThreadId'),
  } as unknown as Chat);
  const commands = createCommands({ store, queue, focus: { opening() {}, opened() {} } });
  return { store, commands, noted, remembered: () => store.get().memory.read() };
}

/** Makes a call that TypeScript refuses, as a page without types can. */
const misuse = (commands: DockCommands, name: keyof DockCommands, given: unknown) =>
  (commands[name] as (given: unknown) => void)(given);

describe('open, close and toggle', () => {
  it('change the dock, which remembers it for the next page', () => {
    const { store, commands, remembered } = open();
    commands.toggle();
    expect([store.get().isOpen, remembered().isOpen]).toEqual([true, true]);
    commands.toggle();
    expect([store.get().isOpen, remembered().isOpen]).toEqual([false, false]);
  });
});

describe('setFullscreen', () => {
  it('opens a closed panel to fill the window with it, and opens nothing to leave', () => {
    const { store, commands } = open();
    commands.setFullscreen(false);
    expect(store.get().isOpen).toBe(false);
    commands.setFullscreen(true);
    expect(store.get()).toMatchObject({ isOpen: true, isFullscreen: true });
  });
});

describe('setTheme', () => {
  it('is remembered until it is reset', () => {
    const { store, commands, remembered } = open();
    commands.setTheme('dark');
    expect([store.get().theme, remembered().theme]).toEqual(['dark', 'dark']);
    commands.setTheme(null);
    expect(remembered().theme).toBeUndefined();
  });
});

describe('a command with an invalid argument', () => {
  it.each<[keyof DockCommands, unknown]>([
    ['sendUserMessage', { text: '' }],
    ['sendUserMessage', { text: ' \n ' }],
    ['sendUserMessage', { text: 5 }],
    ['sendUserMessage', 'hello'],
    ['setComposerValue', { text: 5 }],
    ['setThreadId', undefined],
    ['setTheme', 'sepia'],
    ['setFullscreen', 'yes'],
  ])('%s(%j) does nothing, and logs that', async (name, given) => {
    // Each warning is given only once, so reload the module: another test may have caused this one.
    vi.resetModules();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { store, commands, noted } = open();
    const before = store.get();
    misuse(commands, name, given);
    await expect.poll(() => warn.mock.calls.join()).toContain(name);
    expect(noted).toEqual([]);
    expect(store.get()).toBe(before);
  });
});

it('a message of files alone is sent', () => {
  const { commands, noted } = open();
  const message = { attachments: [{ id: 'atc_1', name: 'a.txt', type: 'file' as const, mime_type: 'text/plain' }] };
  commands.sendUserMessage(message);
  expect(noted).toEqual([['sendUserMessage', message]]);
});
