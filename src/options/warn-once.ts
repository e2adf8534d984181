/** Warnings for the owner of the page. */

const said = new Set<string>();

/** Logs a warning in the console, once per page. */
export function warnOnce(sentence: string): void {
  if (said.has(sentence)) return;
  said.add(sentence);
  // Owners look in the console for mistakes in their settings.
  // oxlint-disable-next-line no-console
  console.warn(`ChatDock: ${sentence}`);
}
