/** The main-thread time for drawing a large chart. */
import type { Page } from 'playwright-core';
import { type Benchmark, type Comparison, inTurns, median } from './benchmark.ts';
import { openPage } from './pages/streaming-page.ts';
import { openWidgetChat, type WidgetChat, type WidgetChatWindow } from './pages/widget-chat.ts';

const ROUNDS = 9;
const POINTS = 1000;

export const benchmark: Benchmark = {
  question: 'How long does the page work on a chart of 5 × 1,000 points, from the event to the layout? (limit: 50 ms)',
  async run() {
    const { page, close } = await openPage();
    try {
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'timeTicks' });
      const busyMs = async () => {
        const { metrics } = await session.send('Performance.getMetrics');
        const valueOf = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
        return (valueOf('ScriptDuration') + valueOf('LayoutDuration') + valueOf('RecalcStyleDuration')) * 1000;
      };
      const measured = async (work: () => Promise<void>) => {
        const before = await busyMs();
        await work();
        return (await busyMs()) - before;
      };
      await page.evaluate(openWidgetChat, smallChart);
      const rows: Comparison[] = [];
      let round = 0;
      for (const type of ['line', 'area', 'bar']) {
        const figures = await inTurns(
          ROUNDS,
          () => measured(() => drawChart(page, type, ++round)),
          () => measured(() => page.evaluate(drawPolylines, { points: POINTS, round: ++round })),
        );
        rows.push({
          what: `a chart of 5 × ${POINTS.toLocaleString('en')} points as ${type}s`,
          unit: 'ms',
          ours: median(figures.ours),
          other: { name: 'five bare polylines', value: median(figures.other) },
        });
      }
      return rows;
    } finally {
      await close();
    }
  },
};

/** The first chart, so that the chart's code is there before the figures are taken. */
const smallChart: WidgetChat = {
  widget: {
    type: 'Card',
    children: [
      {
        type: 'Chart',
        data: [{ x: 'a', s0: 1 }],
        xAxis: 'x',
        series: [{ type: 'line', dataKey: 's0', label: 'a' }],
      },
    ],
  },
  drawn: { selector: '.w-drawing', count: 1 },
};

const drawChart = (page: Page, type: string, round: number) =>
  page.evaluate(sendChart, { type, round, points: POINTS });

// The following functions run inside the page.

async function sendChart({ type, round, points }: { type: string; round: number; points: number }) {
  const series = [0, 1, 2, 3, 4].map((index) => ({ type, dataKey: `s${index}`, label: `Series ${round}.${index}` }));
  const data = Array.from({ length: points }, (_, row) => ({
    x: `row ${row}`,
    ...Object.fromEntries(series.map(({ dataKey }, index) => [dataKey, Math.sin((row + round) / 30 + index) * 100])),
  }));
  (window as unknown as WidgetChatWindow).send({
    type: 'thread.item.updated',
    item_id: 'w',
    update: { type: 'widget.root.updated', widget: { type: 'Card', children: [{ type: 'Chart', data, xAxis: 'x', showYAxis: true, series }] } }, // prettier-ignore
  });
  const root = document.querySelector('openai-chatkit')?.shadowRoot;
  const isDrawn = () =>
    root?.querySelector('.w-legend')?.textContent?.includes(`Series ${round}.4`) &&
    (root.querySelector('.w-drawing .series path')?.getAttribute('d')?.length ?? 0) > points;
  while (!isDrawn()) await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

async function drawPolylines({ points, round }: { points: number; round: number }) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 700 200');
  for (let index = 0; index < 5; index++) {
    const line = document.createElementNS(space, 'polyline');
    let path = '';
    for (let row = 0; row < points; row++)
      path += `${(row / points) * 700},${100 + Math.sin((row + round) / 30 + index) * 100} `;
    line.setAttribute('points', path);
    svg.append(line);
  }
  document.body.append(svg);
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  svg.remove();
}
