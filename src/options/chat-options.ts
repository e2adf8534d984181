/** The options that the launcher does not need. */
import type { StartScreenPrompt } from '@openai/chatkit';
import { choice, duration, flag, flagOrJson, flagOrText, headers, length, list, text, words } from './kinds.ts';

/** Limits for attachments, with ChatKit's names. */
export interface AttachmentLimits {
  /** The maximum size in bytes, for all files or per MIME pattern. */
  maxSize?: number | Record<string, number>;
  maxCount?: number;
  /** Accepted MIME patterns, each with its file extensions. */
  accept?: Record<string, string[]>;
}

export const chatOptions = {
  /**
   * The address that chat requests are posted to: an absolute URL, or a path on the page's origin. Required unless
   * `clientSecretUrl` or `mock` is set.
   */
  apiUrl: text(undefined, 'url'),
  /**
   * Hosted mode, with OpenAI's servers: a POST to this URL must return `{ "client_secret": "…" }`. Uses the official
   * engine. OpenAI ended it for agents of Agent Builder on 30 November 2026.
   */
  clientSecretUrl: text(undefined, 'url'),
  /**
   * The URL of a link that replaces the launcher in browsers that are too old for the chat, for example your contact
   * form. Without it, these browsers show nothing.
   */
  fallbackUrl: text(undefined, 'url'),
  /** The key from OpenAI for this domain. Only the official engine needs one. */
  domainKey: text(),
  /**
   * The ChatKit element that shows the chat. `auto` uses the official one (`openai`) if a `domainKey` is set, and the
   * self-hosted one (`local`) without a key or if the official one fails.
   */
  engine: choice(['auto', 'openai', 'local'], 'auto'),
  /** The URL of the official script, with `http` or `https`. */
  engineSrc: text('https://cdn.platform.openai.com/deployments/chatkit/chatkit.js', 'script'),
  /** How long the official engine may take to become ready before it counts as failed. */
  engineTimeout: duration(10_000),
  /** The page's CSP nonce, for the official engine's script. @defaultValue the script tag's own */
  nonce: text(),
  /** Headers to send with each request. Visitors can read them, so do not put secrets here. */
  headers: headers(),
  /** How attachments are uploaded: not at all, by a POST to `apiUrl` + `/upload`, or with ChatKit's two-phase upload. */
  upload: choice(['none', 'direct', 'two-phase'], 'none'),
  /** The badge for unread answers on the launcher. */
  badge: choice(['off', 'dot', 'count'], 'count'),
  /**
   * Where else the page shows unread answers, of `title` (a count before the page's title), `favicon` (a dot on its
   * icon), `app` (the badge of an installed app) and `sound` (which visitors can turn off), separated by spaces. Each
   * changes your page or makes a sound, so none is on by default.
   */
  unread: words(['title', 'favicon', 'app', 'sound'], []),
  /** Logs every event of the dock in the console. */
  debug: flag(false),
  /**
   * Where the chat is: in the corner (`floating`), at the side of the window beside the page, which makes room for it
   * (`sidebar`), in an element of the page (`inline`, see `target`), or in the middle of the window above the page
   * (`modal`). On a phone, all but `inline` follow `mobile`. A running dock can change between all but `inline`.
   */
  layout: choice(['floating', 'sidebar', 'inline', 'modal'], 'floating'),
  /** Whether visitors can resize the panel, by pointer and by keyboard. The dock remembers the size. */
  resizable: flag(false),
  /** The width of the panel. */
  width: length('400px'),
  /** The height of the panel. It is never taller than the window. */
  height: length('640px'),
  /**
   * The buttons in the header, of `history`, `new`, `theme`, `transcript`, `sound`, `keys`, `fullscreen` and `close`,
   * separated by spaces. The others are in its More menu. Their order is fixed.
   */
  header: words(
    ['history', 'new', 'theme', 'transcript', 'sound', 'keys', 'fullscreen', 'close'],
    ['history', 'new', 'fullscreen', 'close'],
  ),
  /** Whether the header has the fullscreen button. */
  fullscreen: flag(true),
  /** The shortcut that toggles fullscreen while the panel is open; `none` turns it off. On a Mac, Ctrl is ⌘. */
  fullscreenShortcut: text('Ctrl+Shift+F', 'keys'),
  /** How the panel looks on a phone: a sheet at the bottom, fullscreen, or the same as on a desktop. */
  mobile: choice(['sheet', 'fullscreen', 'same'], 'sheet'),
  /** Whether Esc closes the topmost layer: a menu, voice input, fullscreen, then the panel. */
  esc: flag(true),
  /** Whether the composer gets the focus when the visitor opens the panel. It never gets the focus on page load. */
  focus: choice(['auto', 'never'], 'auto'),
  /** How round the corners are, with ChatKit's names. */
  radius: choice(['pill', 'round', 'soft', 'sharp'], 'round'),
  /** How much space there is between elements, with ChatKit's names. */
  density: choice(['compact', 'normal', 'spacious'], 'normal'),
  /** The header's title, such as the name of the agent, and the panel's accessible name. @defaultValue "Chat" in the locale */
  title: text(),
  /** The URL of a picture beside the title. If it fails to load, no picture is shown. */
  avatar: text(undefined, 'url'),
  /** A line below the title, such as "Answers in seconds". */
  status: text(),
  /**
   * The background colour of the header: any CSS colour, or a variable of the page. Its text is black or white,
   * whichever has more contrast.
   */
  headerColor: text(undefined, 'color'),
  /** The URL of a picture above the greeting of an empty chat. If it fails to load, no picture is shown. */
  logo: text(undefined, 'url'),
  /** The heading of an empty chat. @defaultValue ChatKit's, in the locale */
  greeting: text(),
  /** A line below the greeting of an empty chat. */
  introduction: text(),
  /** Suggestions in an empty chat: texts separated by `|`, or a JSON array of `{ label, prompt, icon }`. */
  prompts: list<StartScreenPrompt>(),
  /** The composer's placeholder. @defaultValue "Ask a question…" in the locale */
  placeholder: text(),
  /**
   * The line at the bottom of the panel that tells visitors that an AI answers. `none` removes it. Do so only if the
   * page tells them itself, or if people answer. @defaultValue "You’re chatting with an AI. It can make mistakes." in
   * the locale
   */
  aiNotice: text(),
  /** A line under the composer, in Markdown. */
  disclaimer: text(),
  /** Whether files can be attached, or a JSON object with limits. Requires `upload`. */
  attachments: flagOrJson<AttachmentLimits>(false),
  /** The microphone: off, send the transcript, or insert it into the composer. Shown only in browsers where it can work. */
  voice: choice(['off', 'send', 'insert'], 'send'),
  /** Thumbs on answers. `comment` also asks for a comment after a thumbs-down. */
  feedback: choice(['off', 'thumbs', 'comment'], 'thumbs'),
  /** Whether answers have a button that regenerates them. */
  retry: flag(true),
  /**
   * What visitors can do with messages, of `edit` (change their own message and get a new answer), `time` (see when it
   * was written), `rate` (thumbs on older answers too, see `feedback`), `speak` (have an answer read aloud) and `queue`
   * (send while an answer is being written), separated by spaces. An empty text turns all off.
   */
  messageActions: words(['edit', 'time', 'rate', 'speak', 'queue'], ['edit', 'time', 'rate', 'queue']),
  /** Whether the header has the list of past chats. */
  history: flag(true),
  /** What visitors may send about your page, as a quote that they can remove before sending: `page` puts its title and address (without `?…` and `#…`) into the composer when the chat opens, `selection` shows an "Ask about this" button at text that they select. Separated by spaces. */
  pageContext: words(['page', 'selection'], []),
  /** The thread to show first: its id, or `new`. @defaultValue the visitor's last thread */
  thread: text(),
  /** Identifies the visitor: a token that your server can verify, sent as `Authorization: Bearer`. Prefer `identify()`. */
  userToken: text(),
  /** Uses an in-page server instead of a real one, for demos and tests. A name selects its scenario. */
  mock: flagOrText(false),
} as const;
