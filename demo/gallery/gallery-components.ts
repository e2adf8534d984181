/**
 * Every widget component in every variant, made with the server's builders. The pictures in docs/widgets.md show these.
 */
import {
  Badge,
  Basic,
  Box,
  Button,
  Caption,
  Card,
  Chart,
  Checkbox,
  Col,
  DatePicker,
  Divider,
  Form,
  Icon,
  Image,
  Input,
  Label,
  ListView,
  ListViewItem,
  Markdown,
  RadioGroup,
  Row,
  Select,
  Spacer,
  Table,
  TableCell,
  TableRow,
  Text,
  Textarea,
  Title,
  Transition,
} from '../../server/src/core.ts';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { drawPicture } from '../../server/src/agents/demo/png.ts';

const GO = { type: 'go' };
const COLORS = ['secondary', 'info', 'discovery', 'success', 'caution', 'warning', 'danger'] as const;
const SIZES = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const;
const words = (...values: string[]) => values.map((value) => ({ value, label: value }));
const swatch = (label: string, more: Parameters<typeof Box>[0] = {}) =>
  Box({ padding: 2, radius: 'md', background: 'surface-tertiary', ...more, children: [Caption({ value: label })] });
const named = (value: string, field: WidgetComponent) =>
  Col({ gap: 1, children: [Label({ value, fieldName: String(field['name']) }), field] });
const picture = (more: Partial<Parameters<typeof Image>[0]> = {}) =>
  Image({ src: drawPicture('harbour', { size: 96, cell: 12 }), alt: 'A pattern', size: 72, ...more });
const cell = (value: string, more: Parameters<typeof TableCell>[0] = {}) =>
  TableCell({ ...more, children: [Text({ value, size: 'sm' })] });

/** Roots. */
const roots = {
  Card: Card({
    status: { text: 'Order 4711', icon: 'suitcase' },
    confirm: { label: 'Confirm', action: GO },
    cancel: { label: 'Cancel', action: GO },
    children: [Title({ value: 'A chair from Oslo', size: 'sm' }), Text({ value: 'It arrives on Thursday.' })],
  }),
  'Card, collapsed and dark': Card({
    collapsed: true,
    theme: 'dark',
    size: 'sm',
    status: { text: 'Draft', icon: 'write' },
    children: [Text({ value: 'Dear Ada,' })],
  }),
  'Card, full and bordered': Card({
    size: 'full',
    background: 'surface-secondary',
    border: { size: 2, color: 'blue-400', style: 'dashed' },
    children: [Text({ value: 'As wide as the thread' })],
  }),
  ListView: ListView({
    limit: 2,
    status: { text: 'Near you', icon: 'map-pin' },
    children: ['Casa da Baixa', 'O Forno', 'Mercado Novo'].map((value, index) =>
      ListViewItem({
        key: value,
        gap: 3,
        onClickAction: GO,
        children: [Icon({ name: 'map-pin' }), Text({ value }), Spacer({}), Caption({ value: `${4 + index * 5} min` })],
      }),
    ),
  }),
  Basic: Basic({ gap: 2, children: [Text({ value: 'Without a frame' }), Badge({ label: 'Basic' })] }),
};

/** Containers. */
const layout = {
  Box: Card({
    children: [
      Box({ padding: 3, radius: 'lg', border: 1, background: 'surface-secondary', children: [Text({ value: 'A box' })] }), // prettier-ignore
      Row({
        children: (['sm', 'lg', 'full'] as const).map((radius) => Box({ size: 32, radius, background: 'blue-400' })),
      }),
    ],
  }),
  Row: Card({
    children: (['start', 'center', 'end', 'between'] as const).map((justify) =>
      Row({ justify, gap: 2, children: [swatch(justify), swatch('two'), swatch('three')] }),
    ),
  }),
  Col: Card({
    children: [
      Row({
        align: 'stretch',
        children: (['start', 'center', 'end', 'stretch'] as const).map((align) =>
          Col({ align, flex: 1, gap: 1, children: [swatch(align), swatch('·')] }),
        ),
      }),
    ],
  }),
  Form: Card({
    children: [
      Form({
        direction: 'col',
        gap: 3,
        onSubmitAction: GO,
        children: [
          named('Name', Input({ name: 'name', required: true })),
          Button({ label: 'Book', submit: true, style: 'primary' }),
        ],
      }),
    ],
  }),
  Table: Card({
    size: 'lg',
    children: [
      Table({
        children: [
          TableRow({ header: true, children: [cell('Item'), cell('Hours', { align: 'end' }), cell('Amount', { align: 'end' })] }), // prettier-ignore
          TableRow({ children: [cell('Design'), cell('12', { align: 'end' }), cell('€1,080.00', { align: 'end' })] }),
          TableRow({ children: [cell('Photos'), cell('3', { align: 'end' }), cell('€270.00', { align: 'end' })] }),
          TableRow({ children: [cell('Total', { colSpan: 2 }), cell('€1,350.00', { align: 'end' })] }),
        ],
      }),
    ],
  }),
  Spacer: Card({ children: [Row({ children: [swatch('start'), Spacer({}), swatch('end')] })] }),
  Divider: Card({
    children: [
      Text({ value: 'Above' }),
      Divider({}),
      Text({ value: 'Between' }),
      Divider({ flush: true, color: 'blue-400', size: 2 }),
      Row({ height: 40, align: 'stretch', children: [Text({ value: 'Left' }), Divider({}), Text({ value: 'Right' })] }),
    ],
  }),
  Transition: Card({ children: [Transition({ children: Text({ key: 'a', value: 'The first of two texts' }) })] }),
};

