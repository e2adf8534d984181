/** The page at `/` of a server without the demo pages: the script tag to paste, with this server's address. */
import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.6 ui-sans-serif, system-ui, sans-serif }
  body { max-width: 42rem; margin: 0 auto; padding: clamp(2rem, 8vw, 6rem) 1.25rem }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem }
  pre { padding: 1rem; border: 1px solid light-dark(#d5d9e0, #39414f); border-radius: 8px; background: light-dark(#f5f6f8, #1b212b); white-space: pre-wrap; overflow-wrap: anywhere }
  code { font-size: .9rem }
`;
const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** Shows the snippet. `publicUrl` is the address that visitors use, if it differs from the one in the request. */
export function frontPage(publicUrl: string | undefined): RequestHandler[] {
  const policy = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': [STYLE_HASH],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: { includeSubDomains: false },
  });
  return [
    policy,
    (req, res) => {
      const address = (publicUrl ?? `${req.protocol}://${req.host}`).replace(/\/+$/u, '');
      res.set('Cache-Control', 'no-cache').type('html').send(pageOf(address));
    },
  ];
}

const pageOf = (address: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>ChatDock server</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>This chat server is running</h1>
      <p>Paste this line into a page, anywhere in its <code>&lt;head&gt;</code> or <code>&lt;body&gt;</code>:</p>
      <pre><code>${escape(snippetOf(address))}</code></pre>
      <p>
        If the page is on another origin (another scheme, host or port), name that origin in the setting
        <code>CHATDOCK_ALLOWED_ORIGINS</code> of this server, for example
        <code>CHATDOCK_ALLOWED_ORIGINS=https://shop.example</code>, and start it again.
      </p>
    </main>
  </body>
</html>
`;

const snippetOf = (address: string) =>
  `<script async src="${address}/dist/chatdock.umd.js" data-api-url="${address}/chatkit" data-title="Ask us"></script>`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// The host comes from the request, so it is escaped.
const escape = (text: string) => text.replaceAll(/[&<>"]/gu, (letter) => ESCAPES[letter] ?? letter);
