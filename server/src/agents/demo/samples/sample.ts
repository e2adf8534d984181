/** The type of the demo's sample widgets, and the parts that several of them share. */
import type { BuiltWidget } from '../../../core/widgets/build.ts';
import { Card, Col, ListView, ListViewItem, Row } from '../../../core/widgets/containers.ts';
import { Caption, Divider, Icon, Spacer, Text, Title } from '../../../core/widgets/contents.ts';
import { Button, Label } from '../../../core/widgets/controls.ts';

export type Root = BuiltWidget<'Card'> | BuiltWidget<'ListView'>;

/** Reads a value that the visitor filled in or the button added, as text. */
export type Answer = (name: string, otherwise?: string) => string;

export interface Sample {
  /** The words after "show me", for example `the invoice`. */
  asked: RegExp;
  /** The agent's text before the widget. */
  intro: string;
  /** The widget. `use` makes the action of a button or a form. */
  widget: (use: Use) => Root;
  /** The widget after it was used, and the agent's reply. With `use`, it can be used again. */
  used: (answer: Answer, use: Use) => { widget: Root; reply: string };
}

export type Use = (more?: Record<string, unknown>) => { type: string; payload: Record<string, unknown> };

type Child = BuiltWidget<string>;

/** A field under its label. */
export const labelled = (value: string, field: Child): Child =>
  Col({ gap: 1, children: [Label({ value, fieldName: String(field['name']) }), field] });

/** A name on one side and its value on the other. */
export const fact = (name: string, value: string, isStrong = false): Child =>
  Row({
    justify: 'between',
    children: [Caption({ value: name }), Text({ value, size: 'sm', weight: isStrong ? 'semibold' : 'normal' })],
  });

/** A title over a quieter line. */
export const twoLines = (title: string, line: string): Child =>
  Col({ gap: 0, children: [Text({ value: title, weight: 'medium' }), Caption({ value: line })] });

/** A title, with something at the other end of its row. */
export const heading = (value: string, end?: Child): Child =>
  Row({ children: [Title({ value, size: 'sm' }), end && Spacer({}), end] });

export const buttons = (...children: Child[]): Child => Row({ gap: 2, children });

export const primary = (label: string, action: ReturnType<Use>): Child =>
  Button({ label, style: 'primary', onClickAction: action });

export const secondary = (label: string, action: ReturnType<Use>): Child =>
  Button({ label, variant: 'outline', onClickAction: action });

/** A list whose rows are buttons: a picture or an icon, two lines, and something at the end. */
export const rows = (
  status: { text: string; icon: string },
  all: readonly { start?: Child; title: string; line: string; end?: Child; action: ReturnType<Use> }[],
): BuiltWidget<'ListView'> =>
  ListView({
    status,
    children: all.map(({ start, title, line, end, action }) =>
      ListViewItem({
        key: title,
        gap: 3,
        onClickAction: action,
        children: [start, twoLines(title, line), end && Spacer({}), end],
      }),
    ),
  });

/** The result that most widgets change to: a title, and facts about what was done. */
export const done = (
  status: string,
  title: string,
  facts: readonly (readonly [string, string])[],
): BuiltWidget<'Card'> =>
  Card({
    status: { text: status, icon: 'check-circle' },
    children: [
      Title({ value: title, size: 'sm' }),
      facts.length > 0 && Divider({}),
      ...facts.filter(([, value]) => value !== '').map(([name, value]) => fact(name, value)),
    ],
  });

export const icon = (name: string): Child => Icon({ name, color: 'secondary' });
