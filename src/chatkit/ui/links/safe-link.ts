/** Decides which addresses from a server a visitor may open. */
import { parseUrl } from '@chatdock/protocol/platform';

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** @returns the address, or null if it could run code or leave the web: `javascript:`, `data:`, `file:`… */
export function safeHref(address: string): string | null {
  const url = parseUrl(address);
  return url && SCHEMES.has(url.protocol) ? url.href : null;
}

/** Attributes of every link that leaves the chat: opens a new window without access to this one. */
export const OUTSIDE_LINK = { target: '_blank', rel: 'noopener noreferrer nofollow' } as const;

/** The host of an address in short form: `example.com`. */
export const hostOf = (address: string): string => parseUrl(address)?.host.replace(/^www\./, '') ?? '';
