/** Finds the text that a reply would quote in the current selection. */

/** A part of one answer. */
export interface Passage {
  /** The selected text: blocks on separate lines, without buttons and citation marks. */
  text: string;
  /** Its range in the document; both ends are inside the answer. */
  range: Range;
}

/** Visible elements that are not part of the text. */
const NOT_WORDS = 'button, .hidden, .ck-code-bar, .citation-place, .sources';
const BLOCKS = 'p, li, pre, td, th, tr, h1, h2, h3, h4, h5, h6, blockquote, summary, dt, dd, div, section';

/** The selected part of one answer; null if nothing is selected, or the selection spans several messages. */
export function findPassage(selected: Range, thread: HTMLElement): Passage | null {
  if (selected.collapsed) return null;
  let found: Passage | null = null;
  for (const message of thread.querySelectorAll('.assistant-message, .user-message')) {
    if (!selected.intersectsNode(message)) continue;
    const range = clamp(selected, message);
    const text = textOf(range);
    if (text === '') continue; // a triple click extends the selection to the start of the next block
    if (found || !message.matches('.assistant-message')) return null;
    found = { text, range };
  }
  return found;
}

function clamp(selected: Range, message: Element): Range {
  const range = document.createRange();
  range.selectNodeContents(message);
  if (range.compareBoundaryPoints(Range.START_TO_START, selected) < 0)
    range.setStart(selected.startContainer, selected.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, selected) > 0)
    range.setEnd(selected.endContainer, selected.endOffset);
  return range;
}

function textOf(range: Range): string {
  const parts: string[] = [];
  let block: Element | null = null;
  const top = range.commonAncestorContainer;
  const walker = document.createTreeWalker(
    top.nodeType === Node.TEXT_NODE ? (top.parentNode ?? top) : top,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!range.intersectsNode(node)) continue;
    if (node instanceof HTMLBRElement) parts.push('\n');
    if (!(node instanceof Text) || node.parentElement?.closest(NOT_WORDS)) continue;
    const words = node.data.slice(
      node === range.startContainer ? range.startOffset : 0,
      node === range.endContainer ? range.endOffset : undefined,
    );
    const around: Element | null = node.parentElement?.closest(BLOCKS) ?? null;
    const isCode = around?.localName === 'pre';
    if (!isCode && words.trim() === '' && around !== block) continue; // white space between two blocks
    if (block && around !== block)
      parts.push(around?.parentElement === block.parentElement && around?.matches('td, th') ? '\t' : '\n');
    block = around;
    parts.push(isCode ? words : words.replace(/\s+/g, ' '));
  }
  return parts.join('').trim();
}
