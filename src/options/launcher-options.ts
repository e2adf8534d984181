/** The options that the launcher needs before any other code is fetched. All others are in chat-options.ts. */
import { choice, flag, integer, length, text, urlOrJson } from './kinds.ts';
import type { ShellStrings } from './strings.ts';

export const launcherOptions = {
  /** The dock's name: distinguishes several docks on one page and is part of the storage key. Cannot be changed later. */
  name: text('default'),
  /** When to fetch the panel's code: when the visitor points at or focuses the launcher (`intent`), when the page is idle, at once (`eager`), or only on `open()` (`manual`). */
  load: choice(['intent', 'idle', 'eager', 'manual'], 'intent'),
  /** The corner of the window. `end` and `start` follow the text direction. */
  position: choice(
    ['bottom-end', 'bottom-start', 'bottom-right', 'bottom-left', 'top-right', 'top-left'],
    'bottom-end',
  ),
  /** Distance from the side of the window. */
  offsetX: length('20px'),
  /** Distance from the top or bottom of the window, added to the safe area. */
  offsetY: length('20px'),
  /** The `z-index` of the dock. */
  zIndex: integer(2_147_483_000),
  /** What the launcher shows: an icon, an icon and its label, or nothing (open it by `trigger`, `data-chat-open` or script). */
  launcher: choice(['icon', 'label', 'none'], 'icon'),
  /** The launcher's visible label, and its accessible name. @defaultValue "Open chat" in the locale */
  launcherLabel: text(),
  /** The launcher's icon: `chat`, `sparkle`, or the URL of an image. If the image fails to load, the launcher shows `chat`. */
  launcherIcon: text('chat'),
  /** A CSS selector for elements of the page that open and close the panel. The attribute `data-chat-open` on an element does the same. */
  trigger: text(undefined, 'selector'),
  /** Whether the panel starts open, without taking the focus. */
  open: flag(false),
  /** A greeting in a bubble beside the launcher, for visitors who have neither opened the chat nor dismissed it. */
  teaser: text(),
  /** The keys that open and close the panel; `none` for no keys. On a Mac, Ctrl is ⌘. Inside the page's own text fields they work only if you set this option. */
  shortcut: text('Ctrl+/', 'keys'),
  /** The colour scheme. `system` follows the visitor's system; `auto` follows the page's own switch, or the system if the page has none. */
  theme: choice(['light', 'dark', 'system', 'auto'], 'light'),
  /** The accent colour: any CSS colour, or a variable of the page such as `var(--brand)`. */
  accent: text(undefined, 'color'),
  /** A CSS font family; `inherit` uses the page's. No font is downloaded. */
  font: text('inherit', 'font'),
  /** The language, as a BCP 47 tag. `auto` uses the page's `lang`, or the browser's language if there is none. */
  locale: text('auto', 'language'),
  /** Texts that replace the dock's own: a JSON object, or the URL of a JSON file. */
  strings: urlOrJson<Partial<ShellStrings>>(),
  /** The text direction of the dock; `auto` follows the locale. Each message has the direction of its own text. */
  dir: choice(['ltr', 'rtl', 'auto'], 'auto'),
  /** Where to store the thread, the draft and the open state. Nothing is stored before the visitor uses the dock. */
  persist: choice(['none', 'memory', 'session', 'local'], 'local'),
} as const;
