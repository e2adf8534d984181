/** Which addresses from a server a visitor may be sent to. */

const schemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** @returns the address, or null for one that could run code or leave the web: `javascript:`, `data:`, `file:`… */
export function safeHref(address: string): string | null {
  const url = URL.parse(address);
  return url && schemes.has(url.protocol) ? url.href : null;
}

/** On every link that leaves the chat: a window of its own that cannot reach back. */
export const outsideLink = { target: '_blank', rel: 'noopener noreferrer nofollow' } as const;

/** Where a source comes from, short: `example.com`. */
export const hostOf = (address: string): string => URL.parse(address)?.host.replace(/^www\./, '') ?? '';
