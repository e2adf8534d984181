/** Pages whose elements hide members of the document (`<img name="body">`) or are named like our global. */
import { expect, it } from 'vitest';
import { scriptTag } from '../harness/host-page.ts';
import { setUpSite } from '../harness/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

/** Members that the dock, the element and Preact use, and some of their neighbours. */
const members = [
  'activeElement', 'addEventListener', 'adoptedStyleSheets', 'appendChild', 'baseURI', 'body', 'childNodes', 'compatMode', 'cookie',
  'createComment', 'createDocumentFragment', 'createElement', 'createElementNS', 'createRange', 'createTextNode', 'createTreeWalker',
  'currentScript', 'defaultView', 'dir', 'documentElement', 'documentURI', 'execCommand', 'fonts', 'forms', 'getElementById',
  'getElementsByTagName', 'getSelection', 'hasFocus', 'head', 'hidden', 'images', 'implementation', 'nodeType', 'ownerDocument',
  'querySelector', 'querySelectorAll', 'readyState', 'removeEventListener', 'scripts', 'styleSheets', 'title', 'visibilityState',
]; // prettier-ignore
const globals = [
  'ChatDock',
  'CSS',
  'customElements',
  'fetch',
  'localStorage',
  'navigator',
  'Proxy',
  'Reflect',
  'Document',
];

const forms = members.map((name) => `<form name="${name}"></form>`).join('');
const images = members.map((name) => `<img name="${name}" alt="">`).join('');
const named = globals.map((id) => `<form id="${id}"><input name="q"></form>`).join('');

it.each([
  ['images, and the script tag', images + named, undefined],
  ['forms, and the script tag', forms + named, undefined],
  [
    'images, and the module',
    images + named,
    '<script type="module" src="/dist/chatdock.js" data-api-url="/chatkit"></script>',
  ],
])('a page full of %s has a dock that answers', async (_, body, tag = scriptTag()) => {
  const { page, console } = await site.visitHost({
    // The elements are there before our script runs.
    body: `<main><h1>A shop</h1></main>${body}`,
    tag: tag.replace(' async', ''),
  });
  // Playwright itself asks `document`, so the test looks from inside the page and through the prototypes.
  const inDock = (use: string) =>
    page.evaluate<unknown>(`(() => {
      const root = ChatDock.get().host.shadowRoot;
      const chat = root.querySelector('chatdock-chatkit')?.shadowRoot;
      return ${use};
    })()`);
  await expect
    .poll(() => inDock('root.querySelector("button").getAttribute("aria-label")').catch(() => ''))
    .toBe('Open chat');
  await inDock('root.querySelector("button").click()');
  await expect.poll(() => inDock('Boolean(chat?.querySelector("[role=textbox]"))'), { timeout: 20_000 }).toBe(true);
  await page.evaluate(() =>
    Reflect.get(globalThis, 'ChatDock')('sendUserMessage', { text: 'echo **loud** and clear' }),
  );
  await expect
    .poll(() => inDock('chat.querySelector(".assistant-message strong")?.textContent'), { timeout: 20_000 })
    .toBe('loud');
  expect(console).toEqual([]);
});
