/** The numbers of a chart as a table: for screen readers always, for everybody on request. */
import { useGradual } from '../use-gradual.ts';
import { useWidget } from '../widget-context.ts';
import type { ChartData } from './read-chart.ts';

interface ChartTableProps {
  data: ChartData;
  name: string;
  isShown: boolean;
}

export function ChartTable({ data: { labels, series }, name, isShown }: ChartTableProps) {
  const { locale, text } = useWidget();
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const drawn = useGradual(labels.length);
  return (
    <div
      class={isShown ? 'w-table w-chart-table' : 'hidden'}
      tabIndex={isShown ? 0 : undefined}
      role="group"
      aria-label={name}
    >
      <table>
        <thead>
          <tr>
            <td aria-label={name} />
            {series.map(({ label }, index) => (
              <th key={index} scope="col" dir="auto">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.slice(0, drawn).map((label, row) => (
            <tr key={row}>
              <th scope="row" dir="auto">
                {label}
              </th>
              {series.map(({ values }, index) => (
                <td key={index} class="w-number">
                  {typeof values[row] === 'number' ? numbers.format(values[row]) : text('widget.chart.none')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
