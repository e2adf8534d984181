/** What is selected, and where the caret is, inside a shadow root: each browser has its own way to ask. */

interface ShadowRootWithSelection extends ShadowRoot {
  /** Chromium's way, older than the standard one. */
  getSelection?: () => Selection | null;
}

/** The selected range, when both ends are inside `within`. */
export function selectedRange(within: HTMLElement): Range | null {
  const range = rangeAround(within);
  if (!range || !within.contains(range.startContainer) || !within.contains(range.endContainer)) return null;
  return range;
}

/** The selected range in the tree that `node` is part of, wherever its ends are there. */
export function rangeAround(node: Node): Range | null {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? rangeInShadow(root) : firstRange(document.getSelection());
}

/** Puts the caret (or a selection) where `range` says. */
export function select(range: Range): void {
  const selection = document.getSelection();
  selection?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}

function rangeInShadow(root: ShadowRootWithSelection): Range | null {
  if (root.getSelection) return firstRange(root.getSelection());
  const selection = document.getSelection();
  const composed = selection?.getComposedRanges?.({ shadowRoots: [root] })[0];
  if (!composed) return firstRange(selection);
  const range = document.createRange();
  range.setStart(composed.startContainer, composed.startOffset);
  range.setEnd(composed.endContainer, composed.endOffset);
  return range;
}

const firstRange = (selection: Selection | null | undefined) =>
  selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
