/** The options that the launcher needs before anything else has been fetched; the rest is in chat-options.ts. */
import { choice, flag, integer, length, text, urlOrJson } from './kinds.ts';
import type { ShellStrings } from './strings.ts';

export const launcherOptions = {
  /** Tells several widgets of one page apart; also part of the storage key. Does not change afterwards. */
  name: text('default'),
  /** When the panel's code is fetched: when the visitor reaches for the launcher, when the page is idle, at once, or only on `open()`. */
  load: choice(['intent', 'idle', 'eager', 'manual'], 'intent'),
  /** The corner. `end` and `start` follow the text direction. */
  position: choice(
    ['bottom-end', 'bottom-start', 'bottom-right', 'bottom-left', 'top-right', 'top-left'],
    'bottom-end',
  ),
  /** Distance from the side. */
  offsetX: length('20px'),
  /** Distance from top or bottom, on top of the safe area. */
  offsetY: length('20px'),
  /** Where it lies in the page's stack. */
  zIndex: integer(2_147_483_000),
  /** What the launcher shows: an icon, an icon and its label, or nothing (open it by `trigger`, `data-chat-open` or script). */
  launcher: choice(['icon', 'label', 'none'], 'icon'),
  /** The launcher's visible label, and its accessible name. @defaultValue "Open chat" in the locale */
  launcherLabel: text(),
  /** The launcher's icon: `chat`, `sparkle`, or the URL of an image; `chat` when that cannot be had. */
  launcherIcon: text('chat'),
  /** A CSS selector for elements of the page that open and close the panel. `data-chat-open` on any element works too. */
  trigger: text(undefined, 'selector'),
  /** Start open, without taking the focus. */
  open: flag(false),
  /** A greeting in a bubble beside the launcher, for visitors who have neither opened the chat nor dismissed it. */
  teaser: text(),
  /** Opens and closes the panel from anywhere on the page; `none` for no such key. On a Mac, Ctrl is ⌘. Keys typed into the page's own fields count only when you set this yourself. */
  shortcut: text('Ctrl+/', 'keys'),
  /** The colour scheme. `system` follows the visitor's system, `auto` the page's own switch and then the system. */
  theme: choice(['light', 'dark', 'system', 'auto'], 'light'),
  /** The accent colour: any CSS colour, or a variable of the page such as `var(--brand)`. */
  accent: text(undefined, 'color'),
  /** A CSS font family. No font is downloaded. */
  font: text('inherit', 'font'),
  /** The language, as a BCP 47 tag; `auto` takes the page's `lang`, then the browser's. */
  locale: text('auto', 'language'),
  /** Replaces texts of the dock: JSON, or the URL of a JSON file. */
  strings: urlOrJson<Partial<ShellStrings>>(),
  /** The shell's direction; `auto` follows the locale. Messages decide for themselves. */
  dir: choice(['ltr', 'rtl', 'auto'], 'auto'),
  /** Where the thread, the draft and the open state are remembered. Nothing is written before the visitor does something. */
  persist: choice(['none', 'memory', 'session', 'local'], 'local'),
} as const;
