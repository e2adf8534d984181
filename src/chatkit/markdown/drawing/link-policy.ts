/** Which addresses a text may link to. Text from a model is untrusted. */

const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:', 'chatkit-link:']);

/**
 * Whether a link may be followed: `http`, `https`, `mailto`, `tel`, `chatkit-link`, or an address on the page's own
 * origin. Everything else, such as `javascript:` and `data:`, is shown as plain text.
 */
export function isSafeLink(href: string): boolean {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(withoutIgnored(href))?.[0].toLowerCase();
  return href !== '' && (scheme === undefined || LINK_SCHEMES.has(scheme));
}

/** Whether the host page handles the link (`chatkit-link://name?key=value`). Such a link does not navigate. */
export function isDeepLink(href: string): boolean {
  return /^chatkit-link:/i.test(withoutIgnored(href));
}

/** Removes control characters and spaces, which browsers ignore in front of a scheme. */
function withoutIgnored(href: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what hides a scheme
  return href.replaceAll(/[\u0000-\u0020\u007f-\u009f]/g, '');
}
