/** Copies text to the clipboard on every page. */

/**
 * Copies text to the clipboard. `navigator.clipboard` is missing on pages without HTTPS and may be blocked in a frame;
 * `execCommand` then does it, which needs a recent user gesture.
 *
 * Errors: rejects if both fail.
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (cause) {
    if (!copyByCommand(text)) throw cause;
  }
}

function copyByCommand(text: string): boolean {
  const give = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener('copy', give, { capture: true });
  try {
    return document.execCommand('copy');
  } finally {
    removeEventListener('copy', give, { capture: true });
  }
}
