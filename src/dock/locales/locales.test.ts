/** Checks that the dock's translations are complete, and that it has the languages of the chat under the same names. */
import { describe, expect, it } from 'vitest';
import { en as englishChat, type LocaleStrings, type TextKey } from '../../chatkit/locales/en.ts';
import { resolveLocale, translatedLocales } from '../../chatkit/language/resolve.ts';
import { addLabels, labelIn } from '../launcher/launcher-labels.ts';
import { launcherStrings } from '../launcher/launcher-strings.ts';
import * as more from '../launcher/more-labels.ts';
import { LATER_ENGLISH } from '../../options/later-strings.ts';
import { addEnglish, englishStrings, type ShellStrings, type Translation } from '../../options/strings.ts';
import { loadStrings } from '../loading/load-strings.ts';

addEnglish(LATER_ENGLISH);
addLabels(more);

const files = import.meta.glob<Translation>(['./*.ts', '!./*.test.ts'], { import: 'strings', eager: true });
const translations = Object.entries(files).map(([path, strings]) => [path.slice(2, -3), strings] as const);
/** Most keyboards call their keys as English ones do. */
const isKeyName = (key: string) => /^(ctrl|alt|shift|enter|escape)Key$/.test(key);
const keys = (Object.keys(englishStrings) as (keyof ShellStrings)[]).filter(
  (key) => !isKeyName(key),
) as (keyof Translation)[];

/** A word that several languages share with English. */
const mayEqualEnglish = new Set<keyof ShellStrings>(['title', 'assistant', 'sources', 'feedbackSend']);

const formalChats = Object.keys(import.meta.glob('../../chatkit/locales/formal/*-*.ts')).map((path) =>
  path.replace(/.*\/formal/, './formal'),
);

/** What the dock and the chat inside it both name, so that a visitor meets one word for it. */
const sameThings: readonly (readonly [keyof Translation, TextKey])[] = [
  ['title', 'frame.title'],
  ['history', 'header.history'],
  ['history', 'history.title'],
  ['newChat', 'header.newChat'],
  ['backToChat', 'history.close'],
  ['tryAgain', 'failure.retry'],
  ['partFailed', 'failure.part'],
  ['feedbackThanks', 'thread.feedback.thanks'],
  ['assistant', 'history.assistant'],
  ['sources', 'history.sources'],
  ['cancel', 'composer.dictate.cancel'],
  ['listening', 'composer.dictate.listening'],
  ['transcribing', 'composer.dictate.transcribing'],
];

const chats = import.meta.glob<LocaleStrings>('../../chatkit/locales/*-*.ts', { import: 'strings', eager: true });
const arabic = import.meta.glob<LocaleStrings>('../../chatkit/locales/??.ts', { import: 'strings', eager: true });
const chatOf = (locale: string) => ({ ...chats, ...arabic })[`../../chatkit/locales/${locale}.ts`];

/** Names as pages and browsers write them, beside those that ChatKit lists. */
const asWritten = [
  'de',
  'DE-at',
  'es',
  'es-MX',
  'fr-BE',
  'pt',
  'pt-PT',
  'zh',
  'zh-Hant',
  'zh-Hant-HK',
  'zh-Hans-HK',
  'zh-MO',
  'zh-SG',
  'ar-EG',
  'en-GB',
  'fil',
  'no',
  'arz',
  'he',
  'xx',
  'not a tag',
  '',
  'de_DE',
];

it('has every language of the chat, each in its own file', () => {
  expect(translations.map(([locale]) => locale).sort()).toEqual([...translatedLocales].sort());
});

it.each([...translatedLocales, ...asWritten])(
  'resolves %j like the chat, and names the launcher in that language before any fetch',
  async (name) => {
    const strings = await loadStrings(name);
    expect(strings).toEqual({ ...englishStrings, ...files[`./${resolveLocale(name)}.ts`] });
    expect(launcherStrings(name).openChat).toBe(strings.openChat);
    expect(labelIn(name) === undefined).toBe(strings === englishStrings && !name.startsWith('en'));
  },
);

it.each([['en', englishStrings] as const, ...translations])(
  'in %s, the dock and the chat have the same words for the same things',
  (locale, dock) => {
    const chat = locale === 'en' ? englishChat : chatOf(locale);
    expect(sameThings.filter(([inDock, inChat]) => dock[inDock] !== chat?.[inChat])).toEqual([]);
  },
);

describe.each(translations)('%s', (locale, strings) => {
  it('has every text, all translated', () => {
    expect(
      Object.keys(strings)
        .filter((key) => !isKeyName(key))
        .sort(),
    ).toEqual([...keys].sort());
    for (const [key, text] of Object.entries(strings)) expect(text.trim(), key).not.toBe('');
    expect(keys.filter((key) => strings[key] === englishStrings[key] && !mayEqualEnglish.has(key))).toEqual([]);
  });

  it('gives adjacent buttons different names', () => {
    const {
      closeChat,
      enterFullscreen,
      exitFullscreen,
      darkMode,
      lightMode,
      newChat,
      history,
      backToChat,
      startVoice,
      stopVoice,
      cancel,
      keys: help,
    } = strings;
    const names = [
      closeChat,
      enterFullscreen,
      exitFullscreen,
      darkMode,
      lightMode,
      newChat,
      history,
      backToChat,
      startVoice,
      stopVoice,
      cancel,
      help,
    ];
    expect(new Set(names).size, locale).toBe(names.length);
  });
});

it.each([
  ['de', 'Strg', 'Umschalt', 'Eingabe', 'Esc'],
  ['fr', 'Ctrl', 'Maj', 'Entrée', 'Échap'],
  ['es', 'Ctrl', 'Mayús', 'Intro', 'Esc'],
  ['es-MX', 'Ctrl', 'Mayús', 'Enter', 'Esc'],
  ['it', 'Ctrl', 'Maiusc', 'Invio', 'Esc'],
  ['pt', 'Ctrl', 'Shift', 'Enter', 'Esc'],
  ['ja', 'Ctrl', 'Shift', 'Enter', 'Esc'],
])('names keyboard keys in %s %s, %s, %s and %s', async (locale, ...names) => {
  const { ctrlKey, shiftKey, enterKey, escapeKey } = await loadStrings(locale);
  expect([ctrlKey, shiftKey, enterKey, escapeKey]).toEqual(names);
});

describe.each(
  Object.entries(import.meta.glob<Partial<Translation>>('./formal/*-*.ts', { import: 'strings', eager: true })),
)('%s, for formal address', (path, formal) => {
  const locale = path.replace(/.*\/|\.ts$/g, '');

  it('has only texts that differ, which take the place of the usual ones', async () => {
    const usual = await loadStrings(locale);
    expect(keys.filter((key) => formal[key] === usual[key])).toEqual([]);
    expect(await loadStrings(`${locale}-formal`)).toEqual({ ...usual, ...formal });
  });

  it('is for a language whose chat has formal texts too', () => {
    expect(formalChats).toContain(path);
  });
});
