/**
 * Decides which pictures of a chat may load. Answers, widgets, previews and generated images all ask here: loading a
 * picture reveals the visitor's IP address to its host, and a prompt injection may have put data from the conversation
 * into the URL.
 */
import { parseUrl } from '@chatdock/protocol/platform';
import type { Pictures } from './pictures.ts';

export interface PicturePolicy {
  /** If set, pictures load from these hosts only. Source: `allowed_image_domains` of the thread. */
  allowedDomains?: readonly string[] | null | undefined;
  /** Hosts that the visitor has allowed in this thread. */
  allowedByVisitor?: readonly string[] | undefined;
}

/** `load`: fetch it. `ask`: show a button that names the host. `block`: show the alternative text only. */
type PictureVerdict = 'load' | 'ask' | 'block';

interface JudgedPicture {
  verdict: PictureVerdict;
  /** The absolute address; empty if it cannot load at all. */
  src: string;
  /** The host it would be fetched from; empty for a `data:` address, which contains the picture. */
  host: string;
}

const INLINE_BITMAP = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,/i;
const NEVER: JudgedPicture = { verdict: 'block', src: '', host: '' };

/** Judges a picture of a view. */
export const judgeIn = ({ policy, home }: Pictures, src: unknown): JudgedPicture =>
  applyPicturePolicy(src, policy(), home);

/**
 * Judges one picture.
 *
 * `home` is the base address for pictures that a server or the page named, not a model. Pictures of its origin load
 * without asking. Without `home`, a relative address is blocked, because it would send a request with the visitor's
 * cookies to the page's own site.
 */
export function applyPicturePolicy(src: unknown, policy: PicturePolicy, home?: string): JudgedPicture {
  if (typeof src !== 'string') return NEVER;
  if (INLINE_BITMAP.test(src)) return { verdict: 'load', src, host: '' };
  const isAbsolute = /^https?:\/\//i.test(src);
  const url = isAbsolute || home !== undefined ? parseUrl(src, home) : null;
  if (!url) return NEVER;
  const isHome = home !== undefined && url.origin === parseUrl(home)?.origin;
  if (!/^https?:$/.test(url.protocol)) return isHome ? { verdict: 'load', src: url.href, host: '' } : NEVER;
  const picture = { src: url.href, host: url.hostname };
  const { allowedDomains, allowedByVisitor } = policy;
  if (isHome) return { ...picture, verdict: 'load' };
  if (allowedDomains)
    return {
      ...picture,
      verdict: allowedDomains.some((domain) => matchesDomain(url.hostname, domain)) ? 'load' : 'block',
    };
  return { ...picture, verdict: allowedByVisitor?.includes(url.hostname) ? 'load' : 'ask' };
}

/** `example.com` matches that host; `*.example.com` matches every subdomain. */
function matchesDomain(host: string, domain: string): boolean {
  const pattern = domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '');
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
