/** What the launcher is called, in every language the shell speaks: the only words that are wanted before anything may be fetched. */

/** By language; a test holds each to its translation in `locales/`. */
const labels: Record<string, string> = {
  ar: 'فتح المحادثة',
  de: 'Chat öffnen',
  es: 'Abrir chat',
  fr: 'Ouvrir le chat',
  hi: 'चैट खोलें',
  it: 'Apri la chat',
  ja: 'チャットを開く',
  ko: '채팅 열기',
  nl: 'Chat openen',
  pl: 'Otwórz czat',
  pt: 'Abrir chat',
  ru: 'Открыть чат',
  tr: 'Sohbeti aç',
  zh: '打开聊天',
  hant: '開啟聊天',
};

/** The label in the language of a locale name; undefined where the shell speaks English. */
export const labelIn = (locale: string): string | undefined => labels[/^zh-(hant|tw|hk|mo)/i.test(locale) ? 'hant' : locale.toLowerCase().replace(/-.*/, '')];
