import { expect, it } from 'vitest';
import { widgetDirection } from './direction.ts';

const card = (...children: object[]) => ({
  type: 'Card',
  children: children.map((child) => ({ type: 'Text', ...child })),
});

it('a widget reads the way most of its letters do, whichever comes first', () => {
  expect(widgetDirection(card({ value: 'iPhone' }, { value: 'متوفر في جميع المتاجر' }))).toBe('rtl');
  expect(widgetDirection(card({ value: 'سعر' }, { value: 'The price includes delivery' }))).toBe('ltr');
});

it('labels, placeholders, options and a card’s own buttons count; what is only sent does not', () => {
  expect(widgetDirection(card({ name: 'city', placeholder: 'أين؟' }))).toBe('rtl');
  expect(widgetDirection(card({ options: [{ value: 'two-people', label: 'اثنان' }] }))).toBe('rtl');
  expect(widgetDirection({ type: 'Card', confirm: { label: 'احجز', action: { type: 'book-a-table' } } })).toBe('rtl');
  expect(widgetDirection({ type: 'Card', status: { text: 'مطعم', icon: 'calendar' } })).toBe('rtl');
});

it('without letters, or with as many of each, the chat decides', () => {
  expect(widgetDirection(card({ value: '12,00 €' }))).toBeUndefined();
  expect(widgetDirection(card({ value: 'ab' }, { value: 'اب' }))).toBeUndefined();
});

it('reads no more than it needs of a text that streams in', () => {
  expect(widgetDirection(card({ value: 'a'.repeat(400) }, { value: 'ا'.repeat(100_000) }))).toBe('ltr');
});
