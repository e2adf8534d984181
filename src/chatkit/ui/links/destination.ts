/** Finds the destination of a link whose text names another place. */
import { parseUrl } from '@chatdock/protocol/platform';

/** Host names and numeric addresses. `README.md` counts too, because `.md` is also a top-level domain. */
const HOSTS =
  /\[[\da-f:.]{2,}\]|(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}])?\.)+\p{L}[\p{L}\p{N}-]+|\b\d+(?:\.\d+){3}\b/giu;
const SCHEME_HOSTS = /\bhttps?:\/{1,2}([^\s/?#\\"'<>()]+)/giu;
/** File extensions that are not top-level domains. */
const FILE =
  /\.(?:js|mjs|ts|tsx|jsx|json|html?|css|txt|pdf|png|jpe?g|gif|svg|csv|xml|ya?ml|docx?|xlsx?|pptx?|php|exe)$/iu;
/** Invisible characters, and characters that change the direction of the following text. */
const HIDDEN =
  /\u00ad|\u034f|\u061c|[\u115f\u1160]|[\u17b4\u17b5]|[\u180b-\u180f]|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|\u3164|[\ufe00-\ufe0f]|\ufeff|\uffa0|[\u{e0000}-\u{e0fff}]/gu;
const TURNS = /[\u202a-\u202e\u2066-\u2069]/u;
const DOTS = /[\u3002\uff0e\uff61\u2024\ufe52]/g;
const MAX_CHARS = 4000;

/**
 * The host, address or number that a link leads to, shown after its text; null if the text does not name a different
 * one. Written from left to right.
 */
export function destinationToShow(text: string, href: string): string | null {
  const url = parseUrl(href, document.baseURI);
  if (!url) return null;
  const shown = text.slice(0, MAX_CHARS);
  if (url.protocol === 'tel:') return namesOtherNumber(shown, url.pathname) ? url.pathname : null;
  const place = url.protocol === 'mailto:' ? decodeOr(url.pathname) : url.hostname;
  if (place === '' || !/^(?:https?|mailto):$/.test(url.protocol)) return null;
  const host = place.slice(place.lastIndexOf('@') + 1).toLowerCase();
  if (TURNS.test(shown)) return place;
  return namedHosts(shown).every((named) => named === host || host.endsWith(`.${named}`)) ? null : place;
}

/** The hosts that a text names, as a browser would read them: `bаnk.com` with a Cyrillic letter is another host. */
function namedHosts(text: string): string[] {
  const plain = text.replaceAll(HIDDEN, '').normalize('NFKC').replaceAll(DOTS, '.');
  // The part after the host may contain other hosts, as in `https://a.example/?from=b.example`.
  const alone = plain.replaceAll(/\bhttps?:\/\/[^\s/?#]*([/?#]\S*)/giu, (whole, rest: string) =>
    whole.slice(0, whole.length - rest.length),
  );
  const named = new Set<string>();
  const others = alone.replaceAll(SCHEME_HOSTS, (_, authority: string) => {
    for (const part of authority.split('@')) named.add(toHost(part));
    return ' ';
  });
  for (const [name] of others.matchAll(HOSTS)) if (!FILE.test(name)) named.add(toHost(name));
  named.delete('');
  return [...named];
}

/** A host in the form of `URL.hostname`, without `www.`; empty if the text is not a host. */
function toHost(name: string): string {
  const { hostname = '' } = parseUrl(`https://${name}`) ?? {};
  return hostname.replace(/^www\.(?=.*\.)/, '');
}

function namesOtherNumber(text: string, number: string): boolean {
  const shown = text.normalize('NFKC').replaceAll(/[^\d]/g, '');
  const called = number.replaceAll(/[^\d]/g, '').replace(/^0+/, '');
  // A national number begins with a zero in place of the country code.
  return shown.length >= 3 && !called.endsWith(shown.replace(/^0+/, ''));
}

function decodeOr(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
