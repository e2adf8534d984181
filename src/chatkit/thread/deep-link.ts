/** `chatkit-link://name?key=value`: a link that notifies the host page instead of navigating. */

/** Reads the name and the parameters of a deep link. If a key repeats, the last value counts. */
export function parseDeepLink(href: string): { name: string; data: Record<string, string> } {
  const rest = href.replace(/^chatkit-link:\/*/i, '');
  const end = rest.search(/[?#]/);
  const name = decode(end < 0 ? rest : rest.slice(0, end)).replace(/\/+$/, '');
  const query = /\?([^#]*)/.exec(rest)?.[1] ?? '';
  return { name, data: Object.fromEntries(new URLSearchParams(query)) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
