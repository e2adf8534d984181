/** Selection and caret inside a shadow root, where each browser has a different API. */

interface ShadowRootWithSelection extends ShadowRoot {
  /** Chromium's API, older than the standard one. */
  getSelection?: () => Selection | null;
}

interface SelectionInShadow {
  /** Safari 17 and 18 take shadow roots as arguments; the standard takes an options object. */
  getComposedRanges?: (scope: ShadowRoot | { shadowRoots: ShadowRoot[] }) => StaticRange[];
}

/** The selected range, if both ends are inside `within`. */
export function selectedRange(within: HTMLElement): Range | null {
  const range = rangeAround(within);
  if (!range || !within.contains(range.startContainer) || !within.contains(range.endContainer)) return null;
  return range;
}

/** The selected range in the tree of `node`, wherever its ends are. */
export function rangeAround(node: Node): Range | null {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? rangeInShadow(root) : firstRange(document.getSelection());
}

/** Selects `range`, or puts the caret there if it is collapsed. */
export function select(range: Range): void {
  const selection = document.getSelection();
  selection?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}

/** A live range with the ends of `range`. */
export function toRange({ startContainer, startOffset, endContainer, endOffset }: StaticRange): Range {
  const range = document.createRange();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  return range;
}

function rangeInShadow(root: ShadowRootWithSelection): Range | null {
  if (root.getSelection) return firstRange(root.getSelection());
  const selection: (Selection & SelectionInShadow) | null = document.getSelection();
  for (const scope of [{ shadowRoots: [root] }, root]) {
    // A browser throws, or ignores shadow roots, if it gets the arguments in the other form.
    try {
      const range = selection?.getComposedRanges?.(scope)[0];
      if (range && root.contains(range.startContainer)) return toRange(range);
    } catch {}
  }
  return firstRange(selection);
}

const firstRange = (selection: Selection | null | undefined) =>
  selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
