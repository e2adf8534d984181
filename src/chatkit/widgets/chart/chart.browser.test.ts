import { page, userEvent } from 'vitest/browser';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { card, showWidget } from '../../../../test/harness/chat/show-widget.ts';
import { english, type Language } from '../../language/text.ts';
import { curves } from './curves.ts';

const week = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].map((day, index) => ({
  day,
  visitors: [40, 63, null, 109, 20][index],
  chats: [5, 16, 7, -12, 9][index],
}));
const chart = (more: object = {}) => ({
  type: 'Chart',
  data: week,
  xAxis: 'day',
  series: [
    { type: 'bar', dataKey: 'visitors', label: 'Visitors' },
    { type: 'line', dataKey: 'chats', label: 'Chats' },
  ],
  ...more,
});

// The first chart would wait for it, and a busy machine is slow.
beforeAll(() => import('./ChartView.tsx'));

async function show(component: object, language: Language = english) {
  const shown = showWidget(card([component], { size: 'full' }), { language });
  await vi.waitFor(() => expect(shown.place.querySelector('.w-drawing, .w-chart-empty')).not.toBeNull());
  const all = (selector: string) => [...shown.place.querySelectorAll<SVGGraphicsElement & HTMLElement>(selector)];
  /** The box of each bar of a series, from its path. */
  const bars = (series: number) =>
    (all('.w-drawing .series.bar .fill')[series]?.getAttribute('d') ?? '')
      .split('Z')
      .filter(Boolean)
      .map((path) => {
        const numbers = [...path.matchAll(/([MVHQ, ])(-?[\d.]+)(?:,(-?[\d.]+))?/g)];
        const first = numbers[0];
        return { left: Number(first?.[2]), base: Number(first?.[3]) };
      });
  const move = (share: number) => {
    const cursor = shown.find('.w-cursor');
    const { left, top, width } = cursor.getBoundingClientRect();
    cursor.dispatchEvent(
      new PointerEvent('pointermove', { clientX: left + width * share, clientY: top + 20, pointerType: 'mouse' }),
    );
  };
  return { ...shown, all, bars, move };
}

