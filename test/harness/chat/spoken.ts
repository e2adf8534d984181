/**
 * Records what a screen reader announces, as browsers report it: text that appears in a live region, and alerts and
 * status lines that appear.
 */

const LIVE = '[aria-live], [role="status"], [role="alert"], [role="log"], output';

/** The live region that a node is in; null if changes there are not announced. */
function regionOf(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  const region = element?.closest(LIVE) ?? null;
  return region?.getAttribute('aria-live') === 'off' ? null : region;
}

/** Visible text, and text that is hidden only visually. */
const wordsOf = (node: Node) =>
  ((node instanceof HTMLElement ? node.innerText : node.textContent) ?? '').replace(/\s+/g, ' ').trim();

/** The live regions that have new words after some changes, each with these words. */
function* spokenIn(changes: readonly MutationRecord[]): Generator<string> {
  const nodes = new Set(
    changes.flatMap(({ type, target, addedNodes }) => (type === 'characterData' ? [target] : [...addedNodes])),
  );
  for (const node of nodes) {
    if (!node.isConnected || [...nodes].some((other) => other !== node && other.contains(node))) continue;
    if (regionOf(node)) yield wordsOf(node);
    else if (node instanceof Element)
      for (const region of node.querySelectorAll(LIVE)) if (regionOf(region)) yield wordsOf(region);
  }
}

/** Starts to record. Returns the sentences so far, in order. */
export function recordAnnouncements(root: ShadowRoot): string[] {
  const announced: string[] = [];
  new MutationObserver((changes) => {
    for (const words of spokenIn(changes)) if (words !== '') announced.push(words);
  }).observe(root, { childList: true, characterData: true, subtree: true });
  return announced;
}
