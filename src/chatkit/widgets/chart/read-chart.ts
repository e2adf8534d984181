/** Reads a `Chart` component, whose members are untrusted, into columns of labels and numbers. */
import { isRecord, ownEntry } from '@chatdock/protocol/kinds';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { toFlag, toText, toWord, type Scheme } from '../values.ts';
import { chartColor } from './colors.ts';
import { curves, type CurveType } from './curves.ts';
import { momentFormat, readMoments, type Moments } from './moments.ts';

export interface ChartSeries {
  type: 'bar' | 'area' | 'line';
  label: string;
  color: string;
  curve: CurveType;
  /** Series of one type with the same stack are drawn on top of each other. */
  stack: string | undefined;
  /** One value for each row; null is a gap. */
  values: readonly (number | null)[];
}

export interface ChartData {
  /** The label of each row, as the reader sees it. */
  labels: readonly string[];
  /** The rows' moments, when the x axis is a time axis. */
  moments: Moments | null;
  series: readonly ChartSeries[];
  /** Rows and series that the component has beyond the limits. */
  isCut: boolean;
}

/** More rows than a screen has pixels, and more series than a reader can tell apart. */
export const MAX_ROWS = 5000;
export const MAX_SERIES = 20;

export function readChart(component: WidgetComponent, scheme: Scheme, locale: string): ChartData {
  const { data, series, xAxis } = component;
  const all = Array.isArray(data) ? data.filter(isRecord) : [];
  const rows = all.slice(0, MAX_ROWS);
  const declared = Array.isArray(series) ? series.filter(isRecord) : [];
  const ticks = rows.map((row) => cell(row, isRecord(xAxis) ? xAxis['dataKey'] : xAxis));
  const names = isRecord(xAxis) && isRecord(xAxis['labels']) ? xAxis['labels'] : {};
  const moments = readMoments(ticks);
  const format = moments && momentFormat(moments, locale);
  return {
    labels: ticks.map((tick, index) => {
      const key = toText(tick) ?? '';
      const named = toText(ownEntry(names, key));
      return named ?? (moments && format ? format(moments.at[index] ?? 0) : key);
    }),
    moments: Object.keys(names).length > 0 ? null : moments,
    series: declared.slice(0, MAX_SERIES).map((one, index) => readSeries(one, index, rows, scheme)),
    isCut: all.length > MAX_ROWS || declared.length > MAX_SERIES,
  };
}

function readSeries(
  { type, dataKey, label, color, curveType, stack }: Record<string, unknown>,
  index: number,
  rows: readonly Record<string, unknown>[],
  scheme: Scheme,
): ChartSeries {
  return {
    type: toWord(type, ['bar', 'area', 'line']) ?? 'bar',
    label: toText(label) ?? toText(dataKey) ?? '',
    color: chartColor(color, index, scheme),
    curve: toWord(curveType, curves) ?? 'linear',
    stack: toText(stack),
    values: rows.map((row) => toNumber(cell(row, dataKey))),
  };
}

/** The row's own member: a key such as `constructor` finds nothing that the data does not have. */
const cell = (row: Record<string, unknown>, key: unknown): unknown =>
  typeof key === 'string' ? ownEntry(row, key) : undefined;

/**
 * The largest absolute value. Twice this is still finite, so that an axis from the smallest to the largest value has a
 * length.
 */
const MAX_VALUE = 1e300;

/** Reads a number, or text that is one. Anything else is a gap. */
function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= MAX_VALUE ? number : null;
}

/** `xAxis: { hide: true }` */
export const hidesAxis = ({ xAxis }: WidgetComponent): boolean => isRecord(xAxis) && toFlag(xAxis['hide']);
