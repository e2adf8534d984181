/** The clipboard, on every page. */

/**
 * Puts a text on the clipboard. A page without encryption has no `navigator.clipboard`, and a frame may lack the
 * permission: there the older command does it, for which the visitor must just have pressed something.
 *
 * Errors: rejects when neither way works.
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
