/** The geometry of a chart: from numbers and a size in pixels to the paths and labels of its SVG. */
import { scaleBand, scaleLinear, scalePoint, scaleTime, scaleUtc, type ScaleLinear } from 'd3-scale';
import { area, line, stack, stackOffsetDiverging } from 'd3-shape';
import { addBars } from './bars.ts';
import { curveOf } from './curves.ts';
import { fitLabels, textWidth, type AxisLabel } from './labels.ts';
import { momentFormat } from './moments.ts';
import type { ChartData, ChartSeries } from './read-chart.ts';

export interface PlotOptions {
  width: number;
  height: number;
  isRtl: boolean;
  locale: string;
  showsX: boolean;
  showsY: boolean;
  barGap: number | undefined;
  barCategoryGap: number | undefined;
}

/** The shapes of a series. Bars and areas have a filled path, lines and areas a line. */
export interface Shape {
  series: ChartSeries;
  fill: string;
  line: string;
  /** Dots, where a value has no neighbours to be joined with, or where there is room for all of them. */
  dots: readonly Point[];
  /** The end of each row's value, where the tooltip's marks are drawn; null for a gap. */
  ends: readonly (Point | null)[];
}

interface Point {
  x: number;
  y: number;
}

export interface Plot {
  /** The middle of each row. */
  x: readonly number[];
  shapes: readonly Shape[];
  zero: number;
  edges: { left: number; right: number; top: number; bottom: number };
  xLabels: readonly AxisLabel[];
  /** A grid line each. The text is empty when the y axis is not shown. */
  yLabels: readonly { text: string; y: number }[];
}

/** The start and end of a value's span. Stacked values begin where the value below ends. */
export type Span = readonly [from: number, to: number] | null;

const TOP = 8;
const LINE_HEIGHT = 15;
const MAX_DOTS = 40;
/** A digit of the widest common fonts (Verdana, DejaVu Sans), because a narrower guess cuts the first digit off. */
const DIGIT = 7.7;

export function plotChart(data: ChartData, options: PlotOptions): Plot {
  const { width, height, isRtl, showsX, showsY } = options;
  const spans = spansOf(data.series);
  const [least, most] = extentOf(data.series, spans);
  const bottomOf = (lines: number) => height - (showsX ? 6 + LINE_HEIGHT * lines : 2);
  const guess = scaleLinear([least, most], [bottomOf(1), TOP]).nice(tickCount(height));
  const numbers = new Intl.NumberFormat(options.locale, { notation: 'compact', maximumFractionDigits: 2 });
  const ticks = guess.ticks(tickCount(height));
  const axis = showsY ? Math.max(...ticks.map((tick) => numbers.format(tick).length)) * DIGIT + 8 : 2;
  const sides = { left: isRtl ? 2 : axis, right: width - (isRtl ? axis : 2) };
  const { x, step } = columnsOf(data, sides, isRtl);
  const xLabels = showsX ? labelsOf(data, { x, step, sides, isRtl, locale: options.locale }) : [];
  const lines = xLabels.some(({ lines: { length } }) => length > 1) ? 2 : 1;
  const y = guess.copy().range([bottomOf(lines), TOP]);
  const edges = { ...sides, top: TOP, bottom: bottomOf(lines) };
  const shapes = data.series.map((series, index) => shapeOf(series, spans[index] ?? [], x, y, step));
  addBars(shapes, spans, { x, y, step, options });
  const yLabels = ticks.map((tick) => ({ text: showsY ? numbers.format(tick) : '', y: y(tick) }));
  return { x, shapes, zero: y(clamp(0, y.domain())), edges, xLabels, yLabels };
}

const tickCount = (height: number) => Math.max(2, Math.min(6, Math.floor(height / 44)));

const clamp = (value: number, [from = 0, to = 0]: readonly number[]) => Math.max(from, Math.min(value, to));

/** The spans of all series. Positive values stack upwards from zero and negative ones downwards. */
function spansOf(series: readonly ChartSeries[]): Span[][] {
  const spans = series.map(({ values }): Span[] => values.map((value) => (value === null ? null : [0, value])));
  const groups = new Map<string, number[]>();
  series.forEach(({ type, stack: name }, index) => {
    if (name === undefined || type === 'line') return;
    const group = `${type} ${name}`;
    groups.set(group, [...(groups.get(group) ?? []), index]);
  });
  for (const members of groups.values()) {
    const rows = (series[0]?.values ?? []).map((_value, row) => row);
    const stacked = stack<unknown, number, number>()
      .keys(members)
      .value((row, index) => series[index]?.values[row] ?? 0)
      .offset(stackOffsetDiverging)(rows);
    for (const layer of stacked)
      spans[layer.key] = rows.map((row): Span => {
        const value = series[layer.key]?.values[row];
        const [from = 0, to = 0] = layer[row] ?? [];
        return value === null || value === undefined ? null : value < 0 ? [to, from] : [from, to];
      });
  }
  return spans;
}

