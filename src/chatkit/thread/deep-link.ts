/** `chatkit-link://name?key=value`: a link that tells the page something instead of going somewhere. */

/** What a deep link says. Of a key that is given twice the last counts. */
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
