/** Sentences for the owner of the page. */

const said = new Set<string>();

/** Says a sentence in the console, once per page. */
export function warnOnce(sentence: string): void {
  if (said.has(sentence)) return;
  said.add(sentence);
  // The owner of the page must learn of a slip, and the console is where they look.
  // oxlint-disable-next-line no-console
  console.warn(`ChatDock: ${sentence}`);
}
