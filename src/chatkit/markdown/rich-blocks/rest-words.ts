/**
 * The texts of the note on a partly rendered message, in every language. They are here because few readers need them.
 */
import { ownEntry } from '@chatdock/protocol/kinds';

interface RestWords {
  /** The note above the part that is not rendered. */
  rest: string;
  /** The label of the button that renders it. */
  all: string;
  /** Announced when it has been rendered. */
  shown: string;
}

const ENGLISH: RestWords = {
  rest: 'This message is long. The rest is shown as plain text.',
  all: 'Show all',
  shown: 'The whole message is shown.',
};

const TRANSLATED: Record<string, RestWords> = {
  ar: { rest: 'هذه الرسالة طويلة. يُعرض الباقي كنص عادي.', all: 'عرض الكل', shown: 'تُعرض الرسالة كاملة.' },
  'de-DE': {
    rest: 'Diese Nachricht ist lang. Der Rest wird als einfacher Text angezeigt.',
    all: 'Alles anzeigen',
    shown: 'Die ganze Nachricht wird angezeigt.',
  },
  'es-ES': {
    rest: 'Este mensaje es largo. El resto se muestra como texto sin formato.',
    all: 'Mostrar todo',
    shown: 'Se muestra el mensaje completo.',
  },
  'fr-FR': {
    rest: 'Ce message est long. La suite est affichée en texte brut.',
    all: 'Tout afficher',
    shown: 'Le message est affiché en entier.',
  },
  'hi-IN': {
    rest: 'यह संदेश लंबा है। बाकी हिस्सा सादे पाठ के रूप में दिखाया गया है।',
    all: 'सब दिखाएँ',
    shown: 'पूरा संदेश दिखाया गया है।',
  },
  'it-IT': {
    rest: 'Questo messaggio è lungo. Il resto è mostrato come testo semplice.',
    all: 'Mostra tutto',
    shown: 'Il messaggio è mostrato per intero.',
  },
  'ja-JP': {
    rest: 'このメッセージは長いため、残りはプレーンテキストで表示しています。',
    all: 'すべて表示',
    shown: 'メッセージ全体を表示しました。',
  },
  'ko-KR': {
    rest: '메시지가 길어 나머지는 일반 텍스트로 표시됩니다.',
    all: '모두 표시',
    shown: '메시지 전체가 표시되었습니다.',
  },
  'nl-NL': {
    rest: 'Dit bericht is lang. De rest wordt als platte tekst getoond.',
    all: 'Alles tonen',
    shown: 'Het hele bericht wordt getoond.',
  },
  'pl-PL': {
    rest: 'Ta wiadomość jest długa. Reszta jest wyświetlana jako zwykły tekst.',
    all: 'Pokaż wszystko',
    shown: 'Wyświetlono całą wiadomość.',
  },
  'pt-BR': {
    rest: 'Esta mensagem é longa. O restante é exibido como texto simples.',
    all: 'Mostrar tudo',
    shown: 'A mensagem inteira está sendo exibida.',
  },
  'ru-RU': {
    rest: 'Это длинное сообщение. Остальная часть показана простым текстом.',
    all: 'Показать всё',
    shown: 'Сообщение показано полностью.',
  },
  'tr-TR': {
    rest: 'Bu ileti uzun. Kalanı düz metin olarak gösteriliyor.',
    all: 'Tümünü göster',
    shown: 'İletinin tamamı gösteriliyor.',
  },
  'zh-CN': { rest: '此消息较长，其余部分以纯文本显示。', all: '全部显示', shown: '已显示整条消息。' },
  'zh-TW': { rest: '此訊息較長，其餘部分以純文字顯示。', all: '全部顯示', shown: '已顯示整則訊息。' },
};

/** The texts for a locale, else for the first locale with the same language, else English. */
export function restWords(locale = 'en'): RestWords {
  const language = locale.split('-')[0] ?? '';
  const near = locale === 'zh-HK' ? 'zh-TW' : Object.keys(TRANSLATED).find((name) => name.split('-')[0] === language);
  return ownEntry(TRANSLATED, locale) ?? ownEntry(TRANSLATED, near ?? '') ?? ENGLISH;
}
