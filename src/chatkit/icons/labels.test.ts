import { describe, expect, it } from 'vitest';
import { labels as english, type IconLabels } from '../locales/icons/en.ts';
import { translatedLocales } from '../language/resolve.ts';
import { loadIconLabel } from './labels.ts';

const files = import.meta.glob<IconLabels>(['../locales/icons/*.ts', '!../locales/icons/en.ts'], {
  import: 'labels',
  eager: true,
});
/** Words that several languages share with English. */
const shared = new Set([
  'Menu',
  'Sidebar',
  'Chat',
  'Information',
  'Document',
  'Email',
  'Image',
  'Calendar',
  'Home',
  'History',
  'Profile',
]);

describe('the names of buttons that have only an icon', () => {
  it('exist in every language of the chat [E183]', () => {
    expect(Object.keys(files).map((path) => path.replace(/.*\/|\.ts$/g, ''))).toEqual([...translatedLocales].sort());
  });

  it.each(Object.entries(files))('%s has each, translated', (_, given) => {
    expect(Object.keys(given)).toEqual(Object.keys(english));
    const same = Object.entries(given).filter(
      ([name, text]) =>
        text.trim() === '' ||
        (Object.entries(english).some(([key, word]) => key === name && word === text) && !shared.has(text)),
    );
    expect(same).toEqual([]);
  });

  it.each([
    ['settings-cog', 'de-DE', 'Einstellungen'],
    ['settings-cog', 'de-AT-formal', 'Einstellungen'],
    ['lucide:settings', 'fr-CA', 'Paramètres'],
    ['compose', 'ar', 'محادثة جديدة'],
    ['dots-horizontal', 'zh-HK', '更多選項'],
    ['sidebar-floating-open-left', 'he', 'Open sidebar'],
    ['sidebar-left', 'not a locale', 'Sidebar'],
    // Without a usual meaning it is the icon's own name.
    ['wreath', 'de-DE', 'wreath'],
    ['lucide:shopping-cart', 'de-DE', 'shopping cart'],
    ['__proto__', 'de-DE', '__proto__'],
  ])('%s in %s is "%s"', async (icon, locale, expected) => {
    expect(await loadIconLabel(icon, locale)).toBe(expected);
  });
});
