/**
 * The options of the script tag that apply before the dock is first opened. A React app decides these things itself, so
 * they are not props. src/embed/page-rules/prepare-page.ts reads them itself, and the few others that it needs, so that
 * a page with a rule does not load the checks of `readOptions`.
 */
import { choice, duration, flag, text } from './kinds.ts';

export const pageOptions = {
  /**
   * A CSS selector: the element of the page that the chat is put into, with the layout `inline`. If a single-page app
   * removes the element, the chat comes back with the next one that matches. Read once, when the dock starts.
   */
  target: text(undefined, 'selector'),
  /**
   * More options as JSON: the URL of a file, or `#id` of a `<script type="application/json">` on the page. Read once,
   * when the dock starts.
   */
  config: text(),
  /**
   * Pages without the dock: patterns of addresses such as `/checkout*`, separated by spaces. `*` matches any
   * characters. On these pages nothing shows and only the small module with this rule loads. If a single-page app moves
   * to such a page, the chat closes.
   */
  hideOn: text(),
  /**
   * Whether visitors can move the launcher to another corner, by pointer or with Shift and the arrow keys. The dock
   * remembers the corner, and the launcher keeps clear of other fixed elements of the page, such as a cookie bar.
   */
  draggable: flag(false),
  /**
   * Opens the dock automatically this long after the page has loaded, once per visitor, on screens wider than 640 px.
   * The focus does not move. This is remembered in the storage that `persist` names.
   */
  openAfter: duration(undefined),
  /**
   * Opens the dock automatically, once per visitor: `scroll:50%` when half of the page has been scrolled, or patterns
   * of addresses as in `hideOn`. This is remembered in the storage that `persist` names.
   */
  openOn: text(),
  /**
   * How the dock opens automatically with `openAfter` and `openOn`: it opens the panel, or it shows the `teaser`, which
   * stays hidden until then.
   */
  proactive: choice(['panel', 'teaser'], 'panel'),
  /**
   * With `required`, nothing is stored and the dock does not open automatically before the page calls
   * `ChatDock.update({ consent: 'granted' })` on each page.
   */
  consent: choice(['granted', 'required'], 'granted'),
} as const;
