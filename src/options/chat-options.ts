/** The options that are not needed before the panel is fetched. */
import type { StartScreenPrompt } from '@openai/chatkit';
import { choice, duration, flag, flagOrJson, flagOrText, headers, length, list, text } from './kinds.ts';

/** Limits for uploads, in ChatKit's own words. */
export interface AttachmentLimits {
  /** Bytes, for every file or by MIME pattern. */
  maxSize?: number | Record<string, number>;
  maxCount?: number;
  /** MIME patterns, each with the file extensions that go with it. */
  accept?: Record<string, string[]>;
}

export const chatOptions = {
  /** The chat server's address: an absolute URL, or a path on the page's origin. Required unless `clientSecretUrl` or `mock` is given. */
  apiUrl: text(undefined, 'url'),
  /** Hosted mode: the chat runs on OpenAI's servers, with the official engine. A POST to this URL must answer `{ "client_secret": "…" }`. */
  clientSecretUrl: text(undefined, 'url'),
  /** The key that OpenAI gave you for this domain. Only the official engine needs it. */
  domainKey: text(),
  /** The element that draws the chat: the official one (`openai`) or ours (`local`). `auto` uses the official one if there is a `domainKey`, and ours if there is none or the official one fails. */
  engine: choice(['auto', 'openai', 'local'], 'auto'),
  /** The URL of the official script. */
  engineSrc: text('https://cdn.platform.openai.com/deployments/chatkit/chatkit.js', 'url'),
  /** How long to wait for the official engine before it counts as failed. */
  engineTimeout: duration(10_000),
  /** The page's CSP nonce, for the official engine's script. @defaultValue the script tag's own */
  nonce: text(),
  /** More options as JSON: the URL of a file, or the `#id` of a `<script type="application/json">` on the page. Read once, when the dock starts. Not a React prop. */
  config: text(),
  /** Headers to add to every request. Visitors can read them, so do not put secrets here. */
  headers: headers(),
  /** How files reach your server: not at all, in one POST to `apiUrl` + `/upload` (`direct`), or announced first (`two-phase`). */
  upload: choice(['none', 'direct', 'two-phase'], 'none'),
  /** What the launcher shows for unread answers. */
  badge: choice(['off', 'dot', 'count'], 'count'),
  /** Whether to log every event of the dock in the console. */
  debug: flag(false),
  /** Width of the panel. */
  width: length('400px'),
  /** Height of the panel, limited to the height of the window. */
  height: length('640px'),
  /** Whether the header has a fullscreen button. */
  fullscreen: flag(true),
  /** The keys that turn fullscreen on and off while the panel is open; `none` for no keys. On a Mac, Ctrl is ⌘. */
  fullscreenShortcut: text('Ctrl+Shift+F', 'keys'),
  /** The panel on a phone: a sheet from below, the whole screen, or the same as on a desktop. */
  mobile: choice(['sheet', 'fullscreen', 'same'], 'sheet'),
  /** Whether Esc closes the topmost of: a menu, a recording, fullscreen, the panel. */
  esc: flag(true),
  /** Whether the composer gets the focus when the visitor opens the panel. It never gets the focus when the page loads. */
  focus: choice(['auto', 'never'], 'auto'),
  /** How round corners are, in ChatKit's terms. */
  radius: choice(['pill', 'round', 'soft', 'sharp'], 'round'),
  /** How much space there is between things, in ChatKit's terms. */
  density: choice(['compact', 'normal', 'spacious'], 'normal'),
  /** The title in the header, which is also the panel's accessible name. @defaultValue "Chat" in the locale */
  title: text(),
  /** The heading of an empty chat. @defaultValue ChatKit's, in the locale */
  greeting: text(),
  /** Suggestions above the composer of an empty chat: texts separated by `|`, or a JSON array of `{ label, prompt, icon }`. */
  prompts: list<StartScreenPrompt>(),
  /** The composer's placeholder. @defaultValue ChatKit's, in the locale */
  placeholder: text(),
  /** A line under the composer, in Markdown. */
  disclaimer: text(),
  /** Whether visitors can attach files; a JSON object sets limits. Requires `upload`. */
  attachments: flagOrJson<AttachmentLimits>(false),
  /** Voice input: `off`, send the transcript at once, or insert it into the composer. The microphone is shown only if the browser or your server can transcribe. */
  voice: choice(['off', 'send', 'insert'], 'send'),
  /** Thumbs up and down on answers. `comment` also asks for a comment after a thumbs-down. */
  feedback: choice(['off', 'thumbs', 'comment'], 'thumbs'),
  /** Whether an answer has a button that regenerates it. */
  retry: flag(true),
  /** Whether the header has a button for the list of past chats. */
  history: flag(true),
  /** The thread to show first: its id, or `new` for a new chat. @defaultValue the visitor's last one */
  thread: text(),
  /** A token that tells your server who the visitor is, sent as `Authorization: Bearer`. Prefer `identify()`. */
  userToken: text(),
  /** Whether a server inside the page replaces the real one, for demos and tests. A text selects its scenario. */
  mock: flagOrText(false),
} as const;
