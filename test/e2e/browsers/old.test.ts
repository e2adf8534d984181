/** Browsers older than those of docs/browsers.md: no launcher, a link if the owner wants one, and no error on the page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOldChromium, openInOldChromium } from '../../harness/browsers/find-old-chromium.ts';
import { hostDocument, importSnippet, scriptTag } from '../../harness/pages/host-page.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { type Typist, usualEngines } from '../../harness/browsers/typists.ts';

/** In the JavaScript of 2009: writes every error, and what becomes of the page's own calls, into `<pre id="said">`. */
const watching = `<pre id="said"></pre><script>
  function say(text) { document.getElementById('said').textContent += text + '\\n'; }
  addEventListener('error', function (event) { say('error: ' + event.message); });
  addEventListener('unhandledrejection', function (event) { say('rejected: ' + event.reason); });
  window.ChatDock = window.ChatDock || function () { (ChatDock.q = ChatDock.q || []).push([].slice.call(arguments)); };
  ChatDock('open');
  ChatDock('on', 'open', function () {});
  addEventListener('load', function () {
    setTimeout(function () {
      var handle = ChatDock.boot({ apiUrl: '/chatkit', fallbackUrl: '/contact' });
      handle.on('open', function () {})();
      ['open', 'close', 'toggle', 'show', 'hide', 'logout', 'destroy'].forEach(function (name) { handle[name](); });
      handle.update({ title: 'Us' });
      handle.identify({ userToken: 'a.b.c' });
      ChatDock.get('other');
      ChatDock.boot({ apiUrl: '/chatkit', fallbackUrl: '/contact' });
      say('done');
    }, 300);
  });
</script>`;
const element = '<openai-chatkit></openai-chatkit><script src="/dist/chatkit.js"></script>';
/** Scripts that remove newer features before our script runs. */
const without: Record<string, string> = {
  'Array.prototype.with': 'delete Array.prototype.with; delete CSSStyleSheet;',
  adoptedStyleSheets:
    'delete Document.prototype.adoptedStyleSheets; delete ShadowRoot.prototype.adoptedStyleSheets; window.CSSStyleSheet = function () { throw new TypeError("Illegal constructor") };',
};
const csp = { 'content-security-policy': "script-src 'self' 'unsafe-inline'; style-src 'self'; object-src 'none'" };

let server: ServerProcess;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({});
  const page = (head: string, options: Record<string, string>, tag = scriptTag(options)) => ({
    html: hostDocument({ head: head && `<script>${head}</script>`, body: watching + element, tag }).replace(
      'lang="en"',
      'lang="de-AT"',
    ),
    headers: csp,
  });
  const link = { 'fallback-url': '/contact' };
  shop = await openShop(server, {
    '/': page('', link),
    '/module': page('', {}, importSnippet('/').replace('<script ', '<script data-fallback-url="/contact" ')),
    ...Object.fromEntries(Object.values(without).map((head, index) => [`/without-${index}`, page(head, link)])),
    '/nothing': page(without['adoptedStyleSheets'] ?? '', {}),
  });
});
afterAll(async () => {
  await shop?.close();
  await server?.dispose();
});

describe.runIf(hasOldChromium)('in Chromium 64, of January 2018', () => {
  it.each(['', 'module'])(
    'the link takes the launcher’s place, and the page sees no error: /%s',
    async (path) => {
      const html = await openInOldChromium(`${shop.url}${path}`);
      expect(html).toContain('<pre id="said">done\n</pre>');
      expect(html.match(/<a data-chatdock-link[^>]*>[^<]*/g)).toEqual([
        expect.stringMatching(/href="\/contact" style="position: fixed; .*>Chat öffnen$/),
      ]);
      expect(html).not.toContain('<chat-dock');
    },
    60_000,
  );
});

for (const { name, isInstalled, open } of usualEngines) {
  describe.runIf(isInstalled)(`a browser that is too old, played by ${name}`, () => {
    let typist: Typist;
    beforeAll(async () => {
      typist = await open();
    });
    afterAll(() => typist?.close());

    const found = () =>
      typist.evaluate(() => ({
        said: document.querySelector('#said')?.textContent,
        links: [...document.querySelectorAll('[data-chatdock-link]')].map(
          (link) => `${link.textContent} ${link.getAttribute('href')}`,
        ),
        docks: document.querySelectorAll('chat-dock').length,
      }));

    it.each(Object.keys(without))('shows the link and no error: %s is missing', async (missing) => {
      await typist.go(`${shop.url}without-${Object.keys(without).indexOf(missing)}`);
      const wanted = { said: 'done\n', links: ['Chat öffnen /contact'], docks: 0 };
      await expect.poll(found).toEqual(wanted);
    });

    it('shows nothing without an address for the link, until the page gives one', async () => {
      await typist.go(`${shop.url}nothing`);
      expect((await found()).links).toEqual([]);
      await expect.poll(found).toEqual({ said: 'done\n', links: ['Chat öffnen /contact'], docks: 0 });
    });
  });
}
