/** Which addresses a text may link to, and which images it may show. Text from a model is untrusted. */

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

export interface ImagePolicy {
  /** If set, images load from these hosts only. Source: `allowed_image_domains` of the thread. */
  allowedDomains?: readonly string[] | null | undefined;
  /**
   * The policy for images without such a list: `ask` shows a button per image, `load` loads all, `block` loads none.
   * @defaultValue 'ask'
   */
  unlisted?: 'ask' | 'load' | 'block' | undefined;
}

export type ImageVerdict = 'load' | 'ask' | 'block';

/** Decides about one image. Only absolute `http` and `https` addresses ever load. */
export function judgeImage(src: string, { allowedDomains, unlisted = 'ask' }: ImagePolicy): ImageVerdict {
  const host = imageHost(src);
  if (host === null) return 'block';
  if (allowedDomains) return allowedDomains.some((domain) => matchesDomain(host, domain)) ? 'load' : 'block';
  return unlisted;
}

/** The host that an image would be fetched from; null if its address may not load. */
export function imageHost(src: string): string | null {
  if (!/^https?:\/\//i.test(src) || !URL.canParse(src)) return null;
  return new URL(src).hostname;
}

/** `example.com` matches that host; `*.example.com` matches every subdomain. */
function matchesDomain(host: string, domain: string): boolean {
  const wanted = domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '');
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

/** Removes control characters and spaces, which browsers ignore in front of a scheme. */
function withoutIgnored(href: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what hides a scheme
  return href.replaceAll(/[\u0000-\u0020\u007f-\u009f]/g, '');
}
