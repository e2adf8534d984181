/** Pages whose elements hide members of the document (`<img name="body">`) or globals (`<form id="ChatDock">`). */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scriptTag } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

/** Every word of the published code. What it reads of `document` and `window` is among them. */
const words = [
  ...new Set(
    ['dist', 'dist/modules'].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.js'))
        .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').match(/[a-z_$][\w$]*/gi) ?? []),
    ),
  ),
];
/** Those that a page can hide with few elements: the dock's own global, and some that the platform defines. */
const globals = [
  'ChatDock', 'CSS', 'customElements', 'fetch', 'localStorage', 'navigator', 'addEventListener', 'Proxy', 'Reflect',
  'Document', 'define', 'module', 'exports', 'process', '__proto__',
]; // prettier-ignore

const each = (names: readonly string[], markup: (name: string) => string) => names.map(markup).join('');
const images = each(words, (name) => `<img name="${name}" alt="">`);
const forms = each(words, (name) => `<form name="${name}" id="${name}"></form>`);
/** Fields that give a form the members of our global, of its stub, and of every element. */
const fields = each(words, (name) => `<input name="${name}">`);
const filledForms = each(globals, (name) => `<form id="${name}"><input name="version"><input name="q"></form>`);
const module = '<script type="module" src="/dist/chatdock.js" data-api-url="/chatkit"></script>';

it.each([
  ['images', images + filledForms, undefined],
  ['forms', forms + filledForms, undefined],
  ['images, loaded as a module', images + filledForms, module],
  ['a form named like our global, with a field for every word', `<form id="ChatDock">${fields}</form>`, undefined],
  [
    'two elements with each name',
    each(words, (name) => `<img name="${name}" alt=""><form id="${name}"></form>`),
    module,
  ],
  ['frames', each(globals, (name) => `<iframe name="${name}"></iframe>`), undefined],
  ['frames of another origin', each(globals, (name) => `<iframe name="${name}" src="data:,x"></iframe>`), undefined],
  [
    'frames of another origin, loaded as a module',
    each(globals, (name) => `<iframe name="${name}" src="data:,x"></iframe>`),
    module,
  ],
  ['objects', each(globals, (name) => `<object name="${name}"></object>`), undefined],
  ['embedded elements', each(globals, (name) => `<embed name="${name}">`), undefined],
])('a page full of %s has a dock that works', async (_, body, tag = scriptTag({ load: 'idle' })) => {
  const { page, console } = await site.visitHost({
    // The elements are there before our script runs.
    body: `<main><h1>A shop</h1></main><div hidden>${body}</div>`,
    tag: tag.replace(' async', ''),
  });
  // Playwright's own scripts in the page use what is hidden there, so the test asks the browser.
  const session = await page.context().newCDPSession(page);
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
    return result.value;
  };
  const inDock = (use: string) =>
    evaluate(`(() => {
      const root = ChatDock.get().host.shadowRoot;
      const chat = root.querySelector('chatdock-chatkit')?.shadowRoot;
      return ${use};
    })()`);
  await expect.poll(() => inDock('root.querySelector("button").getAttribute("aria-label")')).toBe('Open chat');
  await inDock('root.querySelector("button").click()');
  await expect.poll(() => inDock('Boolean(chat?.querySelector("[role=textbox]"))'), { timeout: 20_000 }).toBe(true);
  await evaluate("ChatDock('sendUserMessage', { text: 'echo **loud** and clear' })");
  await expect
    .poll(() => inDock('chat.querySelector(".assistant-message strong")?.textContent'), { timeout: 20_000 })
    .toBe('loud');
  expect(console).toEqual([]);
});
