/** A third-party page with our script tag, served beside the real chat server. */
import { readFileSync } from 'node:fs';
import type { BrowserContextOptions } from 'playwright-core';
import type { VisitOptions } from '../browsers/visitor.ts';

export interface HostPage {
  /** Attributes of our script tag, without `data-`. */
  options?: Record<string, string>;
  /** Markup of the page's head and body. */
  head?: string;
  body?: string;
  /** Content-Security-Policy; none when absent. */
  csp?: string;
  headers?: Record<string, string>;
  /** Runs before any script of the page. */
  before?: string;
  /** Gives the page a clock that a test moves forward with `page.clock`; until then it runs as usual. */
  hasClock?: boolean;
  context?: BrowserContextOptions;
  /** A tag that replaces ours. */
  tag?: string;
  /** The content of `/host-page.js`. */
  script?: string;
  /** Other files of the page by path: scripts and further pages. */
  files?: Record<string, string | { body: string; contentType: string }>;
  /** A whole document that replaces the one made from head, body and tag. */
  document?: { body: string; contentType?: string };
}

/** Our script tag. Null omits an option that is set by default, such as `api-url`. */
export const scriptTag = (options: Record<string, string | null> = {}) =>
  `<script async src="/dist/chatdock.umd.js" ${Object.entries({ 'api-url': '/chatkit', ...options })
    .flatMap(([name, value]) => (value === null ? [] : [`data-${name}="${value.replaceAll('"', '&quot;')}"`]))
    .join(' ')}></script>`;

/** The README's tag with the addresses of the server under test; pass its full URL if the page is on another site. */
export const readmeTag = (server = '/'): string =>
  snippetOf('README.md', /```html\n(<script async [^\n]*<\/script>)\n```/, 'https://your.site/chatdock/', server);

/** The snippet of docs/script-tag.md that does not delay the load event, with the same addresses. */
export const importSnippet = (server = '/'): string =>
  snippetOf(
    'docs/script-tag.md',
    /```html\n(<script data-[\s\S]*?<\/script>)\n```/,
    'https://chat.example.com/dist/',
    server,
  );

function snippetOf(page: string, pattern: RegExp, files: string, server: string): string {
  const [, tag] = pattern.exec(readFileSync(page, 'utf8')) ?? [];
  if (!tag) throw new Error(`${page} no longer has the tag to paste.`);
  return tag.replace(files, `${server}dist/`).replace(/https:\/\/[\w.]+\/chatkit/, `${server}chatkit`);
}

/** A page with this head and body, and our tag at the end. */
export const hostDocument = ({
  options,
  head = '',
  body = '<main><h1>A shop</h1></main>',
  tag,
}: Pick<HostPage, 'options' | 'head' | 'body' | 'tag'> = {}) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A shop</title><link rel="icon" href="/demo/icon.svg">${head}</head><body>${body}${tag ?? scriptTag(options)}</body></html>`;

/** The visit options that serve such a page at this address from within the browser. */
export function hostVisit(
  url: string,
  { csp, headers, before, hasClock, context = {}, script, files = {}, document, ...parts }: HostPage = {},
): VisitOptions {
  return {
    ...context,
    async prepare(page) {
      if (hasClock) await page.clock.install();
      if (before) await page.addInitScript(before);
      if (script)
        await page.route(`${url}.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
      for (const [path, file] of Object.entries(files)) {
        await page.route(new URL(path, url).href, (route) =>
          route.fulfill(typeof file === 'string' ? { body: file, contentType: typeOf(path) } : file),
        );
      }
      await page.route(url, (route) =>
        route.fulfill({
          contentType: 'text/html',
          headers: { ...(csp && { 'content-security-policy': csp }), ...headers },
          ...(document ?? { body: hostDocument(parts) }),
        }),
      );
    },
  };
}

const typeOf = (path: string) =>
  path.endsWith('.js') ? 'text/javascript' : path.endsWith('.json') ? 'application/json' : 'text/html';
