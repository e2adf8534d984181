/** The SVG of a chart. It is drawn at its size in pixels, so that text and lines are not scaled. */
import type { Plot, Shape } from './plot.ts';
import type { ChartSeries } from './read-chart.ts';

interface DrawingProps {
  plot: Plot;
  /** The id of a hatch pattern. In forced colours, hatches fill bars and areas. */
  id: string;
  width: number;
  height: number;
}

/** In forced colours, series differ by hatches and dashes: one pattern each, then from the start again. */
const HATCHES = ['', 'M0,8L8,0', 'M0,0L8,8', 'M0,4H8', 'M4,0V8', 'M0,8L8,0M0,0L8,8', 'M4,0V8M0,4H8'] as const;
const DASHES = ['none', '7 4', '2 3', '10 3 2 3', '5 2', '12 4', '3 6'] as const;

export function Drawing({ plot, id, width, height }: DrawingProps) {
  const { edges, shapes, zero, xLabels, yLabels } = plot;
  return (
    <svg class="w-drawing" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <defs>
        {shapes.map((_, index) => (
          <pattern key={index} id={hatchId(id, index)} width="8" height="8" patternUnits="userSpaceOnUse">
            <path
              class={index % HATCHES.length === 0 ? 'hatch full' : 'hatch'}
              d={HATCHES[index % HATCHES.length] || 'M0,0H8V8H0Z'}
            />
          </pattern>
        ))}
      </defs>
      {yLabels.map(({ text, y }, index) => (
        <g key={index}>
          <line class="grid" x1={edges.left} x2={edges.right} y1={y} y2={y} />
          {text !== '' && <YLabel plot={plot} text={text} y={y} />}
        </g>
      ))}
      {inOrder(shapes).map(({ shape, index }) => (
        <SeriesShape key={index} shape={shape} index={index} id={id} />
      ))}
      <line class="zero" x1={edges.left} x2={edges.right} y1={zero} y2={zero} />
      {xLabels.map(({ x, anchor, lines }, index) => (
        <text key={index} class="tick" text-anchor={anchor} x={x} y={edges.bottom + 17}>
          {lines.map((line, row) => (
            <tspan key={row} x={x} dy={row * 14}>
              {line}
            </tspan>
          ))}
        </text>
      ))}
    </svg>
  );
}

function YLabel({ plot: { edges }, text, y }: { plot: Plot; text: string; y: number }) {
  const isLeft = edges.left > 2;
  return (
    <text class="tick" text-anchor={isLeft ? 'end' : 'start'} x={isLeft ? edges.left - 6 : edges.right + 6} y={y + 4}>
      {text}
    </text>
  );
}

/** Areas lie under bars, and bars under lines, whatever the order of the series. */
function inOrder(shapes: readonly Shape[]) {
  const layers = ['area', 'bar', 'line'];
  return shapes
    .map((shape, index) => ({ shape, index }))
    .toSorted((a, b) => layers.indexOf(a.shape.series.type) - layers.indexOf(b.shape.series.type));
}

function SeriesShape({ shape, index, id }: { shape: Shape; index: number; id: string }) {
  const { series, fill, line, dots } = shape;
  return (
    <g class={`series ${series.type}`} style={seriesStyle(series, index, id)}>
      {fill !== '' && <path class="fill" d={fill} />}
      {line !== '' && <path class="line" d={line} />}
      {dots.map(({ x, y }, dot) => (
        <circle key={dot} class="dot" cx={x} cy={y} r={3} />
      ))}
    </g>
  );
}

/** The mark of a series in the legend and in the tooltip, in the style of the series. */
export function Swatch({ series, index, id }: { series: ChartSeries; index: number; id: string }) {
  return (
    <svg
      class={`w-swatch series ${series.type}`}
      style={seriesStyle(series, index, id)}
      width="14"
      height="12"
      aria-hidden="true"
    >
      {series.type === 'line' ? (
        <path class="line" d="M0,6H14" />
      ) : (
        <rect class="fill" x="1" y="0" width="12" height="12" rx="3" />
      )}
    </svg>
  );
}

const hatchId = (id: string, index: number) => `${id}-hatch-${index}`;

const seriesStyle = (series: ChartSeries, index: number, id: string) => ({
  '--series': series.color,
  '--hatch': `url(#${hatchId(id, index)})`,
  '--dash': DASHES[index % DASHES.length],
});
