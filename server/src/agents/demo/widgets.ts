/** The widgets of the demo, and what replaces them after they are used. */
import type { WidgetComponent, WidgetRoot } from '@chatdock/protocol/thread/widgets';
import type { Answer } from './samples/sample.ts';

/** Fields of the booking form by name; the form sends them with its action. */
export const BOOKING_ACTION = 'demo.booking.submit';
export const PICK_ACTION = 'demo.person.pick';

const field = (label: string, control: WidgetComponent): WidgetComponent => ({
  type: 'Col',
  gap: 1,
  children: [{ type: 'Label', value: label, fieldName: String(control['name']) }, control],
});

export function bookingForm(): WidgetRoot {
  return {
    type: 'Card',
    size: 'md',
    children: [
      {
        type: 'Form',
        direction: 'col',
        gap: 3,
        onSubmitAction: { type: BOOKING_ACTION },
        children: [
          { type: 'Title', value: 'Book a table', size: 'sm' },
          field('Name', { type: 'Input', name: 'name', placeholder: 'Ada', required: true }),
          field('Date', { type: 'DatePicker', name: 'date', placeholder: 'Choose a day' }),
          field('Time', {
            type: 'Select',
            name: 'time',
            defaultValue: '7 pm',
            options: ['6 pm', '7 pm', '8 pm'].map((value) => ({ value, label: value })),
          }),
          field('Guests', {
            type: 'Select',
            name: 'guests',
            placeholder: 'How many?',
            options: ['1', '2', '3', '4'].map((value) => ({ value, label: value })),
          }),
          field('Seating', {
            type: 'RadioGroup',
            name: 'seating',
            defaultValue: 'inside',
            options: [
              { value: 'inside', label: 'Inside' },
              { value: 'terrace', label: 'Terrace' },
            ],
          }),
          field('Wishes', { type: 'Textarea', name: 'wishes', placeholder: 'Allergies, a quiet corner…', rows: 2 }),
          { type: 'Checkbox', name: 'newsletter', label: 'Email me the newsletter' },
          { type: 'Button', submit: true, label: 'Book', style: 'primary', block: true },
        ],
      },
    ],
  };
}

/** The fields of the summary, by the names of the form's fields. */
const SUMMARY_LABELS = { date: 'Day', time: 'Time', guests: 'Guests', name: 'Name' };

/** Replaces the form after it is submitted. */
export function bookingSummary(values: Record<string, unknown>): WidgetRoot {
  const rows = Object.entries(SUMMARY_LABELS)
    .map(([name, label]) => ({ label, value: values[name] ?? '' }))
    .filter(({ value }) => value !== '')
    .map(({ label, value }): WidgetComponent => ({
      type: 'Row',
      justify: 'between',
      children: [
        { type: 'Caption', value: label },
        { type: 'Text', value: Array.isArray(value) ? value.map(String).join(', ') : String(value) },
      ],
    }));
  return {
    type: 'Card',
    size: 'md',
    status: { text: 'Booked', icon: 'check-circle' },
    children: [{ type: 'Title', value: 'Your table is booked', size: 'sm' }, { type: 'Divider' }, ...rows],
  };
}

/** "Table booked for Ada, 7 pm, 4 guests. See you then!" */
export function bookingReply(answer: Answer): string {
  const guests = answer('guests');
  const facts = [answer('time'), guests && `${guests} ${guests === '1' ? 'guest' : 'guests'}`].filter(Boolean);
  return `Table booked for ${[`**${answer('name', 'you')}**`, ...facts].join(', ')}. See you then!`;
}

const PEOPLE = [
  { id: 'ada', name: 'Ada Lovelace', role: 'Engines' },
  { id: 'grace', name: 'Grace Hopper', role: 'Compilers' },
  { id: 'alan', name: 'Alan Turing', role: 'Machines' },
];

export function peopleList(): WidgetRoot {
  return {
    type: 'ListView',
    status: { text: 'People', icon: 'profile' },
    children: PEOPLE.map(({ id, name, role }): WidgetComponent => ({
      type: 'ListViewItem',
      key: id,
      onClickAction: { type: PICK_ACTION, payload: { id, name } },
      children: [
        { type: 'Icon', name: 'profile-card' },
        {
          type: 'Col',
          children: [
            { type: 'Text', value: name, weight: 'semibold' },
            { type: 'Caption', value: role },
          ],
        },
        { type: 'Spacer' },
        { type: 'Badge', label: id, color: 'info' },
      ],
    })),
  };
}

/** A card with a text that grows; `streaming` while it does. */
export function weatherCard(forecast: string, streaming: boolean): WidgetRoot {
  return {
    type: 'Card',
    size: 'sm',
    children: [
      {
        type: 'Row',
        justify: 'between',
        children: [
          { type: 'Title', value: 'Oslo', size: 'sm' },
          { type: 'Badge', label: 'Now', color: 'success' },
        ],
      },
      { type: 'Title', value: '19°', size: '2xl' },
      { type: 'Text', id: 'forecast', value: forecast, streaming },
    ],
  };
}
