/** Which addresses a model's text may link to, and which pictures it may show. Text from a model is a stranger's text. */

const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:', 'chatkit-link:']);

/**
 * Whether a link may be followed: `http`, `https`, `mailto`, `tel`, `chatkit-link`, or an address on the page's own site.
 * Everything else, `javascript:` and `data:` first, is shown as plain text.
 */
export function isSafeLink(href: string): boolean {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(withoutIgnored(href))?.[0].toLowerCase();
  return href !== '' && (scheme === undefined || LINK_SCHEMES.has(scheme));
}

/** Whether a link is for the host page to act on (`chatkit-link://name?key=value`) and goes nowhere by itself. */
export function isDeepLink(href: string): boolean {
  return /^chatkit-link:/i.test(withoutIgnored(href));
}

export interface ImagePolicy {
  /** When given, pictures come from these hosts only. Source: `allowed_image_domains` of the thread. */
  allowedDomains?: readonly string[] | null | undefined;
  /**
   * Pictures when there is no such list: `ask` shows a button that loads one picture, `load` loads them all, `block` none.
   * @defaultValue 'ask'
   */
  unlisted?: 'ask' | 'load' | 'block' | undefined;
}

export type ImageVerdict = 'load' | 'ask' | 'block';

/** What to do with a picture. Only `http` and `https` addresses that name their host ever load. */
export function judgeImage(src: string, { allowedDomains, unlisted = 'ask' }: ImagePolicy): ImageVerdict {
  const host = imageHost(src);
  if (host === null) return 'block';
  if (allowedDomains) return allowedDomains.some((domain) => matchesDomain(host, domain)) ? 'load' : 'block';
  return unlisted;
}

/** The host a picture would be fetched from, or null when its address is none that may load. */
export function imageHost(src: string): string | null {
  if (!/^https?:\/\//i.test(src) || !URL.canParse(src)) return null;
  return new URL(src).hostname;
}

/** `example.com` means that host; `*.example.com` means every host below it. */
function matchesDomain(host: string, domain: string): boolean {
  const wanted = domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '');
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

/** Browsers drop control characters and spaces before they read a scheme. */
function withoutIgnored(href: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what hides a scheme
  return href.replaceAll(/[\u0000-\u0020\u007f-\u009f]/g, '');
}
