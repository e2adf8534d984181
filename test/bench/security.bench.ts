/** Hostile texts and requests against the built files. The table in docs/security.md holds these figures. */
import { hostVisit } from '../harness/pages/host-page.ts';
import { launchBrowser, visit } from '../harness/browsers/visitor.ts';
import { faultOf, HOSTILE_REQUESTS, sendRaw } from '../harness/hostile/hostile-requests.ts';
import { collectable, collected } from '../harness/measure/process-memory.ts';
import { startServer, type ServerProcess } from '../harness/servers/server-process.ts';
import type { Benchmark, Comparison } from './benchmark.ts';
import { hostileTexts, hostileWidgets } from './hostile-corpus.ts';

const item = (id: string, more: object) => ({ id, thread_id: 't', created_at: '2026-01-01T00:00:00Z', ...more });
const toMessage = (text: string, index: number) =>
  item(`m${index}`, { type: 'assistant_message', content: [{ type: 'output_text', text, annotations: [] }] });
const toWidget = (widget: object, index: number) => ({
  ...item(`w${index}`, { type: 'widget', widget: { type: 'Card', children: [widget] } }),
});

const IN_ONE_THREAD = 40;

/** Draws items in the element, moves over every link, and counts what could run code or was fetched without a click. */
async function draw(server: ServerProcess, items: readonly object[]) {
  const browser = await launchBrowser();
  try {
    // A page without a policy of its own, which would stop some of it.
    const url = new URL('host-page', server.url).href;
    const { page, requests } = await visit(
      browser,
      url,
      hostVisit(url, { tag: '<script src="/dist/chatkit.js"></script>' }),
    );
    const sum = { hits: 0, dangerous: 0, drawn: 0 };
    for (let at = 0; at < items.length; at += IN_ONE_THREAD) {
      const found = await page.evaluate(drawThread, items.slice(at, at + IN_ONE_THREAD) as object[]);
      for (const name of ['hits', 'dangerous', 'drawn'] as const) sum[name] += found[name];
    }
    if (sum.drawn < items.length) throw new Error(`Only ${sum.drawn} of ${items.length} items were drawn.`);
    return { ...sum, fetched: requests.filter((request) => /pics\.localhost|\/hit\b/.test(request)).length };
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
async function drawThread(data: object[]) {
  let hits = 0;
  const hit = () => (hits += 1);
  Object.assign(globalThis, { hit, alert: hit, confirm: hit, prompt: hit });
  await customElements.whenDefined('openai-chatkit');
  const chat = document.createElement('openai-chatkit');
  const answer = { id: 't', created_at: '2026-01-01T00:00:00Z', items: { data, has_more: false } };
  const api = { url: '/chatkit', domainKey: 'x', fetch: async () => Response.json(answer) };
  chat.style.cssText = 'display:block;height:30000px';
  // The element's own type is not loaded in the page.
  (chat as unknown as { setOptions(options: object): void }).setOptions({ api, initialThread: 't' });
  document.body.append(chat);
  const parts = () => [...(chat.shadowRoot?.querySelectorAll('[role=log] *') ?? [])];
  for (let before = -1; before < parts().length; await new Promise((wake) => setTimeout(wake, 600)))
    before = parts().length || -1;
  for (const part of parts())
    if (part.matches('a, summary')) part.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
  const dangerous = parts().filter(
    (part) =>
      part.matches('script, iframe, object, embed, form, base, link, meta, style') ||
      [...part.attributes].some(
        ({ name, value }) =>
          /^on/i.test(name) ||
          (/href|src|action|data/.test(name) && /^(?:java|vb)script:/i.test(value.replaceAll(/[\0- ]/g, ''))),
      ),
  ).length;
  const drawn = chat.shadowRoot?.querySelectorAll('[data-item]').length ?? 0;
  chat.remove();
  return { hits, dangerous, drawn };
}

/** Requests that break the protocol or try to reach another person. A server error counts as got through. */
function hostileBodies(): string[] {
  const big = 'x'.repeat(200_000);
  const ids = [
    '__proto__',
    'constructor',
    "' OR 1=1 --",
    '../../etc/passwd',
    '\0',
    '%00',
    '🦄',
    'thr_1\r\nx: y',
    '${7*7}',
    big.slice(0, 600),
  ];
  const types = [
    'threads.get_by_id',
    'threads.delete',
    'items.list',
    'threads.update',
    'threads.retry_after_item',
    'attachments.delete',
    'threads.custom_action',
    'runs.stop',
    'runs.resume',
  ];
  const byId = ids.flatMap((id) =>
    types.map((type) =>
      JSON.stringify({
        type,
        params: {
          thread_id: id,
          item_id: id,
          attachment_id: id,
          run_id: id,
          title: id,
          after: 0,
          action: { type: id, payload: {} },
        },
      }),
    ),
  );
  const broken = ['', '{', '[]', 'null', '1', '"x"', '{"type":1}', '{"__proto__":{"a":1},"type":"threads.list"}', '{"type":"threads.list","type":"threads.delete"}', '{"type":"constructor","params":{}}',
    '['.repeat(50_000), `{"a":`.repeat(20_000), `{"type":"threads.list","params":{"limit":1e999}}`, `{"type":"threads.list","params":{"limit":-1}}`, `{"type":"threads.list","params":{"after":"${big.slice(0, 5000)}"}}`, '\ufeff{}', `{"type":"threads.list","params":{"order":"sideways"}}`,
    JSON.stringify({ type: 'threads.create', params: { input: { content: [{ type: 'input_text', text: big }], attachments: [], inference_options: {} } } }),
    JSON.stringify({ type: 'threads.create', params: { input: { content: [], attachments: Array.from({ length: 999 }, (_, index) => `atc_${index}`), inference_options: {} } } })]; // prettier-ignore
  return [...byId, ...broken];
}

async function send(server: ServerProcess) {
  const bodies = hostileBodies();
  let through = 0;
  for (const body of bodies) {
    const response = await fetch(`${server.url}chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    // Deleting what is not there succeeds with an empty answer.
    if (response.status >= 500 || (response.ok && (await response.text()) !== '{}')) through += 1;
  }
  return { tried: bodies.length, through };
}

/** Sends the bytes of every group, and counts those whose answer has a fault. */
async function sendBytes(server: ServerProcess) {
  const rows: Comparison[] = [];
  for (const [group, requests] of Object.entries(HOSTILE_REQUESTS)) {
    let through = 0;
    for (const { bytes } of requests) if (faultOf(await sendRaw(server.url, bytes, 1000))) through += 1;
    rows.push(row(`hostile ${group} sent as bytes`, 'requests', requests.length));
    rows.push(row('… that failed the server, or showed anything', 'got through', through));
  }
  return rows;
}

const row = (what: string, unit: string, ours: number, other: Comparison['other'] = null): Comparison => ({
  what,
  unit,
  ours,
  other,
});

export const benchmark: Benchmark = {
  question: 'What gets through of hostile texts, widgets and requests, and what do they leave in memory?',
  async run() {
    const server = await startServer({
      ...collectable,
      CHATDOCK_DEMO_DELAY_MS: '0',
      CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS: '0',
      CHATDOCK_LIMIT_REQUESTS_PER_USER: '0',
      CHATDOCK_LIMIT_NEW_VISITORS_PER_ADDRESS: '0',
      LOG_LEVEL: 'error',
    });
    try {
      const texts = await draw(server, hostileTexts.map(toMessage));
      const widgets = await draw(server, hostileWidgets.map(toWidget));
      // The first round loads what the server needs for them.
      await send(server);
      await sendBytes(server);
      const before = await collected(server);
      const requests = await send(server);
      const bytes = await sendBytes(server);
      const after = await collected(server);
      return [
        row('hostile texts drawn', 'texts', hostileTexts.length),
        row('… that ran code or left an element that could', 'got through', texts.hits + texts.dangerous),
        row('… that fetched something without a click', 'got through', texts.fetched),
        row('hostile widgets drawn', 'widgets', hostileWidgets.length),
        row('… that ran code or left an element that could', 'got through', widgets.hits + widgets.dangerous),
        row('… that fetched something without a click', 'got through', widgets.fetched),
        row('hostile requests sent', 'requests', requests.tried),
        row('… that got data of somebody, or a server error', 'got through', requests.through),
        ...bytes,
        row('memory of the server after them', 'MB', after, { name: 'before', value: before }),
      ];
    } finally {
      await server.dispose();
    }
  },
};
