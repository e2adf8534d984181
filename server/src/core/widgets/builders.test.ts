import { describe, expect, it } from 'vitest';
// The declarations of the official package, which exports no value.
import type { ListViewItem as OfficialRow, TableCell as OfficialCell, WidgetComponent, WidgetRoot } from '../../../../node_modules/@openai/chatkit/types/widgets.d.ts'; // prettier-ignore
import * as containers from './containers.ts';
import * as contents from './contents.ts';
import * as controls from './controls.ts';

const builders = { ...containers, ...contents, ...controls };
const { Badge, Button, Card, Chart, Col, Input, ListView, ListViewItem, Row, Select, Table, TableCell, TableRow, Text, Title, Transition } = builders; // prettier-ignore

type Builders = typeof builders;
type Official = WidgetComponent | WidgetRoot | OfficialRow | OfficialCell;
type TypeOf<Name extends keyof Builders> = ReturnType<Builders[Name]>['type'];
type Declared<Name extends keyof Builders> = Extract<Official, { type: TypeOf<Name> }>;
/** Props that ChatKit's types declare and our builder does not accept: a compile error if there is one. */
type Missing = {
  [Name in keyof Builders]: [Declared<Name>] extends [never]
    ? never
    : Exclude<keyof Declared<Name>, keyof Parameters<Builders[Name]>[0] | 'type'>;
}[keyof Builders];
/** Components that ChatKit's types declare and that have no builder. */
type Unbuilt = Exclude<Official['type'], TypeOf<keyof Builders>>;
const complete: [Missing, Unbuilt] extends [never, never] ? true : false = true;

describe('widget builders', () => {
  it('exist for every component and prop that the types of @openai/chatkit declare', () => {
    expect(complete).toBe(true);
    expect(Object.keys(builders)).toHaveLength(30);
  });

  it('return the plain tree that is sent', () => {
    const isLate = false as boolean;
    expect(
      Card({
        size: 'sm',
        status: undefined,
        children: [
          Title({ value: 'Order 77' }),
          isLate && Badge({ label: 'Late' }),
          Row({ gap: 2, children: [Text({ value: 'Shipped', id: 't' }), null] }),
          Transition({ key: 'k', children: Text({ value: 'x' }) }),
        ],
      }),
    ).toEqual({
      type: 'Card',
      size: 'sm',
      children: [
        { type: 'Title', value: 'Order 77' },
        { type: 'Row', gap: 2, children: [{ type: 'Text', value: 'Shipped', id: 't' }] },
        { type: 'Transition', key: 'k', children: { type: 'Text', value: 'x' } },
      ],
    });
    expect(Object.keys(Card({ status: undefined }))).toEqual(['type']);
  });

  it('refuse unknown props, in the compiler and at run time', () => {
    const wrong: [() => unknown, string][] = [
      // @ts-expect-error no such size
      [() => Card({ size: 'huge' }), 'Card: "size" must be one of sm, md, lg, full, not "huge".'],
      // @ts-expect-error no such prop
      [() => Text({ value: 'x', colour: 'red' }), 'Text: there is no prop "colour".'],
      // @ts-expect-error a text is required
      [() => Text({}), 'Text: "value" is missing.'],
      // @ts-expect-error a number is no text
      [() => Text({ value: 7 }), 'Text: "value" must be a string, not 7.'],
      // @ts-expect-error an action has a type
      [() => Button({ onClickAction: { payload: {} } }), 'Button: "onClickAction.type" is missing.'],
      // @ts-expect-error no such member of an option
      [() => Select({ name: 'n', options: [{ value: 'a', label: 'A', hint: 'x' }] }), 'Select: there is no prop "options.0.hint".'], // prettier-ignore
      // @ts-expect-error a list takes rows only
      [() => ListView({ children: [Text({ value: 'x' })] }), 'ListView: child 1 is a Text. ListView accepts only ListViewItem.'], // prettier-ignore
      // @ts-expect-error a row takes cells only
      [() => Table({ children: [TableRow({ children: [Text({ value: 'x' })] })] }), 'Table.Row: child 1 is a Text. Table.Row accepts only Table.Cell.'], // prettier-ignore
      // @ts-expect-error children are components
      [() => Col({ children: ['x'] }), 'Col: child 1 must be a component, not "x".'],
      // @ts-expect-error children are a list
      [() => Col({ children: 'x' }), 'Col: "children" must be a list of components.'],
      // @ts-expect-error one child
      [() => Transition({ children: [] }), 'Transition: "children" must be one component.'],
      // @ts-expect-error a line has no stack
      [() => Chart({ data: [], xAxis: 'x', series: [{ type: 'line', dataKey: 'y', label: 'Y', stack: 's' }] }), 'Chart: there is no prop "series.0.stack".'], // prettier-ignore
      // @ts-expect-error a true value is no size
      [() => Col({ gap: true }), 'Col: "gap" does not take true.'],
      // @ts-expect-error a list
      [() => Select({ name: 'n', options: 'a' }), 'Select: "options" must be a list, not "a".'],
      // @ts-expect-error an object
      [() => Button({ label: 'x', onClickAction: 'go' }), 'Button: "onClickAction" must be an object, not "go".'],
      [() => Col({ gap: Number.NaN }), 'Col: "gap" does not take NaN.'],
      [() => Text({ value: 'x', maxLines: Infinity }), 'Text: "maxLines" must be a number, not Infinity.'],
    ];
    for (const [build, sentence] of wrong) expect(build).toThrow(new TypeError(sentence));
  });

  it('accept every kind of value that ChatKit has for a prop', () => {
    expect(() => [
      Col({ padding: { x: 2, top: '1rem' }, border: { y: { size: 1, color: 'strong' } }, background: { light: 'red-100', dark: '#000' } }), // prettier-ignore
      Col({ border: 1, padding: 2, flex: '1 1 auto' }),
      Input({ name: 'n', inputType: 'email', autoComplete: 'email', required: true }),
      ListView({ limit: 'auto', children: [ListViewItem({ onClickAction: { type: 'open', streaming: false, handler: 'client' } })] }), // prettier-ignore
      Table({ children: [TableRow({ header: true, children: [TableCell({ colSpan: 2 })] })] }),
      Text({ value: '', editable: false }),
      Chart({ data: [{ day: 'Mon', n: 3, gap: null }], xAxis: { dataKey: 'day', labels: { Mon: 'Monday' } }, series: [{ type: 'area', dataKey: 'n', label: null, stack: 's', curveType: 'natural' }] }), // prettier-ignore
    ]).not.toThrow();
  });
});
