/** The cost of a widget: one text of a large form changes, and a long list appears. */
import type { Page } from 'playwright-core';
import { type Benchmark, inTurns, median } from './benchmark.ts';
import { openPage } from './pages/streaming-page.ts';
import { openWidgetChat, type WidgetChat, type WidgetChatWindow } from './pages/widget-chat.ts';

const PATCHES = 60;
const ROUNDS = 3;

export const benchmark: Benchmark = {
  question:
    'What does one changed text of a form of 100 fields cost in script (limit: 2 ms), and a list of 1,000 rows in frames (limit: one per 100)?',
  async run() {
    const { page, close } = await openPage();
    try {
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'timeTicks' });
      const scriptMs = async () => {
        const { metrics } = await session.send('Performance.getMetrics');
        return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1000;
      };
      const patch = async (fields: number) => {
        await page.evaluate(openWidgetChat, formOf(fields));
        const before = await scriptMs();
        await page.evaluate(sendPatches, PATCHES);
        return ((await scriptMs()) - before) / PATCHES;
      };
      const patches = await inTurns(
        ROUNDS,
        () => patch(100),
        () => patch(1),
      );
      const lists = await inTurns(
        ROUNDS,
        () => framesFor(page, 1000),
        () => framesFor(page, 100),
      );
      return [
        {
          what: 'script of one changed text, 100 fields',
          unit: 'ms',
          ours: median(patches.ours),
          other: { name: 'one field', value: median(patches.other) },
        },
        {
          what: 'frames until a list of 1,000 rows is drawn',
          unit: 'frames',
          ours: median(lists.ours),
          other: { name: '100 rows', value: median(lists.other) },
        },
      ];
    } finally {
      await close();
    }
  },
};

const formOf = (fields: number): WidgetChat => ({
  widget: {
    type: 'Card',
    asForm: true,
    children: [
      { type: 'Text', id: 'note', value: 'A note', streaming: true },
      ...Array.from({ length: fields }, (_, index) => ({
        type: 'Col',
        children: [
          { type: 'Label', value: `Field ${index}`, fieldName: `f${index}` },
          { type: 'Input', name: `f${index}` },
        ],
      })),
    ],
  },
  drawn: { selector: '.w-field', count: fields },
});

const framesFor = (page: Page, rows: number) => page.evaluate(showList, rows);

// The following functions run inside the page.

async function sendPatches(count: number) {
  for (let index = 0; index < count; index++) {
    (window as unknown as WidgetChatWindow).send({
      type: 'thread.item.updated',
      item_id: 'w',
      update: { type: 'widget.streaming_text.value_delta', component_id: 'note', delta: ` ${index}`, done: false },
    });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
  const shown = document.querySelector('openai-chatkit')?.shadowRoot?.querySelector('.w-text')?.textContent;
  if (!shown?.endsWith(` ${count - 1}`)) throw new Error(`The text is ${shown}.`);
}

async function showList(rows: number) {
  const at = '2026-01-01T00:00:00Z';
  const children = Array.from({ length: rows }, (_, index) => ({
    type: 'ListViewItem',
    children: [
      { type: 'Icon', name: 'user' },
      { type: 'Text', value: `Row ${index}` },
      { type: 'Spacer' },
      { type: 'Badge', label: 'new' },
    ],
  }));
  const item = { id: 'w', thread_id: 'thr_1', created_at: at, type: 'widget', widget: { type: 'ListView', children } };
  const thread = {
    id: 'thr_1',
    created_at: at,
    status: { type: 'active' },
    metadata: {},
    items: { data: [item], has_more: false },
  };
  document.body.replaceChildren();
  const element = document.createElement('openai-chatkit') as HTMLElement & { setOptions(options: object): void };
  document.body.append(element);
  element.setOptions({
    api: {
      url: '/chatkit',
      domainKey: 'bench',
      fetch: async (_url: string, { body }: { body: string }) =>
        Response.json(JSON.parse(body).type === 'threads.get_by_id' ? thread : { data: [], has_more: false }),
    },
    initialThread: 'thr_1',
  });
  const drawn = () => element.shadowRoot?.querySelectorAll('.w-list li').length ?? 0;
  while (drawn() === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
  let frames = 1;
  while (drawn() < rows) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    frames += 1;
  }
  return frames;
}
