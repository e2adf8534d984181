import { describe, expect, it } from 'vitest';
import {
  countResponse,
  endsFullscreen,
  firstThread,
  initialState,
  setOpen,
  startsChat,
  themeOf,
  toControlled,
  visitAfter,
  type DockState,
} from './dock-state.ts';

const closed = initialState(undefined, 'light');
const after = (state: DockState, changes: Partial<DockState>): DockState => ({ ...state, ...changes });

describe('the state of a dock', () => {
  it('starts closed, with a new chat and nothing unread', () => {
    expect(closed).toMatchObject({ isOpen: false, isFullscreen: false, unread: 0, threadId: null, isAwake: false });
  });

  it.each([
    ['dark', 'dark'],
    ['light', 'light'],
    ['system', 'light'],
    ['auto', 'light'],
  ] as const)('theme %s is %s without a document', (theme, scheme) => {
    expect(initialState(undefined, theme).scheme).toBe(scheme);
  });

  it('opening starts the chat and clears the unread count', () => {
    expect(after(closed, { ...setOpen(true) })).toMatchObject({ isOpen: true, isAwake: true, isWanted: true });
    expect(after({ ...closed, unread: 3 }, setOpen(true)).unread).toBe(0);
  });

  it('closing keeps the chat running, because an answer may be streaming', () => {
    expect(after(after(closed, setOpen(true)), setOpen(false))).toMatchObject({ isOpen: false, isAwake: true });
  });

  it('counts a completed answer while closed, and none while open', () => {
    expect(after(closed, countResponse(closed, 'completed', false)).unread).toBe(1);
    const open = after(closed, setOpen(true));
    expect(after(open, countResponse(open, 'completed', false)).unread).toBe(0);
    expect(after(open, countResponse(open, 'completed', true)).unread).toBe(1);
  });

  it.each(['failed', 'stopped', 'incomplete'] as const)('does not count an answer that was %s', (outcome) => {
    expect(after(closed, countResponse(closed, outcome, true)).unread).toBe(0);
  });
});

describe('the state that a caller controls', () => {
  it('replaces the dock’s own state, and opening starts the chat', () => {
    const control = { isOpen: true, isFullscreen: true };
    expect(after(closed, toControlled(closed, control))).toMatchObject({ ...control, isAwake: true });
    expect(toControlled(after(closed, setOpen(true)), { isOpen: false })).toMatchObject({ isOpen: false });
  });

  it('keeps the fields that the caller does not control', () => {
    const open = after(closed, { ...setOpen(true), isFullscreen: true, unread: 2 });
    expect(after(open, toControlled(open))).toEqual(open);
  });

  it.each([
    [{ theme: 'dark' }, 'light', 'dark'],
    [undefined, 'light', 'light'],
    [{}, null, 'system'],
  ] as const)('the theme of %j, after the choice %j, is %s', (control, chosen, theme) => {
    expect(themeOf(control, chosen, { theme: 'system' })).toBe(theme);
  });
});

describe('between two states', () => {
  const open = after(closed, setOpen(true));

  it('closing ends fullscreen, opening does not', () => {
    const fullscreen = after(open, { isFullscreen: true });
    expect(endsFullscreen(fullscreen, after(fullscreen, setOpen(false)))).toBe(true);
    expect(endsFullscreen(open, closed)).toBe(false);
    expect(endsFullscreen(closed, fullscreen)).toBe(false);
    expect(endsFullscreen(fullscreen, fullscreen)).toBe(false);
  });

  it('a chat starts with the first opening and with another person', () => {
    expect(startsChat(closed, open)).toBe(true);
    expect(startsChat(open, after(open, { unread: 1 }))).toBe(false);
    expect(startsChat(open, after(open, { visit: { identity: 'ada', person: 1 } }))).toBe(true);
  });

  it('starts with the owner’s thread, else the one of the tab, else the last one', () => {
    expect(firstThread('of-the-owner', 'of-the-tab', 'last')).toBe('of-the-owner');
    expect(firstThread('new', 'of-the-tab', 'last')).toBeNull();
    expect(firstThread(undefined, 'of-the-tab', 'last')).toBe('of-the-tab');
    expect(firstThread(undefined, null, 'last')).toBeNull();
    expect(firstThread(undefined, undefined, 'last')).toBe('last');
    expect(firstThread(undefined, undefined, undefined)).toBeNull();
  });
});

describe('the user', () => {
  const anonymous = { identity: undefined, person: 4 };
  const ada = { identity: 'ada', person: 4 };

  it('stays the same with a fresh token of the same person', () => {
    expect(visitAfter(ada, 'ada', false)).toBe(ada);
  });

  it('changes with another token, and without one', () => {
    expect(visitAfter(ada, 'grace', true)).toEqual({ identity: 'grace', person: 5 });
    expect(visitAfter(ada, undefined, true)).toEqual({ identity: undefined, person: 5 });
  });

  it('stays the same on sign-in only if the visitor may stay', () => {
    expect(visitAfter(anonymous, 'ada', true)).toEqual(ada);
    expect(visitAfter(anonymous, 'ada', false)).toEqual({ identity: 'ada', person: 5 });
  });
});
