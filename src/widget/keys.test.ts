import { afterEach, describe, expect, it, vi } from 'vitest';
import { keyLabels, matchesKeys } from './keys.ts';

const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  // The part of an event that is read.
  ({ key, code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, repeat: false, ...held }) as KeyboardEvent;
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
    expect(keyLabels('Ctrl+Shift+F')).toEqual(['⌘', '⇧', 'F']);
  });

  it('is shown as people write it, and not at all when there is none', () => {
    on('Win32');
    expect(keyLabels('mod+shift+f')).toEqual(['Ctrl', 'Shift', 'F']);
    expect(keyLabels('none')).toEqual([]);
  });
});
