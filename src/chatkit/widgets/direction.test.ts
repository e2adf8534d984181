import { expect, it } from 'vitest';
import { widgetDirection } from './direction.ts';

const card = (...children: object[]) => ({
  type: 'Card',
  children: children.map((child) => ({ type: 'Text', ...child })),
});

it('most letters decide the direction of a widget, not the first one', () => {
  expect(widgetDirection(card({ value: 'iPhone' }, { value: 'متوفر في جميع المتاجر' }))).toBe('rtl');
  expect(widgetDirection(card({ value: 'سعر' }, { value: 'The price includes delivery' }))).toBe('ltr');
});

it("labels, placeholders, options and the card's buttons count; sent values do not", () => {
  expect(widgetDirection(card({ name: 'city', placeholder: 'أين؟' }))).toBe('rtl');
  expect(widgetDirection(card({ options: [{ value: 'two-people', label: 'اثنان' }] }))).toBe('rtl');
  expect(widgetDirection({ type: 'Card', confirm: { label: 'احجز', action: { type: 'book-a-table' } } })).toBe('rtl');
  expect(widgetDirection({ type: 'Card', status: { text: 'مطعم', icon: 'calendar' } })).toBe('rtl');
});

it('the chat decides without letters, or in a tie', () => {
  expect(widgetDirection(card({ value: '12,00 €' }))).toBeUndefined();
  expect(widgetDirection(card({ value: 'ab' }, { value: 'اب' }))).toBeUndefined();
});

it('reads only the letters it needs from a streaming text', () => {
  expect(widgetDirection(card({ value: 'a'.repeat(400) }, { value: 'ا'.repeat(100_000) }))).toBe('ltr');
});
