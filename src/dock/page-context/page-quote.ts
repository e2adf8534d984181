/**
 * The parts of the page that a visitor may send: its title and address, or the text that they selected. It becomes the
 * quote of a message.
 */

/** In characters. */
const MOST = { selection: 2000, title: 200, address: 500 };

/** The elements of docks that open with a question about selected text. There the page is not offered. */
export const askedIn = new WeakSet<Element>();

/** The page's title and its address, without the parts that may contain secrets or personal data. */
export const pageQuote = (): string =>
  [shorten(document.title, MOST.title), shorten(`${location.origin}${location.pathname}`, MOST.address)]
    .filter(Boolean)
    .join('\n');

/**
 * The page's title and address, then the selected text. The composer shows the first lines, which contain all three.
 */
export const selectionQuote = (selected: string): string =>
  [pageQuote(), shorten(selected.trim(), MOST.selection)].filter(Boolean).join('\n');

/** The text that the visitor has selected on the page; empty in a field, and in the chat itself. */
export function selectedText(host: Element): string {
  const active = document.activeElement;
  if (active?.matches('input, textarea, select, :read-write') || active === host) return '';
  const selection = document.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  if (!range || range.collapsed || range.intersectsNode(host)) return '';
  const { commonAncestorContainer: around } = range;
  const element = around instanceof Element ? around : around.parentElement;
  return element?.closest(':read-write') ? '' : String(selection).trim();
}

const shorten = (text: string, most: number): string => {
  const letters = text.slice(0, most);
  // Do not cut between the two halves of a surrogate pair.
  return text.length <= most ? text : `${letters.replace(/[\ud800-\udbff]$/, '')}…`;
};
