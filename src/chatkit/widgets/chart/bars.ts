/** Bars: how the bars of one row share its width, and their outlines. All bars of a series are one path. */
import type { ScaleLinear } from 'd3-scale';
import type { PlotOptions, Shape, Span } from './plot.ts';

const MAX_WIDTH = 56;
const CATEGORY_SHARE = 0.24;
const GAP = 3;
const RADIUS = 4;

interface Room {
  x: readonly number[];
  y: ScaleLinear<number, number>;
  step: number;
  options: PlotOptions;
}

/** Fills in the shapes of all bar series. */
export function addBars(shapes: readonly Shape[], spans: readonly Span[][], { x, y, step, options }: Room): void {
  const places = placesOf(shapes);
  const count = Math.max(0, ...places.values()) + 1;
  // Gaps take at most half of the width, so that there is room for bars.
  const between = Math.min(toGap(options.barCategoryGap) ?? step * CATEGORY_SHARE, step / 2);
  const gap = count > 1 ? Math.min(toGap(options.barGap) ?? GAP, (step - between) / 2 / (count - 1)) : 0;
  const width = Math.min((step - between - gap * (count - 1)) / count, MAX_WIDTH);
  const whole = width * count + gap * (count - 1);
  const outermost = outermostOf(shapes, spans);
  shapes.forEach((shape, index) => {
    const place = places.get(shape);
    if (place === undefined) return;
    const start = (options.isRtl ? count - 1 - place : place) * (width + gap) - whole / 2;
    const paths: string[] = [];
    shape.ends = shape.ends.map((end) => end && { ...end, x: end.x + start + width / 2 });
    spans[index]?.forEach((span, row) => {
      if (!span || span[0] === span[1]) return;
      const left = (x[row] ?? 0) + start;
      const isOuter = outermost.has(`${place} ${row} ${Math.sign(span[1] - span[0])} ${index}`);
      paths.push(barPath({ left, width, from: y(span[0]), to: y(span[1]), radius: isOuter ? RADIUS : 0 }));
    });
    shape.fill = paths.join('');
  });
}

const toGap = (value: number | undefined) => (value === undefined || value < 0 ? undefined : value);

/** The place of each bar series in its row, from 0: series of one stack have the same. */
function placesOf(shapes: readonly Shape[]): Map<Shape, number> {
  const places = new Map<Shape, number>();
  const stacks = new Map<string, number>();
  let next = 0;
  for (const shape of shapes) {
    const { type, stack } = shape.series;
    if (type !== 'bar') continue;
    const place = (stack === undefined ? undefined : stacks.get(stack)) ?? next++;
    if (stack !== undefined) stacks.set(stack, place);
    places.set(shape, place);
  }
  return places;
}

/** Which bars are the last of their stack, upwards and downwards. Only these have round ends. */
function outermostOf(shapes: readonly Shape[], spans: readonly Span[][]): Set<string> {
  const places = placesOf(shapes);
  const last = new Map<string, number>();
  shapes.forEach((shape, index) => {
    const place = places.get(shape);
    if (place === undefined) return;
    spans[index]?.forEach((span, row) => {
      if (span && span[0] !== span[1]) last.set(`${place} ${row} ${Math.sign(span[1] - span[0])}`, index);
    });
  });
  return new Set([...last].map(([key, index]) => `${key} ${index}`));
}

interface Bar {
  left: number;
  width: number;
  from: number;
  to: number;
  radius: number;
}

const px = (value: number) => Math.round(value * 100) / 100;

function barPath({ left, width, from, to, radius }: Bar): string {
  const r = Math.min(radius, width / 2, Math.abs(to - from));
  const inner = px(to > from ? to - r : to + r);
  const [l, right, a, b] = [px(left), px(left + width), px(from), px(to)];
  if (r < 0.5) return `M${l},${a}V${b}H${right}V${a}Z`;
  return `M${l},${a}V${inner}Q${l},${b} ${px(left + r)},${b}H${px(left + width - r)}Q${right},${b} ${right},${inner}V${a}Z`;
}
