/**
 * Reads values from a chart by pointer, touch or arrow keys. To assistive technology it is a slider over the rows,
 * whose value is the text of the tooltip.
 */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useWidget } from '../widget-context.ts';
import { Swatch } from './Drawing.tsx';
import type { Plot } from './plot.ts';
import type { ChartData } from './read-chart.ts';

interface CursorProps {
  data: ChartData;
  plot: Plot;
  name: string;
  id: string;
  isRtl: boolean;
  children: ComponentChildren;
}

export function Cursor({ data, plot, name, id, isRtl, children }: CursorProps) {
  const { locale, text } = useWidget();
  const [chosen, setChosen] = useState<number | null>(null);
  const last = data.labels.length - 1;
  const row = chosen === null ? null : Math.min(chosen, last);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const valueAt = (index: number, at: number) => {
    const value = data.series[index]?.values[at];
    return value === null || value === undefined ? text('widget.chart.none') : numbers.format(value);
  };
  const spoken = (at: number) =>
    [data.labels[at], ...data.series.map(({ label }, index) => `${label} ${valueAt(index, at)}`)].join(', ');
  const point = ({ clientX, currentTarget }: PointerEvent & { currentTarget: Element }) =>
    setChosen(nearest(plot.x, clientX - currentTarget.getBoundingClientRect().left));
  const handleKey = (event: KeyboardEvent) => {
    const next = rowFor(event.key, row, last, isRtl);
    if (next === undefined) return;
    // Escape also closes the panel around the chat: with a tooltip open, it closes the tooltip first.
    event.preventDefault();
    event.stopPropagation();
    setChosen(next);
  };
  return (
    <div
      class="w-cursor"
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-readonly="true"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={row ?? 0}
      aria-valuetext={spoken(row ?? 0)}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setChosen(null)}
      onBlur={() => setChosen(null)}
      onKeyDown={handleKey}
    >
      {children}
      {row !== null && (
        <>
          <Marks plot={plot} row={row} data={data} />
          <Tooltip x={plot.x[row] ?? 0}>
            <strong dir="auto">{data.labels[row]}</strong>
            {data.series.map((series, index) => (
              <span class="w-tip-row" key={index}>
                <Swatch series={series} index={index} id={id} />
                <span dir="auto">{series.label}</span>
                <b>{valueAt(index, row)}</b>
              </span>
            ))}
          </Tooltip>
        </>
      )}
    </div>
  );
}

/** The row that a key moves to: null for none, undefined for a key that the chart does not handle. */
function rowFor(key: string, row: number | null, last: number, isRtl: boolean): number | null | undefined {
  const page = Math.max(1, Math.round(last / 10));
  const steps: Record<string, number> = {
    ArrowRight: isRtl ? -1 : 1,
    ArrowLeft: isRtl ? 1 : -1,
    ArrowUp: 1,
    ArrowDown: -1,
    PageUp: page,
    PageDown: -page,
  };
  if (key === 'Escape') return row === null ? undefined : null;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = ownEntry(steps, key);
  if (step === undefined) return undefined;
  return row === null ? 0 : Math.max(0, Math.min(last, row + step));
}

/** The row whose middle is the nearest. The rows of a time axis may be in any order. */
function nearest(middles: readonly number[], x: number): number | null {
  let found: number | null = null;
  let least = Infinity;
  for (let row = 0; row < middles.length; row++) {
    const distance = Math.abs((middles[row] ?? Infinity) - x);
    if (distance < least) [found, least] = [row, distance];
  }
  return found;
}

/** A line through the row, and a dot at each value. */
function Marks({ plot, row, data }: { plot: Plot; row: number; data: ChartData }) {
  const x = plot.x[row] ?? 0;
  return (
    <svg class="w-marks" aria-hidden="true">
      <line class="guide" x1={x} x2={x} y1={plot.edges.top} y2={plot.edges.bottom} />
      {plot.shapes.map(({ ends, series }, index) => {
        const end = ends[row];
        return end && data.series[index]?.type !== 'bar' ? (
          <circle key={index} class="mark" cx={end.x} cy={end.y} r={4.5} style={{ '--series': series.color }} />
        ) : null;
      })}
    </svg>
  );
}

/** Beside the row, on the side that has more room, and never outside the plot. */
function Tooltip({ x, children }: { x: number; children: ComponentChildren }) {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = tip.current;
    const room = element?.offsetParent?.clientWidth;
    if (!element || room === undefined) return;
    const width = element.offsetWidth;
    const beside = x + 12 + width <= room ? x + 12 : x - 12 - width;
    element.style.left = `${Math.max(0, Math.min(beside, room - width))}px`;
  });
  return (
    <div class="w-tip" ref={tip} aria-hidden="true">
      {children}
    </div>
  );
}
