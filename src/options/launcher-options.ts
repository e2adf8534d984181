/**
 * The options that the launcher needs before the panel loads. The others are in chat-options.ts. The script tag's
 * launcher reads these itself, in src/embed/page-dock.ts: the checks of `readOptions` would weigh too much for a file
 * that every page loads.
 */
import { choice, flag, integer, length, text, urlOrJson } from './kinds.ts';
import type { ShellStrings } from './strings.ts';

export const launcherOptions = {
  /** Distinguishes several docks on one page, and is part of the storage key. It cannot be changed later. */
  name: text('default'),
  /**
   * When the panel's code loads: when the visitor points at or focuses the launcher (`intent`), when the page is idle,
   * at once (`eager`), or on `open()` only (`manual`).
   */
  load: choice(['intent', 'idle', 'eager', 'manual'], 'intent'),
  /** The corner of the window. `end` and `start` follow the text direction. */
  position: choice(
    ['bottom-end', 'bottom-start', 'bottom-right', 'bottom-left', 'top-right', 'top-left'],
    'bottom-end',
  ),
  /** The distance from the side of the window. */
  offsetX: length('20px'),
  /** The distance from the top or bottom, in addition to the safe area. */
  offsetY: length('20px'),
  /** The CSS `z-index` of the dock. */
  zIndex: integer(2_147_483_000),
  /**
   * What the launcher shows: an icon, an icon with its label, or nothing (then open the chat with `trigger`,
   * `data-chat-open` or a script).
   */
  launcher: choice(['icon', 'label', 'none'], 'icon'),
  /** The launcher's visible label, and its accessible name. @defaultValue "Open chat" in the locale */
  launcherLabel: text(),
  /** The launcher's icon: `chat`, `sparkle`, or the URL of an image. If the image fails to load, `chat` is shown. */
  launcherIcon: text('chat'),
  /** A CSS selector of elements on the page that open and close the panel. The attribute `data-chat-open` works on any element, too. */
  trigger: text(undefined, 'selector'),
  /** Starts with the panel open. The panel does not take the focus. */
  open: flag(false),
  /** A greeting in a bubble beside the launcher, for visitors who have not opened the chat or dismissed the bubble. */
  teaser: text(),
  /**
   * The shortcut that opens and closes the panel; `none` turns it off. On a Mac, Ctrl is ⌘. The default does not work
   * while the visitor types in a field of the page; a shortcut that you set does.
   */
  shortcut: text('Ctrl+/', 'keys'),
  /**
   * The color scheme. `system` follows the visitor's system. `auto` follows the page's own theme switch, or the system
   * if the page has none.
   */
  theme: choice(['light', 'dark', 'system', 'auto'], 'light'),
  /** The accent colour: any CSS colour, or a variable of the page such as `var(--brand)`. */
  accent: text(undefined, 'color'),
  /** A CSS font family. No font is downloaded. */
  font: text('inherit', 'font'),
  /**
   * The language, as a BCP 47 tag; `auto` takes the page's `lang`, then the browser's. With `-formal` at the end, such
   * as `de-formal`, visitors are addressed formally.
   */
  locale: text('auto', 'language'),
  /** Replacements for the dock's texts: JSON, or the URL of a JSON file. */
  strings: urlOrJson<Partial<ShellStrings>>(),
  /** The text direction of the dock. `auto` follows the locale. Each message has the direction of its text. */
  dir: choice(['ltr', 'rtl', 'auto'], 'auto'),
  /** Where the thread, the draft and the open state are stored. Nothing is stored before the visitor does something. */
  persist: choice(['none', 'memory', 'session', 'local'], 'local'),
} as const;
