/** A chart report whose period can be switched: it stays usable, and draws the figures of the new period. */
import type { BuiltWidget } from '../../../core/widgets/build.ts';
import { Card, Col, Row } from '../../../core/widgets/containers.ts';
import { Badge, Caption, Chart, Divider, Title } from '../../../core/widgets/contents.ts';
import { Button } from '../../../core/widgets/controls.ts';
import { heading, type Sample, type Use } from './sample.ts';

interface Period {
  label: string;
  data: { at: string; visitors: number; chats: number }[];
  /** The change from the period before, in percent. */
  change: number;
  heading: string;
}

const figures = (points: readonly (readonly [string, number, number])[]) =>
  points.map(([at, visitors, chats]) => ({ at, visitors, chats }));

const periods = {
  week: {
    label: 'Week',
    change: 8,
    heading: 'This week',
    data: figures([['2026-11-23', 412, 38], ['2026-11-24', 455, 44], ['2026-11-25', 431, 40], ['2026-11-26', 502, 57], ['2026-11-27', 538, 61], ['2026-11-28', 316, 22], ['2026-11-29', 298, 19]]), // prettier-ignore
  },
  month: {
    label: 'Month',
    change: -3,
    heading: 'This month',
    data: figures([['2026-11-02', 2410, 231], ['2026-11-09', 2688, 252], ['2026-11-16', 2575, 240], ['2026-11-23', 2952, 281]]), // prettier-ignore
  },
  year: {
    label: 'Year',
    change: 21,
    heading: 'This year',
    data: figures([['2026-01', 7900, 610], ['2026-02', 8240, 655], ['2026-03', 9010, 748], ['2026-04', 8760, 701], ['2026-05', 9380, 802], ['2026-06', 9120, 790], ['2026-07', 7650, 588], ['2026-08', 7980, 622], ['2026-09', 9890, 871], ['2026-10', 10340, 940], ['2026-11', 10625, 1004]]), // prettier-ignore
  },
} as const satisfies Record<string, Period>;

type PeriodName = keyof typeof periods;

const sumOf = ({ data }: Period, name: 'visitors' | 'chats') => data.reduce((sum, row) => sum + row[name], 0);
const count = (value: number) => value.toLocaleString('en');

const figure = (name: string, value: string) =>
  Col({ flex: 1, gap: 0, children: [Caption({ value: name }), Title({ value, size: 'lg' })] });

function card(name: PeriodName, use: Use): BuiltWidget<'Card'> {
  const period: Period = periods[name];
  const isMore = period.change > 0;
  return Card({
    size: 'lg',
    children: [
      heading(
        'Visitors and chats',
        Badge({
          label: `${isMore ? '+' : '−'}${Math.abs(period.change)} %`,
          color: isMore ? 'success' : 'warning',
        }),
      ),
      Row({
        gap: 3,
        children: [
          figure('Visitors', count(sumOf(period, 'visitors'))),
          figure('Chats', count(sumOf(period, 'chats'))),
        ],
      }),
      Chart({
        xAxis: 'at',
        showYAxis: true,
        data: period.data,
        series: [
          { type: 'bar', dataKey: 'visitors', label: 'Visitors' },
          { type: 'line', dataKey: 'chats', label: 'Chats', curveType: 'monotone' },
        ],
      }),
      Divider({}),
      Row({
        gap: 2,
        children: Object.entries(periods).map(([key, { label }]) =>
          Button({
            label,
            size: 'sm',
            pill: true,
            variant: key === name ? 'solid' : 'outline',
            disabled: key === name,
            onClickAction: use({ period: key }),
          }),
        ),
      }),
    ],
  });
}

const toName = (wanted: string): PeriodName => (wanted === 'month' || wanted === 'year' ? wanted : 'week');

export const report: Sample = {
  asked: /\breport\b|\bcharts?\b|\bgraph\b/iu,
  intro: 'Your site this week:',
  widget: (use) => card('week', use),
  used(answer, use) {
    const name = toName(answer('period'));
    const period: Period = periods[name];
    const visitors = sumOf(period, 'visitors');
    const share = Math.round((sumOf(period, 'chats') / visitors) * 100);
    const change = `${Math.abs(period.change)}% ${period.change > 0 ? 'more' : 'fewer'} than before`;
    return {
      widget: card(name, use),
      reply: `${period.heading} you had ${count(visitors)} visitors, ${change}. ${share}% of them opened the chat.`,
    };
  },
};
