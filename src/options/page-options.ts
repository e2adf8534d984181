/** The options of the script tag that act before anybody opens the dock. A React app decides these things itself, so they are no props. */
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
   * Pages without the dock: patterns of addresses such as `/checkout*`, separated by spaces. `*` stands for any
   * characters. Nothing shows there and only the small module with this rule loads, and a single-page app that moves to
   * such a page closes the chat.
   */
  hideOn: text(),
  /**
   * Whether visitors can move the launcher to another corner, by pointer or with Shift and the arrow keys. The dock
   * remembers the corner, and the launcher keeps clear of other fixed elements of the page, such as a cookie bar.
   */
  draggable: flag(false),
  /**
   * Opens the dock by itself this long after the page has loaded, once per visitor, on screens wider than 640 px. The
   * focus stays where it is. That it has done so is stored where `persist` says.
   */
  openAfter: duration(undefined),
  /**
   * Opens the dock by itself, once per visitor: `scroll:50%` when half of the page has been scrolled, or patterns of
   * addresses as in `hideOn`. That it has done so is stored where `persist` says.
   */
  openOn: text(),
  /** How the dock opens by itself with `openAfter` and `openOn`: it opens the panel, or shows the `teaser`, which then waits for them. */
  proactive: choice(['panel', 'teaser'], 'panel'),
  /**
   * With `required`, nothing is stored and the dock does not open by itself before the page calls `ChatDock.update({
   * consent: 'granted' })` on each page.
   */
  consent: choice(['granted', 'required'], 'granted'),
} as const;