/** Texts and images. */
const contents = {
  Text: Card({
    children: [
      ...(['xs', 'sm', 'md', 'lg', 'xl'] as const).map((size) => Text({ value: `Text in ${size}`, size })),
      ...(['medium', 'semibold', 'bold'] as const).map((weight) => Text({ value: `Text in ${weight}`, weight })),
      Text({ value: 'Italic', italic: true }),
      Text({ value: 'Struck through', lineThrough: true }),
      Text({ value: 'Two lines at most. '.repeat(12).trim(), maxLines: 2 }),
      Text({ value: 'Edit me', editable: { name: 'text' } }),
    ],
  }),
  Title: Card({
    children: (['sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl'] as const).map((size) =>
      Title({ value: size, size }),
    ),
  }),
  Caption: Card({
    children: (['sm', 'md', 'lg'] as const).map((size) => Caption({ value: `A caption in ${size}`, size })),
  }),
  Markdown: Card({
    children: [Markdown({ value: '**Bold**, *italic*, `code`, a [link](https://example.com)\n\n1. First\n2. Second' })],
  }),
  Badge: Card({
    children: [
      ...(['solid', 'soft', 'outline'] as const).map((variant) =>
        Row({
          gap: 2,
          children: (['secondary', 'info', 'discovery', 'success', 'warning', 'danger'] as const).map((color) =>
            Badge({ label: color, color, variant }),
          ),
        }),
      ),
      Row({
        gap: 2,
        children: [
          ...(['sm', 'md', 'lg'] as const).map((size) => Badge({ label: size, size })),
          Badge({ label: 'pill', pill: true }),
        ],
      }),
    ],
  }),
  Icon: Card({
    children: [
      Row({ children: (['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const).map((size) => Icon({ name: 'calendar', size })) }), // prettier-ignore
      Row({
        children: (['primary', 'secondary', 'success', 'warning', 'danger', 'purple-500'] as const).map((color) =>
          Icon({ name: 'star-filled', color, size: 'lg' }),
        ),
      }),
    ],
  }),
  Image: Card({
    children: [
      Row({
        children: [
          picture(),
          picture({ radius: 'lg' }),
          picture({ radius: 'full', fit: 'cover' }),
          picture({ frame: true, radius: 'md' }),
        ],
      }),
      Image({ src: 'https://missing.invalid/photo.png', alt: 'If a picture is missing, its alternative text is shown', height: 48 }), // prettier-ignore
      picture({ size: undefined, width: '100%', height: 96, fit: 'cover', flush: true }),
    ],
  }),
  Chart: Card({
    size: 'lg',
    children: [
      Chart({
        xAxis: 'day',
        showYAxis: true,
        data: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].map((day, index) => ({
          day,
          shop: [40, 63, 51, 72, 66][index] ?? null,
          phone: [12, null, 22, 16, 9][index] ?? null,
          goal: [50, 55, 58, 60, 64][index] ?? null,
        })),
        series: [
          { type: 'bar', dataKey: 'shop', label: 'Shop', stack: 'sold' },
          { type: 'bar', dataKey: 'phone', label: 'Telephone', stack: 'sold' },
          { type: 'line', dataKey: 'goal', label: 'Goal', curveType: 'monotone' },
        ],
      }),
    ],
  }),
};

/** Buttons and fields. */
const controls = {
  Button: Card({
    size: 'lg',
    children: [
      ...(['solid', 'soft', 'outline', 'ghost'] as const).map((variant) =>
        Row({
          gap: 2,
          children: (['primary', ...COLORS] as const).map((color) =>
            Button({ label: color, variant, color, size: 'sm', onClickAction: GO }),
          ),
        }),
      ),
      Row({ gap: 2, align: 'center', children: SIZES.map((size) => Button({ label: size, size, onClickAction: GO })) }),
      Row({
        gap: 2,
        children: [
          Button({ label: 'Primary', style: 'primary', onClickAction: GO }),
          Button({ label: 'Secondary', style: 'secondary', onClickAction: GO }),
          Button({ label: 'Pill', pill: true, iconEnd: 'chevron-right', onClickAction: GO }),
          Button({ iconStart: 'star', uniform: true, label: '', onClickAction: GO }),
          Button({ label: 'Disabled', disabled: true, onClickAction: GO }),
        ],
      }),
      Button({ label: 'Block', block: true, onClickAction: GO }),
    ],
  }),
  Label: Card({
    children: [
      ...(['xs', 'sm', 'md', 'lg', 'xl'] as const).map((size) => Label({ value: `A label in ${size}`, fieldName: 'l', size })),
      Input({ name: 'l' }),
    ], // prettier-ignore
  }),
  Input: Card({
    children: [
      ...(['text', 'email', 'tel', 'url', 'number', 'password'] as const).map(
        (inputType) =>
        named(inputType, Input({ name: inputType, inputType, placeholder: inputType === 'email' ? 'ada@example.com' : '' })), // prettier-ignore
      ),
      named('Soft', Input({ name: 'soft', variant: 'soft', defaultValue: 'A value' })),
      named('Pill, required', Input({ name: 'pill', pill: true, required: true })),
      named('Disabled', Input({ name: 'off', disabled: true, defaultValue: 'Not now' })),
    ],
  }),
  Textarea: Card({
    children: [
      named('Message', Textarea({ name: 'message', rows: 3, placeholder: 'A few words' })),
      named('Grows to four lines', Textarea({ name: 'grows', rows: 1, autoResize: true, maxRows: 4, variant: 'soft' })),
    ],
  }),
  Select: Card({
    children: [
      ...(['outline', 'soft', 'solid', 'ghost'] as const).map((variant) =>
        named(
          variant,
          Select({ name: variant, variant, block: true, placeholder: 'Choose', options: words('Small', 'Large') }),
        ),
      ),
      named('With a value', Select({ name: 'value', block: true, clearable: true, defaultValue: 'Large', options: words('Small', 'Large') })), // prettier-ignore
    ],
  }),
  DatePicker: Card({
    children: [
      named('Day', DatePicker({ name: 'day', block: true, placeholder: 'Choose a day' })),
      named('Until', DatePicker({ name: 'until', block: true, clearable: true, defaultValue: '2026-11-20', variant: 'soft' })), // prettier-ignore
    ],
  }),
  Checkbox: Card({
    children: [
      Checkbox({ name: 'a', label: 'Ticked', defaultChecked: true }),
      Checkbox({ name: 'b', label: 'Required', required: true }),
      Checkbox({ name: 'c', label: 'Disabled', disabled: true }),
    ],
  }),
  RadioGroup: Card({
    children: [
      RadioGroup({
        name: 'row',
        ariaLabel: 'Size',
        direction: 'row',
        defaultValue: 'M',
        options: words('S', 'M', 'L'),
      }),
      RadioGroup({
        name: 'col',
        ariaLabel: 'Seating',
        direction: 'col',
        options: [...words('Inside', 'Terrace'), { value: 'bar', label: 'At the bar, taken', disabled: true }],
      }),
    ],
  }),
};

const componentGroups: Readonly<Record<string, Readonly<Record<string, { type: string }>>>> = {
  roots,
  layout,
  contents,
  controls,
};

interface Helpers {
  user: (id: string, text: string) => object;
  common: object;
}

/** Makes the gallery's states with the helpers of the page. */
export const componentStates = ({ user, common }: Helpers) =>
  Object.entries(componentGroups).map(([group, widgets]) => ({
    name: `Components: ${group}`,
    items: [
      user('m1', `Show me all ${group}`),
      ...Object.entries(widgets).map(([id, widget]) => ({ type: 'widget', id, ...common, widget })),
    ],
  }));
