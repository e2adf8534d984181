/** The options that only the panel needs. */
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
  /** Where chat requests are posted: an absolute URL, or a path on the page's own origin. Needed unless `clientSecretUrl` or `mock` is given. */
  apiUrl: text(undefined, 'url'),
  /** Hosted mode: a POST to this URL answers `{ "client_secret": "…" }` for OpenAI's own servers. Uses the official engine. */
  clientSecretUrl: text(undefined, 'url'),
  /** The key OpenAI gave you for this domain; only its own engine needs one. */
  domainKey: text(),
  /** Which ChatKit element draws the chat. `auto` takes the official one when there is a `domainKey`, and ours when there is none or the official one fails. */
  engine: choice(['auto', 'openai', 'local'], 'auto'),
  /** Where the official script comes from. */
  engineSrc: text('https://cdn.platform.openai.com/deployments/chatkit/chatkit.js', 'url'),
  /** How long the official engine may take to be ready before it counts as failed. */
  engineTimeout: duration(10_000),
  /** The page's CSP nonce, for the official engine's script. @defaultValue the script tag's own */
  nonce: text(),
  /** More options as JSON: the URL of a file, or `#id` of a `<script type="application/json">` on the page. Read when the dock starts; not a prop. */
  config: text(),
  /** Request headers to send along. Anybody can read them: no secrets. */
  headers: headers(),
  /** How attachments reach your server: not at all, posted to `apiUrl` + `/upload`, or in ChatKit's two phases. */
  upload: choice(['none', 'direct', 'two-phase'], 'none'),
  /** The mark for unread answers on the launcher. */
  badge: choice(['off', 'dot', 'count'], 'count'),
  /** Says every event of the dock in the console. */
  debug: flag(false),
  /** Width of the panel. */
  width: length('400px'),
  /** Height of the panel; never more than the window has. */
  height: length('640px'),
  /** Whether the header has the fullscreen button. */
  fullscreen: flag(true),
  /** Turns fullscreen on and off while the panel is open; `none` for no such key. On a Mac, Ctrl is ⌘. */
  fullscreenShortcut: text('Ctrl+Shift+F', 'keys'),
  /** The panel's form on a phone: a sheet from below, the whole screen, or as on a desktop. */
  mobile: choice(['sheet', 'fullscreen', 'same'], 'sheet'),
  /** Whether Esc closes what is on top: a menu, a recording, fullscreen, the panel. */
  esc: flag(true),
  /** Whether the composer takes the focus when the visitor opens the panel. It never does when the page loads. */
  focus: choice(['auto', 'never'], 'auto'),
  /** How round corners are; ChatKit's words. */
  radius: choice(['pill', 'round', 'soft', 'sharp'], 'round'),
  /** How much air there is; ChatKit's words. */
  density: choice(['compact', 'normal', 'spacious'], 'normal'),
  /** The header's title, and the panel's accessible name. @defaultValue "Chat" in the locale */
  title: text(),
  /** The heading of an empty chat. @defaultValue ChatKit's, in the locale */
  greeting: text(),
  /** Suggestions above the composer of an empty chat: texts separated by `|`, or a JSON array of `{ label, prompt, icon }`. */
  prompts: list<StartScreenPrompt>(),
  /** The composer's placeholder. @defaultValue ChatKit's, in the locale */
  placeholder: text(),
  /** A line under the composer, in Markdown. */
  disclaimer: text(),
  /** Whether files can be attached; JSON for limits. Needs `upload`. */
  attachments: flagOrJson<AttachmentLimits>(false),
  /** The microphone: off, send what was said, or put it into the composer. Shown only where it can work. */
  voice: choice(['off', 'send', 'insert'], 'send'),
  /** Thumbs on answers; `comment` also asks for a few words after a thumbs-down. */
  feedback: choice(['off', 'thumbs', 'comment'], 'thumbs'),
  /** Whether an answer can be asked for again. */
  retry: flag(true),
  /** Whether the header has the list of past chats. */
  history: flag(true),
  /** The thread to show first: its id, or `new`. @defaultValue the one remembered */
  thread: text(),
  /** Who the visitor is: a token your server can check, sent as `Authorization: Bearer`. Prefer `identify()`. */
  userToken: text(),
  /** An in-page server instead of a real one, for demos and tests; a word picks its scenario. */
  mock: flagOrText(false),
} as const;
