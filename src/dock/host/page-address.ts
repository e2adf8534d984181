/** Addresses of the page: patterns for them, and when they change. */

/**
 * Whether an address matches one of the patterns, which are separated by spaces or commas. `*` matches any characters.
 * A pattern that begins with `/` is compared with the path, and with the query or fragment if it contains `?` or `#`.
 * Any other pattern is compared with the whole address. A slash at the end of a path is ignored.
 */
export function matchesAddress(patterns: string, address: string): boolean {
  const { href, pathname, search, hash } = new URL(address);
  return patterns.split(/[\s,]+/).some((pattern) => {
    if (pattern === '') return false;
    const path = pathname + (pattern.includes('?') ? search : '') + (pattern.includes('#') ? hash : '');
    return matches(pattern, pattern.startsWith('/') ? path : href);
  });
}

/**
 * Compares piece by piece instead of with a regular expression, so that an owner's pattern cannot be slow or invalid.
 */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = trimSlash(pattern).split('*');
  const subject = trimSlash(text);
  if (rest.length === 0) return subject === first;
  if (!subject.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const piece of rest) {
    const found = subject.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return subject.length - last.length >= at && subject.endsWith(last);
}

const trimSlash = (path: string) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

/** How often to check the address in browsers that do not report its changes. */
const POLL_MS = 500;

/** Calls `listener` after each change of the address, also by a single-page app. */
export function watchAddress(listener: () => void, signal: AbortSignal): void {
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation?.addEventListener) return navigation.addEventListener('currententrychange', listener, { signal });
  let before = location.href;
  const timer = setInterval(() => {
    if (location.href === before) return;
    before = location.href;
    listener();
  }, POLL_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}
