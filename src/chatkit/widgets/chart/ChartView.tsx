/** A chart: a drawing with a legend and a tooltip, and the same numbers as a table. Loads with the first chart. */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { adoptingRef } from '../../ui/styles/adopt-styles.ts';
import { blockStyle, toFlag, toText, type Style } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';
import css from './chart.css?inline';
import { ChartTable } from './ChartTable.tsx';
import { Cursor } from './Cursor.tsx';
import { Drawing, Swatch } from './Drawing.tsx';
import { plotChart } from './plot.ts';
import { hidesAxis, MAX_ROWS, MAX_SERIES, readChart } from './read-chart.ts';

const adoptChartStyles = adoptingRef(css);

/** Screen readers get the table of a chart at once up to this size. Beyond it, the button makes it. */
const MAX_HIDDEN_ROWS = 60;

export function ChartView({ component }: ComponentProps) {
  const { scheme, locale, text, reportError } = useWidget();
  const data = useMemo(() => readChart(component, scheme, locale), [component, scheme, locale]);
  const [isTable, setTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box, isTable);
  const id = useId();
  const { width, height, isRtl } = size;
  const plot = useMemo(
    () =>
      width > 0 && height > 0
        ? plotChart(data, {
            width,
            height,
            isRtl,
            locale,
            showsX: !hidesAxis(component),
            showsY: toFlag(component['showYAxis']),
            barGap: toPixels(component['barGap']),
            barCategoryGap: toPixels(component['barCategoryGap']),
          })
        : null,
    [data, component, width, height, isRtl, locale],
  );
  useEffect(() => {
    if (data.isCut)
      reportError(`A Chart has more than ${MAX_ROWS} rows or ${MAX_SERIES} series; the others are not drawn.`);
  }, [data.isCut]);
  const isEmpty = data.labels.length === 0 || data.series.length === 0;
  const name = text('widget.chart', { series: data.series.map(({ label }) => label).join(', ') });
  const drawing = useMemo(() => plot && <Drawing plot={plot} id={id} width={width} height={height} />, [plot, id]);
  return (
    <div class="w-chart" style={chartStyle(component)} ref={adoptChartStyles}>
      {component['showLegend'] !== false && (
        <ul class="w-legend" aria-hidden="true">
          {data.series.map((series, index) => (
            <li key={index}>
              <Swatch series={series} index={index} id={id} />
              <span dir="auto">{series.label}</span>
            </li>
          ))}
        </ul>
      )}
      {isEmpty ? (
        <p class="w-chart-empty">{text('widget.chart.empty')}</p>
      ) : isTable ? null : (
        <div class="w-plot" ref={box}>
          {plot && component['showTooltip'] !== false ? (
            <Cursor data={data} plot={plot} name={name} id={id} isRtl={isRtl}>
              {drawing}
            </Cursor>
          ) : (
            <div role="img" aria-label={name}>
              {drawing}
            </div>
          )}
        </div>
      )}
      {!isEmpty && (
        <>
          {(isTable || data.labels.length <= MAX_HIDDEN_ROWS) && (
            <ChartTable data={data} name={name} isShown={isTable} />
          )}
          <button type="button" class="w-chart-switch" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {text('widget.chart.table')}
          </button>
        </>
      )}
    </div>
  );
}

const toPixels = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

/** The size of the whole chart, as of any block, and its share of a row. */
function chartStyle(component: ComponentProps['component']): Style {
  const style = blockStyle(component);
  const flex = toText(component['flex']);
  if (flex !== undefined && /^[\d\s.%a-z]+$/i.test(flex)) style['flex'] = flex;
  return style;
}

/** The plot's size in pixels and the direction of the text around it. Zero until it is laid out. */
function useSize(box: { readonly current: HTMLDivElement | null }, isTable: boolean) {
  const [size, setSize] = useState({ width: 0, height: 0, isRtl: false });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const isRtl = getComputedStyle(element).direction === 'rtl';
      setSize((known) =>
        known.width === width && known.height === height && known.isRtl === isRtl ? known : { width, height, isRtl },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [isTable]);
  return size;
}