/**
 * The lowest and the highest value. Bars and areas begin at zero; a chart with only lines may leave zero out if they
 * are far from it.
 */
function extentOf(series: readonly ChartSeries[], spans: readonly Span[][]): [number, number] {
  let least = Infinity;
  let most = -Infinity;
  series.forEach(({ type }, index) => {
    for (const span of spans[index] ?? []) {
      if (!span) continue;
      const [from, to] = type === 'line' ? [span[1], span[1]] : span;
      least = Math.min(least, from, to);
      most = Math.max(most, from, to);
    }
  });
  if (least > most) return [0, 1];
  const isFar = most - least < 0.3 * Math.min(Math.abs(least), Math.abs(most)) && least * most > 0 && least < most;
  if (isFar && series.every(({ type }) => type === 'line')) return [least, most];
  least = Math.min(least, 0);
  most = Math.max(most, 0);
  return least === most ? [0, 1] : [least, most];
}

interface Columns {
  x: number[];
  /** The distance of two neighbouring rows; on a time axis the mean. */
  step: number;
}

function columnsOf({ labels, moments, series }: ChartData, { left, right }: Sides, isRtl: boolean): Columns {
  const range: [number, number] = isRtl ? [right, left] : [left, right];
  const keys = labels.map((_label, row) => row);
  if (series.some(({ type }) => type === 'bar')) {
    const band = scaleBand(keys, range);
    return { x: keys.map((key) => (band(key) ?? 0) + band.bandwidth() / 2), step: band.step() };
  }
  const inset = Math.min(10, (right - left) / 8) * (isRtl ? -1 : 1);
  const inner: [number, number] = [range[0] + inset, range[1] - inset];
  const step = Math.abs(inner[1] - inner[0]) / Math.max(1, keys.length - 1);
  const time = moments && timeScale(moments.at, moments.isDays, inner);
  if (time) return { x: moments.at.map((moment) => time(moment)), step };
  const point = scalePoint(keys, inner);
  return { x: keys.map((key) => point(key) ?? 0), step };
}

interface Sides {
  left: number;
  right: number;
}

function timeScale(at: readonly number[], isDays: boolean, range: [number, number]) {
  let [first, last] = [Infinity, -Infinity];
  for (const moment of at) [first, last] = [Math.min(first, moment), Math.max(last, moment)];
  return (isDays ? scaleUtc : scaleTime)([first, last], range);
}

function labelsOf(
  { labels, moments, series }: ChartData,
  { x, step, sides, isRtl, locale }: Columns & { sides: Sides; isRtl: boolean; locale: string },
): AxisLabel[] {
  const [first, last] = [x[0], x.at(-1)];
  // If there are few times, each is labelled; otherwise round times between the first and the last are.
  const isSparse = labels.reduce((width, label) => width + textWidth(label) + 12, 0) < sides.right - sides.left;
  if (!moments || isSparse || series.some(({ type }) => type === 'bar') || first === undefined || last === undefined)
    return fitLabels(
      labels.map((text, index) => ({ text, x: x[index] ?? 0 })),
      { step, ...sides },
    );
  const scale = timeScale(moments.at, moments.isDays, isRtl ? [Math.max(first, last), Math.min(first, last)] : [Math.min(first, last), Math.max(first, last)]); // prettier-ignore
  const format = momentFormat(moments, locale);
  const ticks = scale.ticks(Math.max(2, Math.floor((sides.right - sides.left) / 90)));
  const texts = ticks.map((tick) => ({ text: format(Number(tick)), x: scale(tick) }));
  return fitLabels(texts, { step: (sides.right - sides.left) / Math.max(1, ticks.length), ...sides });
}

/** The lines, areas and dots of a series. Bars are added later, because they share the room of a row. */
function shapeOf(
  series: ChartSeries,
  spans: readonly Span[],
  x: readonly number[],
  y: ScaleLinear<number, number>,
  step: number,
): Shape {
  const at = (row: number) => x[row] ?? 0;
  const ends = spans.map((span, row) => span && { x: at(row), y: y(span[1]) });
  const shape: Shape = { series, fill: '', line: '', dots: [], ends };
  if (series.type === 'bar') return shape;
  const rows = spans.map((_span, row) => row);
  const isDefined = (row: number) => spans[row] !== null && spans[row] !== undefined;
  const curve = curveOf(series.curve);
  const top = (row: number) => y(spans[row]?.[1] ?? 0);
  shape.line = line<number>(at, top).defined(isDefined).curve(curve)(rows) ?? '';
  const base = (row: number) => y(clamp(spans[row]?.[0] ?? 0, y.domain()));
  if (series.type === 'area') shape.fill = area<number>(at, base, top).defined(isDefined).curve(curve)(rows) ?? '';
  const hasRoom = rows.length <= MAX_DOTS && step >= 18 && series.type === 'line';
  const isAlone = (row: number) => !isDefined(row - 1) && !isDefined(row + 1);
  shape.dots = ends.filter((end, row): end is Point => end !== null && (hasRoom || isAlone(row)));
  return shape;
}
