/** Warnings for the owner of the page. */

const warned = new Set<string>();

/** Logs a warning in the console, once per page. */
export function warnOnce(sentence: string): void {
  if (warned.has(sentence)) return;
  warned.add(sentence);
  // Owners look in the console for mistakes in their settings.
  // oxlint-disable-next-line no-console
  console.warn(`ChatDock: ${sentence}`);
}
