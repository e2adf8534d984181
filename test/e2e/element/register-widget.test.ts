/** `dist/register-widget.js` on pages without a bundler: in the dock of the script tag, and in the bare element. */
import { expect, it } from 'vitest';
import { fileInDocs } from '../../harness/packages/docs-code.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

const head = '<style>div > button { border: 3px solid rgb(1, 2, 3) }</style>';
const common = { thread_id: 'thr_1', created_at: '2026-11-20T09:30:00Z' };
const tree = {
  type: 'Card',
  children: [
    { type: 'Form', children: [{ type: 'Input', name: 'size', defaultValue: 'M' }, { type: 'ProductCard', title: 'Oslo chair', price: '€129' }] },
    { type: 'Unknown', title: 'not drawn' },
    { type: 'Text', value: 'The end' },
  ],
}; // prettier-ignore
const thread = { id: 'thr_1', created_at: common.created_at, status: { type: 'active' }, metadata: {} };
const items = [{ type: 'widget', id: 'w_1', ...common, widget: tree }];

/** The component of docs/widgets.md, and the page's own server. */
const pageScript = `
${fileInDocs('docs/widgets.md', 'product-card.js')}
window.actions = [];
const server = async (_, { body }) => {
  const { type, params } = JSON.parse(body);
  if (type === 'threads.custom_action') actions.push(params);
  if (type === 'threads.get_by_id') return Response.json(${JSON.stringify({ ...thread, items: { data: items, has_more: false } })});
  if (type.endsWith('list')) return Response.json({ data: [], has_more: false });
  return new Response('', { headers: { 'content-type': 'text/event-stream' } });
};
const api = { url: '/chatkit', domainKey: 'own', fetch: server };
`;

const ways = {
  'the dock of the script tag': {
    tag: '<script src="/dist/chatdock.umd.js"></script><script type="module" src="/page.js"></script>',
    script: `${pageScript}ChatDock.boot({ thread: 'thr_1', open: true, chatkit: { api } });`,
  },
  'the bare element': {
    tag: '<openai-chatkit style="height: 600px"></openai-chatkit><script src="/dist/chatkit.js"></script><script type="module" src="/page.js"></script>',
    script: `${pageScript}await customElements.whenDefined('openai-chatkit');
document.querySelector('openai-chatkit').setOptions({ api, initialThread: 'thr_1' });`,
  },
};

it.each(Object.entries(ways))('%s draws a component of the page and sends its action', async (_, { tag, script }) => {
  const { page, console, requests } = await site.visitHost({ head, tag, files: { '/page.js': script } });
  const button = page.getByRole('button', { name: 'Oslo chair, €129' });
  await button.waitFor();
  // It is a part of the page: the page's style applies, and the page finds it without a shadow root.
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('div > button') as Element).borderTopColor)).toBe('rgb(1, 2, 3)'); // prettier-ignore
  await page.getByText('The end').waitFor();
  expect(await page.getByText('not drawn').count()).toBe(0);
  await button.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { actions: unknown[] }).actions))
    .toMatchObject([{ item_id: 'w_1', action: { type: 'cart.add', payload: { title: 'Oslo chair', size: 'M' } } }]);
  expect(console).toEqual([]);
  expect(requests.filter((request) => request.includes('HostWidget'))).toHaveLength(1);
});

it('a page that registers nothing fetches nothing for it', async () => {
  const { script, ...way } = ways['the bare element'];
  const plain = script.replace(
    "import { registerWidget } from '/dist/register-widget.js';",
    'const registerWidget = () => {};',
  );
  const { page, requests } = await site.visitHost({ head, ...way, files: { '/page.js': plain } }); // prettier-ignore
  await page.getByText('The end').waitFor();
  expect(await page.getByText('Oslo chair').count()).toBe(0);
  expect(requests.filter((request) => /HostWidget|register-widget/.test(request))).toEqual([]);
});
