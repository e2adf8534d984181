/** The address at which a visitor can read a page. */

/**
 * `pageURL` contains `{path}`, or `{page}` for the path without its extension. Without either, it is the folder's
 * address.
 */
export function pageAddress(pageURL: string, path: string, section: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const page = encoded.replace(/\.[^./]+$/u, '').replace(/(^|\/)(?:index|README)$/u, '$1');
  const address = pageURL.includes('{')
    ? pageURL.replaceAll('{path}', encoded).replaceAll('{page}', page)
    : `${pageURL.replace(/\/*$/u, '/')}${encoded}`;
  return section === '' ? address : `${address}#${toAnchor(section)}`;
}

/** The anchor that documentation tools generate for a heading. */
const toAnchor = (heading: string) =>
  encodeURIComponent(
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s+/gu, '-'),
  );