describe('a chart', () => {
  it('draws bars, areas and lines in one plot, with legend and y axis as declared [E179]', async () => {
    const { all, place } = await show(
      chart({
        showYAxis: true,
        series: [
          { type: 'line', dataKey: 'chats', label: 'Chats' },
          { type: 'bar', dataKey: 'visitors', label: 'Visitors' },
          { type: 'area', dataKey: 'visitors', label: null },
        ],
      }),
    );
    expect(all('.w-drawing .series').map((series) => series.getAttribute('class'))).toEqual(['series area', 'series bar', 'series line']); // prettier-ignore
    expect(all('.w-legend li').map(({ textContent }) => textContent)).toEqual(['Chats', 'Visitors', 'visitors']);
    expect(all('.tick').map(({ textContent }) => textContent)).toEqual(expect.arrayContaining(['Mon', 'Fri', '0', '100', '-50'])); // prettier-ignore
    const plain = await show(chart({ showLegend: false, showYAxis: false, xAxis: { dataKey: 'day', hide: true } }));
    expect(plain.all('.w-legend, .tick')).toEqual([]);
    expect(place.querySelectorAll('[style*="undefined"]').length).toBe(0);
  });

  it.each([
    ['left to right', english],
    ['right to left', { ...english, locale: 'ar' }],
  ])('draws each label of the y axis inside the drawing, whole (%s) [E179]', async (_, language) => {
    for (const most of [600, 123_456, -98_765, 0.00012]) {
      const data = [{ day: 'Mon', value: most }, { day: 'Tue', value: most / 3 }]; // prettier-ignore
      const { all, place } = await show(chart({ data, showYAxis: true, series: [{ type: 'bar', dataKey: 'value' }] }), language); // prettier-ignore
      // The widest of the fonts that systems use for their interface.
      place.style.fontFamily = 'Verdana, "DejaVu Sans", sans-serif';
      const [drawing] = all('.w-drawing').map((svg) => svg.getBoundingClientRect());
      for (const tick of all('.tick')) {
        const { left, right } = tick.getBoundingClientRect();
        expect([left >= (drawing?.left ?? 0), right <= (drawing?.right ?? 0)], `${most} ${tick.textContent}`).toEqual([true, true]); // prettier-ignore
      }
    }
  });

  it('begins bars at zero, downwards for negative values, and leaves gaps for missing ones [E179]', async () => {
    const { bars, all } = await show(
      chart({ series: [{ type: 'bar', dataKey: 'chats', label: 'a' }, { type: 'bar', dataKey: 'visitors', label: 'b' }] }), // prettier-ignore
    );
    expect(bars(0)).toHaveLength(5);
    expect(bars(1)).toHaveLength(4);
    const zero = Number(all('.zero')[0]?.getAttribute('y1'));
    for (const { base } of [...bars(0), ...bars(1)]) expect(base).toBeCloseTo(zero, 0);
    const box = all('.w-drawing .series.bar .fill')[0]?.getBBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(zero + 5);
  });

  it('treats numbers that are too large to draw as gaps', async () => {
    const data = [1, 1e308, -1e308, Infinity, 2].map((count, index) => ({ x: String(index), count }));
    const { all } = await show(chart({ data, xAxis: 'x', series: [{ type: 'line', dataKey: 'count' }, { type: 'bar', dataKey: 'count' }] })); // prettier-ignore
    const drawn = all('.w-drawing *').flatMap((element) => [...element.attributes].map(({ value }) => value));
    expect(drawn.length).toBeGreaterThan(20);
    expect(drawn.filter((value) => /NaN|Infinity/.test(value))).toEqual([]);
  });

  it('stacks series of one stack, upwards and downwards, and leaves others beside them [E179]', async () => {
    const data = [{ x: 'a', one: 10, two: 20, less: -5, three: 8 }];
    const series = (more: object) =>
      ['one', 'two', 'less', 'three'].map((dataKey) => ({ type: 'bar', dataKey, label: dataKey, ...(dataKey !== 'three' && more) })); // prettier-ignore
    const stacked = await show(chart({ data, xAxis: 'x', series: series({ stack: 's' }) }));
    const [one, two, less, three] = [0, 1, 2, 3].map((index) => stacked.bars(index)[0]);
    expect(two?.left).toBe(one?.left);
    expect(less?.left).toBe(one?.left);
    expect(three?.left).toBeGreaterThan(one?.left ?? 0);
    expect(two?.base).toBeLessThan((one?.base ?? 0) - 10);
    expect(less?.base).toBe(one?.base);
    const beside = await show(chart({ data, xAxis: 'x', series: series({}) }));
    expect(new Set([0, 1, 2, 3].map((index) => beside.bars(index)[0]?.left)).size).toBe(4);
  });

  it('reads the gaps between bars and categories as pixels, and limits them to the space [E179]', async () => {
    const series = ['visitors', 'chats'].map((dataKey) => ({ type: 'bar', dataKey, label: dataKey }));
    const gapOf = async (more: object) => {
      const { bars, all } = await show(chart({ series, ...more }));
      const box = all('.w-drawing .series.bar .fill')[0]?.getBBox();
      return { distance: (bars(1)[0]?.left ?? 0) - (bars(0)[0]?.left ?? 0), width: box?.width ?? 0 };
    };
    const [near, far] = [
      await gapOf({ barGap: 0, barCategoryGap: 40 }),
      await gapOf({ barGap: 10, barCategoryGap: 40 }),
    ];
    expect(far.distance - near.distance).toBeCloseTo(5, 0);
    expect((await gapOf({ barGap: 1e6, barCategoryGap: 1e6 })).width).toBeGreaterThan(5);
  });

  it.each(curves)('draws lines and areas with the curve %s [E179]', async (curveType) => {
    const series = ['line', 'area'].map((type) => ({ type, dataKey: 'chats', label: type, curveType }));
    const { all } = await show(chart({ series }));
    const paths = all('.w-drawing .series path').map((path) => path.getAttribute('d') ?? '');
    expect(paths).toHaveLength(3);
    for (const path of paths) expect(path).toMatch(/^M[^N]+$/);
  });

  it('knows 15 curves, each with a different shape except the two aliases', async () => {
    const courses = new Set<string>();
    for (const curveType of curves) {
      const { all } = await show(chart({ series: [{ type: 'line', dataKey: 'chats', label: 'x', curveType }] }));
      courses.add(all('.w-drawing .series path')[0]?.getAttribute('d') ?? '');
    }
    expect(curves).toHaveLength(15);
    expect(courses.size).toBe(13);
  });

  it('breaks a line at a gap and shows a value without neighbours as a dot', async () => {
    const data = [1, 2, null, 3, null, 4, 5].map((value, index) => ({ x: `row ${index}`, value }));
    const series = [{ type: 'area', dataKey: 'value', label: 'x' }];
    const { all } = await show(chart({ data, xAxis: 'x', series }));
    expect(all('.line')[0]?.getAttribute('d')?.match(/M/g)).toHaveLength(3);
    expect(all('.w-drawing .dot')).toHaveLength(1);
  });

  it('shows the labels of a map, and cuts long ones off inside the plot [E179]', async () => {
    const { all } = await show(chart({ xAxis: { dataKey: 'day', labels: { Mon: 'Monday', constructor: 'x' } } }));
    expect(all('.tick').map(({ textContent }) => textContent)).toEqual(['Monday', 'Tue', 'Wed', 'Thu', 'Fri']);
    const long = await show(
      chart({
        data: ['Donaudampfschifffahrtsgesellschaft of the whole river', 'b', 'c', 'd', 'e', 'f'].map((day) => ({ day, visitors: 3 })), // prettier-ignore
      }),
    );
    const plot = long.find('.w-plot').getBoundingClientRect();
    for (const tick of long.all('.tick')) {
      expect(tick.getBoundingClientRect().left).toBeGreaterThanOrEqual(plot.left - 1);
      expect(tick.getBoundingClientRect().right).toBeLessThanOrEqual(plot.right + 1);
    }
    expect(long.all('.tick')[0]?.textContent).toContain('…');
  });

  it('places dates by time, and labels them in the format of the language', async () => {
    const data = ['2026-01-01', '2026-01-02', '2026-01-11'].map((day, visitors) => ({ day, visitors }));
    const series = [{ type: 'line', dataKey: 'visitors', label: 'x' }];
    const { all } = await show(chart({ data, series }));
    const [first = 0, second = 0, third = 0] = all('.dot').map((dot) => Number(dot.getAttribute('cx')));
    expect((third - first) / (second - first)).toBeCloseTo(10, 0);
    expect(all('.tick').map(({ textContent }) => textContent)).toContain('Jan 1');
  });

  it('shows a message if there is no data', async () => {
    for (const more of [{ data: [] }, { series: [] }, { data: null }, { series: 'x' }])
      expect((await show(chart(more))).place.textContent).toContain('There is no data to show.');
  });

  it('draws at most 5,000 rows and 20 series, and reports the others', async () => {
    const data = Array.from({ length: 5100 }, (_, x) => ({ x: `${x}`, y: x }));
    const many = Array.from({ length: 30 }, (_, index) => ({ type: 'line', dataKey: 'y', label: `${index}` }));
    const { all, errors, find } = await show(chart({ data: data.slice(0, 10), xAxis: 'x', series: many }));
    expect(all('.w-drawing .series')).toHaveLength(20);
    await vi.waitFor(() => expect(errors).toEqual([expect.stringContaining('5000 rows')]));
    find('.w-cursor');
    const rows = await show(chart({ data, xAxis: 'x', series: many.slice(0, 1) }));
    expect(rows.find('.w-cursor').getAttribute('aria-valuemax')).toBe('4999');
  });

  it('draws hostile members as gaps, text or nothing', async () => {
    const data = [{ day: { a: 1 }, visitors: '12' }, { day: '<b>x</b>', visitors: 'NaN' }, 7, null, { day: 'c', visitors: 1e308 }]; // prettier-ignore
    const { place, find } = await show(
      chart({
        data,
        height: 'url(//x)',
        series: [
          { type: 'pie', dataKey: 'visitors', label: {}, color: 'url(//evil)', curveType: '__proto__', stack: {} },
          { type: 'bar', dataKey: '__proto__', label: 'p', color: 'constructor' },
          null,
        ],
      }),
    );
    expect(place.innerHTML).not.toMatch(/evil|NaN,|undefined/);
    expect(find('table').textContent).toContain('12');
    expect(place.querySelector('b')).toBeNull();
  });
});

