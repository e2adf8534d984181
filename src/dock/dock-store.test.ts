import { describe, expect, it, vi } from 'vitest';
import type { ReadOptions } from '../options/options.ts';
import { createDockStore, type DockControl } from './dock-store.ts';

const open = (options: ReadOptions = {}, control: DockControl = {}) => createDockStore('test', { options, control });

describe('an uncontrolled dock', () => {
  it('opens on request and notifies the caller', () => {
    const onOpenChange = vi.fn<(isOpen: boolean) => void>();
    const store = open({}, { onOpenChange });
    store.askOpen(true);
    store.askOpen(true);
    expect(store.get().isOpen).toBe(true);
    expect(onOpenChange.mock.calls).toEqual([[true]]);
  });

  it('leaves fullscreen when it closes', () => {
    const onFullscreenToggle = vi.fn<(isFullscreen: boolean) => void>();
    const store = open({}, { onFullscreenToggle });
    store.askOpen(true);
    store.askFullscreen(true);
    store.askOpen(false);
    expect(store.get()).toMatchObject({ isOpen: false, isFullscreen: false });
    expect(onFullscreenToggle.mock.calls).toEqual([[true], [false]]);
  });

  it("prefers the visitor's theme to the owner's until the choice is reset", () => {
    const store = open({ theme: 'dark' });
    store.askTheme('light');
    expect(store.get().theme).toBe('light');
    store.askTheme(null);
    expect(store.get().theme).toBe('dark');
  });

  it("starts the chat with the owner's thread once it is needed", () => {
    const store = open({ thread: 'thr_1' });
    expect(store.get().threadId).toBeNull();
    store.askOpen(true);
    expect(store.get().threadId).toBe('thr_1');
  });

  it('notifies listeners only of real changes', () => {
    const store = open();
    const listener = vi.fn<() => void>();
    const stop = store.subscribe(listener);
    store.set({ isOpen: false });
    expect(listener).not.toHaveBeenCalled();
    store.askOpen(true);
    expect(listener).toHaveBeenCalledOnce();
    stop();
    store.askOpen(false);
    expect(listener).toHaveBeenCalledOnce();
  });
});

describe('a controlled dock', () => {
  it('asks the caller and changes when the caller does', () => {
    const onOpenChange = vi.fn<(isOpen: boolean) => void>();
    const store = open({}, { isOpen: false, onOpenChange });
    store.askOpen(true);
    expect(store.get().isOpen).toBe(false);
    expect(onOpenChange).toHaveBeenCalledWith(true);
    store.setInput({ options: {}, control: { isOpen: true, onOpenChange } }, false);
    expect(store.get().isOpen).toBe(true);
  });

  it("continues if the caller's handler throws", () => {
    vi.stubGlobal('reportError', vi.fn<(error: unknown) => void>());
    const store = open(
      {},
      {
        onOpenChange() {
          throw new Error('page');
        },
      },
    );
    store.askOpen(true);
    expect(store.get().isOpen).toBe(true);
    expect(reportError).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });

  it('keeps the options object while the owner passes equal ones', () => {
    const options = { title: 'Ask us' };
    const store = open(options);
    const before = store.get().options;
    store.setInput({ options }, false);
    expect(store.get().options).toBe(before);
    store.setInput({ options: { title: 'Help' } }, false);
    expect(store.get().options.title).toBe('Help');
  });
});
