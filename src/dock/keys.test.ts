import { afterEach, describe, expect, it, vi } from 'vitest';
import { strings as german } from './locales/de-DE.ts';
import { areKeys } from '../options/key-combination.ts';
import { keyHint, keyLabels, matchesKeys } from './keys.ts';
import { englishStrings } from '../options/strings.ts';

const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  // The part of an event that is read.
  ({
    key,
    code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    repeat: false,
    ...held,
  }) as KeyboardEvent;
const on = (platform: string) => vi.stubGlobal('navigator', { platform });
afterEach(() => vi.unstubAllGlobals());

describe('key combinations', () => {
  it.each([
    ['Ctrl+/', press('/', { ctrlKey: true }), true],
    ['Ctrl+/', press('/', { ctrlKey: true, shiftKey: true }), true],
    ['Ctrl+/', press('/'), false],
    ['Ctrl+/', press('/', { ctrlKey: true, altKey: true }), false],
    ['Ctrl+Shift+F', press('F', { ctrlKey: true, shiftKey: true }), true],
    ['Ctrl+Shift+F', press('f', { ctrlKey: true }), false],
    ['Ctrl+F', press('F', { ctrlKey: true, shiftKey: true }), false],
    ['cmd + k', press('k', { ctrlKey: true }), true],
    ['Ctrl+K', press('л', { ctrlKey: true, code: 'KeyK' }), true],
    // Another layout's letter in that place is that layout's combination.
    ['Ctrl+Shift+F', press('U', { ctrlKey: true, shiftKey: true, code: 'KeyF' }), false],
    ['Ctrl+Shift+F', press('F', { ctrlKey: true, shiftKey: true, code: 'KeyY' }), true],
    ['Ctrl+A', press('q', { ctrlKey: true, code: 'KeyA' }), false],
    // Ctrl+/ is Ctrl+Shift+7 in German; AltGr is Ctrl and Alt on Windows, and Alt alone elsewhere.
    ['Ctrl+/', press('/', { ctrlKey: true, shiftKey: true, code: 'Digit7' }), true],
    ['Ctrl+/', press('/', { ctrlKey: true, altKey: true }), false],
    ['Ctrl+Alt+L', press('ł', { ctrlKey: true, altKey: true, code: 'KeyL' }), false],
    ['Ctrl+Alt+L', press('l', { ctrlKey: true, altKey: true }), true],
    ['Alt+F2', press('F2', { altKey: true, code: 'F2' }), true],
    ['Ctrl+K', press('k', { ctrlKey: true, isComposing: true }), false],
    ['Ctrl+K', press('k', { ctrlKey: true, repeat: true }), false],
    ['none', press('none'), false],
  ])('%s', (keys, event, matches) => {
    on('Linux x86_64');
    expect(matchesKeys(event, keys) && keys !== 'none').toBe(matches);
  });

  it('means ⌘ on a Mac', () => {
    on('MacIntel');
    expect(matchesKeys(press('f', { metaKey: true, shiftKey: true }), 'Ctrl+Shift+F')).toBe(true);
    expect(matchesKeys(press('f', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+F')).toBe(false);
    // Option writes a sign of its own.
    expect(matchesKeys(press('˚', { altKey: true, code: 'KeyK' }), 'Alt+K')).toBe(true);
    expect(keyLabels('Ctrl+Shift+F', englishStrings)).toEqual(['⌘', '⇧', 'F']);
    expect(keyHint('Ctrl+Shift+F', englishStrings)).toBe('⌘⇧F');
    expect(keyLabels('Shift+Enter', englishStrings)).toEqual(['⇧', '↩']);
  });

  it('is shown as is usual in the language, and not at all if there is none', () => {
    on('Win32');
    expect(keyLabels('mod+shift+f', englishStrings)).toEqual(['Ctrl', 'Shift', 'F']);
    expect(keyHint('Ctrl+Shift+F', { ...englishStrings, ...german })).toBe('Strg+Umschalt+F');
    expect(keyLabels('Shift+Enter', { ...englishStrings, ...german })).toEqual(['Umschalt', 'Eingabe']);
    expect(keyLabels('Alt+ArrowUp', englishStrings)).toEqual(['Alt', '↑']);
    for (const none of ['none', ' None ', '']) expect(keyLabels(none, englishStrings)).toEqual([]);
  });

  it.each(['Ctrl+/', 'cmd + k', 'Ctrl+Alt+Shift+K', 'Alt+ArrowUp', 'F2', 'Ctrl+Enter', 'Ctrl+é', 'none', 'off', ''])(
    'accepts %j',
    (keys) => expect(areKeys(keys)).toBe(true),
  );
  it.each(['Foo+Bar', 'A+B', 'Ctrl+Bar', 'Ctrl+Space', 'Ctrl+', 'Ctrl++', 'k', 'Shift+K', '/', 'Ctrl'])(
    'rejects %j, which cannot be pressed or is part of typing',
    (keys) => expect(areKeys(keys)).toBe(false),
  );
});