describe('reading a chart', () => {
  it('shows the values of the row under the pointer, inside the plot [E179]', async () => {
    const { move, find, place } = await show(chart());
    expect(place.querySelector('.w-tip')).toBeNull();
    for (const [share, text] of [
      [0.02, 'MonVisitors40Chats5'],
      [0.5, 'WedVisitorsno valueChats7'],
      [0.99, 'FriVisitors20Chats9'],
    ] as const) {
      // prettier-ignore
      move(share);
      await vi.waitFor(() => expect(find('.w-tip').textContent).toBe(text));
      const [tip, plot] = [find('.w-tip').getBoundingClientRect(), find('.w-plot').getBoundingClientRect()];
      expect(tip.left).toBeGreaterThanOrEqual(plot.left - 1);
      expect(tip.right).toBeLessThanOrEqual(plot.right + 1);
    }
    find('.w-cursor').dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
    await vi.waitFor(() => expect(place.querySelector('.w-tip')).toBeNull());
    expect((await show(chart({ showTooltip: false }))).place.querySelector('[role=slider]')).toBeNull();
  });

  it('keeps the tooltip of a finger after it is lifted', async () => {
    const { find } = await show(chart());
    const cursor = find('.w-cursor');
    const { left, width } = cursor.getBoundingClientRect();
    cursor.dispatchEvent(new PointerEvent('pointerdown', { clientX: left + width / 2, pointerType: 'touch' }));
    cursor.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'touch' }));
    await vi.waitFor(() => expect(find('.w-tip').textContent).toContain('Wed'));
    expect(getComputedStyle(cursor).touchAction).toBe('pan-y');
  });

  it('is a slider for the keyboard: arrows, Home, End and Escape, spoken as the tooltip reads [E179]', async () => {
    const { find, place } = await show(chart());
    const cursor = find('.w-cursor');
    const escapes = vi.fn();
    document.addEventListener('keydown', escapes);
    cursor.focus();
    expect(cursor.getAttribute('aria-label')).toBe('Chart: Visitors, Chats');
    for (const [key, spoken] of [
      ['{ArrowRight}', 'Mon, Visitors 40, Chats 5'],
      ['{ArrowRight}', 'Tue, Visitors 63, Chats 16'],
      ['{End}', 'Fri, Visitors 20, Chats 9'],
      ['{ArrowRight}', 'Fri, Visitors 20, Chats 9'],
      ['{ArrowLeft}', 'Thu, Visitors 109, Chats -12'],
      ['{Home}', 'Mon, Visitors 40, Chats 5'],
    ] as const) {
      await userEvent.keyboard(key);
      await vi.waitFor(() => expect(cursor.getAttribute('aria-valuetext')).toBe(spoken));
    }
    escapes.mockClear();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(place.querySelector('.w-tip')).toBeNull());
    expect(escapes).not.toHaveBeenCalled();
    await userEvent.keyboard('{Escape}');
    expect(escapes).toHaveBeenCalledOnce();
    document.removeEventListener('keydown', escapes);
  });

  it('has the same numbers as a table: for screen readers at once, for everybody on request', async () => {
    const { find, button, place } = await show(chart());
    const table = find('table');
    expect([...table.querySelectorAll('th[scope=col]')].map(({ textContent }) => textContent)).toEqual(['Visitors', 'Chats']); // prettier-ignore
    expect([...table.querySelectorAll('tbody tr')].map((row) => row.textContent)).toContain('Wedno value7');
    expect(table.parentElement?.className).toBe('hidden');
    button('Show as a table').click();
    await vi.waitFor(() => expect(place.querySelector('.w-plot')).toBeNull());
    expect(find('table').parentElement?.className).toContain('w-chart-table');
    expect(button('Show as a table').getAttribute('aria-pressed')).toBe('true');
    button('Show as a table').click();
    await vi.waitFor(() => expect(place.querySelector('.w-drawing')).not.toBeNull());
  });

  it('renders the table of many rows only on request', async () => {
    const data = Array.from({ length: 300 }, (_, x) => ({ day: `${x}`, visitors: x }));
    const { button, place, all } = await show(chart({ data }));
    expect(place.querySelector('table')).toBeNull();
    button('Show as a table').click();
    await vi.waitFor(() => expect(all('tbody tr')).toHaveLength(300));
  });

  it('mirrors the plot from right to left', async () => {
    const shown = showWidget({ type: 'Card', children: [chart(), { type: 'Text', value: 'مرحبا بكم في المتجر' }] });
    shown.place.dir = 'rtl';
    shown.find<HTMLElement>('.widget').dir = 'rtl';
    await vi.waitFor(() => expect(shown.place.querySelector('.tick')).not.toBeNull());
    const ticks = [...shown.place.querySelectorAll('.tick')].map((tick) => tick.getBoundingClientRect().left);
    expect(ticks).toEqual(ticks.toSorted((a, b) => b - a));
  });

  it('keeps its size within the card and follows it', async () => {
    await page.viewport(700, 600);
    const { find } = await show(chart({ height: 300 }));
    expect(find('.w-chart').getBoundingClientRect().height).toBe(300);
    const wide = find('.w-drawing').getBoundingClientRect().width;
    await page.viewport(400, 600);
    await vi.waitFor(() => expect(find('.w-drawing').getAttribute('width')).not.toBe(String(wide)));
    await page.viewport(414, 896);
  });
});
