/** Builders of the components that contain others. */
import * as z from 'zod/mini';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { container, onlyChild, type BuiltWidget } from './build.ts';
import { action, border, box, boxLayout, cardAction, color, common, direction, flag, size, spacing, status, theme, words } from './values.ts'; // prettier-ignore

/** A root: a bounded block with an optional status line, which can be a form as a whole. */
export const Card = container('Card', {
  ...common,
  asForm: flag,
  background: color,
  border,
  size: words('sm', 'md', 'lg', 'full'),
  padding: spacing,
  status,
  collapsed: flag,
  confirm: cardAction,
  cancel: cardAction,
  theme,
});

/** A row of a `ListView`. With `onClickAction` the whole row is a button. */
export const ListViewItem = container('ListViewItem', {
  ...common,
  onClickAction: action,
  gap: size,
  align: boxLayout.align,
});

/** A root: a list of rows. Its children are `ListViewItem`s. */
export const ListView = container(
  'ListView',
  { ...common, limit: z.optional(z.union([z.number(), z.literal('auto')])), status, theme },
  'ListViewItem',
);

/** A root without a frame. */
export const Basic = container('Basic', { ...common, ...boxLayout, theme, direction });

/** A container of any direction; without children, a shape. */
export const Box = container('Box', { ...common, ...box, direction });

/** Children beside one another, which wrap if there is too little room. */
export const Row = container('Row', { ...common, ...box });

/** Children below one another, as wide as their container. */
export const Col = container('Col', { ...common, ...box });

/** Fields whose values are sent with `onSubmitAction`. */
export const Form = container('Form', { ...common, ...box, onSubmitAction: action, direction });

/** A cell of a table, which holds components. */
export const TableCell = container('Table.Cell', {
  ...common,
  width: size,
  padding: spacing,
  colSpan: z.optional(z.number()),
  rowSpan: z.optional(z.number()),
  align: words('start', 'center', 'end'),
  vAlign: words('start', 'center', 'end'),
  colSize: words('xs', 'sm', 'md', 'lg', 'xl'),
});

/** A row of a table. Its children are `TableCell`s. A row with `header` names the columns. */
export const TableRow = container('Table.Row', { ...common, header: flag }, 'Table.Cell');

/** A table. Its children are `TableRow`s. */
export const Table = container('Table', common, 'Table.Row');

/** Animates the change from one child to another. Give the children different keys. */
export function Transition({ children, key, id }: TransitionProps): BuiltWidget<'Transition'> {
  const built: BuiltWidget<'Transition'> = { type: 'Transition', children: onlyChild('Transition', children) };
  if (key !== undefined) built.key = key;
  if (id !== undefined) built.id = id;
  return built;
}

/** The props of `Transition`, which has exactly one child. */
export interface TransitionProps {
  readonly children: WidgetComponent;
  readonly key?: string | undefined;
  readonly id?: string | undefined;
}
